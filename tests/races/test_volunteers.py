"""Seats under fire: real threads, real PostgreSQL (volunteering.md, rules 1, 2 and 4)."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.people.errors import Refused
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_shift, make_signup
from volunteers import actions
from volunteers.models import HOLDING, Signup, SignupEvent, Status

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race(*attempts: Callable[[], object]) -> tuple[list[object], list[Refused]]:
    """Starts every attempt at the same moment in a thread of its own; returns what came back and what was refused.

    Anything but a refusal fails the test.
    """
    gate = threading.Barrier(len(attempts))
    results: list[object] = []
    refusals: list[Refused] = []
    mistakes: list[BaseException] = []

    def run(attempt: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            results.append(attempt())
        except Refused as refusal:
            refusals.append(refusal)
        except BaseException as mistake:  # noqa: BLE001  # reported by the assertion below
            mistakes.append(mistake)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not mistakes, mistakes
    return results, refusals


def taking(person, demand, **options):
    return lambda: actions.sign_up(person=person, demand=demand, by=person, **options)


def leaving(person, shift):
    return lambda: actions.withdraw(person=person, shift=shift, by=person)


@pytest.mark.parametrize("_round", range(20))
def test_fifty_people_five_places_exactly_five_seats(_round):
    demand = make_demand(capacity=5)
    crowd = [make_person() for _ in range(50)]
    results, refusals = race(*[taking(person, demand) for person in crowd])
    assert (len(results), len(refusals)) == (5, 45)
    assert {type(refusal) for refusal in refusals} == {actions.ShiftFull}
    assert Signup.objects.holding().filter(demand=demand).count() == 5
    assert OutgoingMail.objects.filter(key__startswith="shift_confirmed").count() == 5


def test_everybody_waits_in_line_and_nobody_twice():
    demand = make_demand(capacity=2)
    crowd = [make_person() for _ in range(20)]
    results, refusals = race(*[taking(person, demand, wait=True) for person in crowd])
    assert (len(results), len(refusals)) == (20, 0)
    assert Signup.objects.filter(demand=demand, status=Status.CONFIRMED).count() == 2
    assert Signup.objects.filter(demand=demand, status=Status.WAITLISTED).count() == 18


@pytest.mark.parametrize("_round", range(5))
def test_a_place_that_is_given_back_is_never_given_out_twice(_round):
    demand = make_demand(capacity=3)
    holders = [make_signup(demand=demand).person for _ in range(3)]
    waiting = [make_signup(demand=demand, wait=True) for _ in range(4)]
    newcomers = [make_person() for _ in range(6)]
    race(
        *[leaving(person, demand.shift) for person in holders],
        *[taking(person, demand) for person in newcomers],
        lambda: actions.expire_offers(demand=demand),
    )
    assert Signup.objects.holding().filter(demand=demand).count() == 3
    statuses = [Signup.objects.get(pk=signup.pk).status for signup in waiting]
    assert statuses == [Status.OFFERED, Status.OFFERED, Status.OFFERED, Status.WAITLISTED]


@pytest.mark.parametrize("_round", range(5))
def test_one_person_gets_one_of_two_shifts_at_the_same_time(_round):
    place, person = make_place(), make_person()
    start = timezone.now() + dt.timedelta(days=5)
    one, other = make_demand(start=start, place=place), make_demand(start=start + dt.timedelta(hours=1), place=place)
    results, refusals = race(taking(person, one), taking(person, other))
    assert (len(results), [type(refusal) for refusal in refusals]) == (1, [actions.Overlapping])


@pytest.mark.parametrize("_round", range(5))
def test_a_double_click_takes_one_place_and_writes_one_mail(_round):
    demand, person = make_demand(), make_person()
    results, refusals = race(*[taking(person, demand)] * 4)
    assert (len(results), {type(refusal) for refusal in refusals}) == (1, {actions.AlreadySignedUp})
    assert OutgoingMail.objects.count() == 1
    assert SignupEvent.objects.count() == 1


def test_a_person_is_offered_a_place_or_takes_another_at_that_time_never_both():
    place = make_place()
    start = timezone.now() + dt.timedelta(days=5)
    for _ in range(5):
        full, other = make_demand(start=start, capacity=1, place=place), make_demand(start=start, place=place)
        holder = make_signup(demand=full).person
        waiting = make_signup(demand=full, wait=True).person
        race(leaving(holder, full.shift), taking(waiting, other))
        assert Signup.objects.filter(person=waiting, status__in=HOLDING).count() == 1


def test_two_who_wait_for_each_others_shift_do_not_lock_each_other_out():
    for _ in range(5):
        one, other = make_demand(capacity=1), make_demand(capacity=1, start=timezone.now() + dt.timedelta(days=9))
        first, second = make_signup(demand=one).person, make_signup(demand=other).person
        make_signup(demand=one, person=second, wait=True)
        make_signup(demand=other, person=first, wait=True)
        results, refusals = race(leaving(first, one.shift), leaving(second, other.shift))
        assert (len(results), refusals) == (2, [])
        assert Signup.objects.filter(status=Status.OFFERED, demand__in=[one, other]).count() == 2


def test_cancelling_meets_signing_up_and_nobody_keeps_a_place():
    boss = make_person()
    for _ in range(5):
        demand = make_demand(capacity=9)
        race(
            *[taking(make_person(), demand) for _ in range(5)],
            lambda demand=demand: actions.cancel_shift(shift=demand.shift, by=boss, reason_ja="台風"),
        )
        assert not Signup.objects.holding().filter(demand=demand).exists()


def test_the_database_itself_refuses_two_places_at_one_time():
    place, person = make_place(), make_person()
    signup = make_signup(person=person, demand=make_demand(place=place))
    overlapping = make_demand(
        shift=make_shift(start=signup.period_end - dt.timedelta(minutes=1), place=place), capacity=5
    )
    touching = make_demand(shift=make_shift(start=signup.period_end, place=place), capacity=5)

    def write(demand):
        Signup.objects.create(
            demand=demand, shift=demand.shift, person=person, status=Status.CONFIRMED,
            **demand.shift.times(),
        )  # fmt: skip

    with pytest.raises(IntegrityError, match="nobody_is_in_two_places"), transaction.atomic():
        write(overlapping)
    write(touching)
    assert Signup.objects.holding().filter(person=person).count() == 2


def test_the_database_itself_leaves_time_to_travel_between_two_places():
    person = make_person()
    signup = make_signup(person=person, demand=make_demand(place=make_place(travel_minutes=45)))
    near = make_demand(start=signup.period_end + dt.timedelta(minutes=59), capacity=5)  # people meet 15 minutes before
    far = make_demand(start=signup.period_end + dt.timedelta(minutes=60), capacity=5)

    def write(demand):
        Signup.objects.create(
            demand=demand, shift=demand.shift, person=person, status=Status.CONFIRMED, **demand.shift.times()
        )

    with pytest.raises(IntegrityError, match="between_two_places_there_is_time_to_travel"), transaction.atomic():
        write(near)
    write(far)
    assert Signup.objects.holding().filter(person=person).count() == 2


@pytest.mark.parametrize("name", ["nobody_is_in_two_places", "between_two_places_there_is_time_to_travel"])
def test_the_states_of_the_constraint_are_the_states_that_hold_a_place(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
    assert {status for status in Status.values if f"'{status}'" in definition} == set(HOLDING)
