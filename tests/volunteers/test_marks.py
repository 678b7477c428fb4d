"""The list on the day: marks count once, the last one counts, whatever order they arrive in (volunteering.md 9)."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from volunteers import actions
from volunteers.actions import Tap
from volunteers.models import TRANSITIONS, Mark, Signup, SignupEvent, Status

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)
K, R = Mark.Kind, Mark.Refusal


def minutes(number: float) -> dt.datetime:
    """So many minutes after the shift begins."""
    return START + dt.timedelta(minutes=number)


@pytest.fixture
def clock():
    """The day before the shift, when people have signed up; `clock.move_to` travels on."""
    with time_machine.travel(START - dt.timedelta(days=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def signup(clock):
    return make_signup(demand=make_demand(start=START, hours=3))


@pytest.fixture
def captain():
    return make_person()


def tap(signup, kind, at, by, **more):
    return actions.mark(shift=signup.shift, tap=Tap(kind=kind, signup=signup.pk, at=at, **more), by=by)


def now(signup):
    fresh = Signup.objects.get(pk=signup.pk)
    return fresh.status, fresh.came_at, fresh.left_at


def test_a_captain_marks_who_is_here_and_who_left(clock, signup, captain):
    clock.move_to(minutes(120))

    tap(signup, K.HERE, minutes(-5), captain)
    tap(signup, K.LEFT, minutes(90), captain)

    assert now(signup) == (Status.CHECKED_IN, minutes(-5), minutes(90))
    assert [event.actor for event in SignupEvent.objects.filter(signup=signup).order_by("pk")][1:] == [captain]


def test_a_mark_can_be_taken_back(clock, signup, captain):
    clock.move_to(minutes(30))
    tap(signup, K.HERE, minutes(1), captain)
    tap(signup, K.UNDO, minutes(2), captain)
    assert now(signup) == (Status.CONFIRMED, None, None)
    tap(signup, K.NO_SHOW, minutes(20), captain)
    tap(signup, K.HERE, minutes(25), captain)
    assert now(signup) == (Status.CHECKED_IN, minutes(25), None)


def test_the_same_key_counts_once_even_with_other_words(clock, signup, captain):
    clock.move_to(minutes(10))
    key = uuid.uuid4()
    first = tap(signup, K.HERE, minutes(1), captain, key=key)
    again = tap(signup, K.NO_SHOW, minutes(5), captain, key=key)
    assert (again, again.kind) == (first, K.HERE)
    assert now(signup)[0] == Status.CHECKED_IN
    assert Mark.objects.count() == 1


def test_a_late_delivery_does_not_undo_what_was_marked_after_it(clock, signup, captain):
    clock.move_to(minutes(60))
    tap(signup, K.HERE, minutes(40), captain)
    tap(signup, K.NO_SHOW, minutes(20), make_person())
    assert now(signup) == (Status.CHECKED_IN, minutes(40), None)


def test_a_phone_whose_clock_is_ahead_marks_now(clock, signup, captain):
    clock.move_to(minutes(10))
    assert tap(signup, K.HERE, minutes(400), captain).at == minutes(10)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_any_number_of_deliveries_come_to_the_same(data):
    kinds = data.draw(st.lists(st.sampled_from([K.HERE, K.LEFT, K.NO_SHOW, K.UNDO]), min_size=1, max_size=6))
    taps = [(kind, uuid.uuid4(), minutes(data.draw(st.integers(0, 90)))) for kind in kinds]
    arrivals = [data.draw(st.permutations(taps + data.draw(st.lists(st.sampled_from(taps))))) for _ in range(2)]
    results = []
    for arrival in arrivals:
        with time_machine.travel(START - dt.timedelta(days=1), tick=False) as traveller:
            signup, captain = make_signup(demand=make_demand(start=START)), make_person()
            traveller.move_to(minutes(100))
            # The same keys, in another life: the first run's rows must not answer for the second.
            keys = {key: uuid.uuid4() for _kind, key, _at in taps}
            ordered = sorted(keys)
            fresh = dict(zip(ordered, sorted(keys.values()), strict=True))
            for kind, key, at in arrival:
                tap(signup, kind, at, captain, key=fresh[key])
        results.append(now(signup))
        events = list(SignupEvent.objects.filter(signup=signup).order_by("pk"))
        assert all(event.to_status in TRANSITIONS[Status(event.from_status)] for event in events[1:])
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("at", "kind", "reason"),
    [
        (minutes(-15 - 121), K.HERE, R.TOO_EARLY),
        (minutes(-15 - 120), K.HERE, ""),
        (minutes(-1), K.NO_SHOW, R.NOT_BEGUN),
        (minutes(0), K.NO_SHOW, ""),
        (minutes(180 + 7 * 24 * 60), K.HERE, ""),
        (minutes(180 + 7 * 24 * 60 + 1), K.HERE, R.CLOSED),
    ],
)
def test_the_list_has_its_hours(clock, signup, captain, at, kind, reason):
    clock.move_to(at)
    assert tap(signup, kind, at, captain).refused == reason
    assert (now(signup)[0] == Status.CONFIRMED) == bool(reason)


def test_who_gave_the_place_back_is_not_marked_and_the_phone_learns_why(clock, signup, captain):
    actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)
    clock.move_to(minutes(5))
    assert tap(signup, K.HERE, minutes(1), captain).refused == R.GONE
    assert now(signup)[0] == Status.CANCELLED_BY_VOLUNTEER


def test_a_line_of_another_list_is_unknown(clock, signup, captain):
    other = make_demand(start=START).shift
    clock.move_to(minutes(5))
    row = actions.mark(shift=other, tap=Tap(kind=K.HERE, signup=signup.pk), by=captain)
    assert (row.refused, row.signup) == (R.UNKNOWN, None)
    assert now(signup)[0] == Status.CONFIRMED


@pytest.mark.parametrize("field", ["kind", "at"])
def test_marks_are_never_rewritten(clock, signup, captain, field):
    clock.move_to(minutes(5))
    row = tap(signup, K.HERE, minutes(1), captain)
    setattr(row, field, {"kind": K.NO_SHOW, "at": minutes(0)}[field])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()


# --- oneself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "can"),
    [(-15 - 31, False), (-15 - 30, True), (179, True), (180, False)],
    ids=["early", "opens", "late", "over"],
)
def test_oneself_only_from_half_an_hour_before_meeting_until_the_end(clock, signup, at, can):
    clock.move_to(minutes(at))
    if can:
        assert actions.check_in_oneself(person=signup.person, shift=signup.shift, by=signup.person).via == Mark.Via.SELF
        assert now(signup)[:2] == (Status.CHECKED_IN, minutes(at))
    else:
        with pytest.raises(actions.NotNow, match="9:15"):
            actions.check_in_oneself(person=signup.person, shift=signup.shift, by=signup.person)
        assert now(signup)[0] == Status.CONFIRMED


def test_who_is_not_signed_up_cannot_check_in(clock, signup):
    clock.move_to(minutes(0))
    with pytest.raises(actions.NotSignedUp):
        actions.check_in_oneself(person=make_person(), shift=signup.shift, by=make_person())
