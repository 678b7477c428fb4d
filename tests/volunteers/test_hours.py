"""Hours: only approved ones count, nobody approves their own, mistakes are taken back by reversing (volunteering.md 10)."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from volunteers import actions, queries
from volunteers.actions import Tap
from volunteers.models import Guest, HoursClaim, HoursEntry, Mark, Signup, Status

START = tokyo(2027, 1, 12, 10)
DAY_BEFORE = START - dt.timedelta(days=1)
K, Decision, Source = Mark.Kind, HoursClaim.Decision, HoursClaim.Source


def minutes(number: float) -> dt.datetime:
    return START + dt.timedelta(minutes=number)


def attended(clock, *marks, person=None, start=START):
    """Somebody whose list was closed at the end of a three-hour shift, with these (kind, minute) marks."""
    clock.move_to(start - dt.timedelta(days=1))
    signup, captain = make_signup(demand=make_demand(start=start, hours=3), person=person), make_person()
    clock.move_to(start + dt.timedelta(hours=3))
    for kind, minute in marks or [(K.HERE, 0)]:
        at = start + dt.timedelta(minutes=minute)
        actions.mark(shift=signup.shift, tap=Tap(kind=kind, signup=signup.pk, at=at), by=captain)
    actions.close_list(shift=signup.shift, by=captain)
    return Signup.objects.get(pk=signup.pk)


@pytest.fixture
def clock():
    with time_machine.travel(DAY_BEFORE, tick=False) as traveller:
        yield traveller


# --- closing and proposing --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("marks", "since", "until", "source"),
    [
        ([(K.HERE, -5)], 0, 180, Source.SHIFT),
        ([(K.HERE, 30)], 0, 180, Source.SHIFT),
        ([(K.HERE, 31)], 31, 180, Source.TIMES),
        ([(K.HERE, 0), (K.LEFT, 120)], 0, 120, Source.TIMES),
        ([(K.HERE, 0), (K.LEFT, 120), (K.HERE, 130)], 0, 180, Source.SHIFT),
        ([(K.HERE, 40), (K.LEFT, 35)], 40, 180, Source.TIMES),
    ],
)
def test_hours_are_proposed_from_the_shift_or_from_what_the_list_knows_better(clock, marks, since, until, source):
    claim = attended(clock, *marks).claims.get()
    assert (claim.start, claim.end, claim.source) == (minutes(since), minutes(until), source)
    assert claim.decision == Decision.OPEN


@pytest.mark.django_db
def test_nothing_counts_before_somebody_approves(clock):
    signup = attended(clock)
    assert queries.minutes_of(signup.person) == 0
    actions.approve_hours(claim=signup.claims.get(), by=make_person())
    assert queries.minutes_of(signup.person) == 180


@pytest.mark.django_db
def test_the_list_is_not_closed_while_people_work_and_closing_twice_changes_nothing(clock):
    signup = make_signup(demand=make_demand(start=START, hours=3))
    clock.move_to(minutes(149))
    actions.mark(shift=signup.shift, tap=Tap(kind=K.HERE, signup=signup.pk), by=make_person())
    with pytest.raises(actions.NotNow):
        actions.close_list(shift=signup.shift, by=make_person())
    clock.move_to(minutes(150))
    assert [actions.close_list(shift=signup.shift, by=make_person()) for _ in range(2)] == [1, 0]
    assert HoursClaim.objects.count() == 1


@pytest.mark.django_db
def test_a_forgotten_list_closes_by_itself_and_says_nothing_about_who_was_not_marked(clock):
    demand = make_demand(start=START, hours=3)
    here, unmarked = make_signup(demand=demand), make_signup(demand=demand)
    clock.move_to(minutes(10))
    actions.mark(shift=demand.shift, tap=Tap(kind=K.HERE, signup=here.pk), by=make_person())
    clock.move_to(minutes(180 + 359))
    assert actions.close_lists_left_open() == 0
    clock.move_to(minutes(180 + 360))
    assert [actions.close_lists_left_open() for _ in range(2)] == [1, 0]
    states = [Signup.objects.get(pk=signup.pk).status for signup in (here, unmarked)]
    assert states == [Status.ATTENDED, Status.CONFIRMED]


# --- correcting and approving -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_people_cannot_widen_their_own_times_themselves(clock):
    signup = attended(clock)
    actions.approve_hours(claim=signup.claims.get(), by=make_person())
    wider = actions.correct_hours(signup=signup, start=minutes(-60), end=minutes(240), by=signup.person)
    assert queries.minutes_of(signup.person) == 180
    with pytest.raises(actions.HoursRefused):
        actions.approve_hours(claim=wider, by=signup.person)
    assert queries.minutes_of(signup.person) == 180
    actions.approve_hours(claim=wider, by=make_person())
    assert queries.minutes_of(signup.person) == 300


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "possible"),
    [(-195, 540, True), (-196, 180, False), (0, 541, False), (100, 100, False), (0, 1, True)],
)
def test_times_belong_to_the_shift(clock, since, until, possible):
    signup = attended(clock)
    if possible:
        assert actions.correct_hours(signup=signup, start=minutes(since), end=minutes(until), by=signup.person)
    else:
        with pytest.raises(actions.HoursRefused):
            actions.correct_hours(signup=signup, start=minutes(since), end=minutes(until), by=signup.person)
        assert signup.claims.get().source == Source.SHIFT


@pytest.mark.django_db
def test_a_claim_is_decided_once(clock):
    claim = attended(clock).claims.get()
    actions.decline_hours(claim=claim, by=make_person(), reason="その日はお休みでした")
    with pytest.raises(actions.HoursRefused):
        actions.approve_hours(claim=claim, by=make_person())
    assert HoursEntry.objects.count() == 0


@pytest.mark.django_db
def test_saying_no_needs_a_reason(clock):
    claim, by = attended(clock).claims.get(), make_person()
    with pytest.raises(actions.HoursRefused):
        actions.decline_hours(claim=claim, by=by, reason="  ")
    entry = actions.approve_hours(claim=claim, by=by)
    with pytest.raises(actions.HoursRefused):
        actions.take_back_hours(entry=entry, by=by, reason="")


@pytest.mark.django_db
def test_a_batch_goes_on_past_what_cannot_be_approved(clock):
    lead = make_person()
    claims = [attended(clock).claims.get(), attended(clock, person=lead).claims.get(), attended(clock).claims.get()]
    approved, sentences = actions.approve_all(claims=claims, by=lead)
    assert (approved, len(sentences)) == (2, 1)
    assert queries.minutes_of(lead) == 0


@pytest.mark.django_db
def test_hours_of_the_first_morning_of_a_month_belong_to_that_month(clock):
    start = tokyo(2027, 2, 1, 7)
    signup = attended(clock, start=start)
    entry = actions.approve_hours(claim=signup.claims.get(), by=make_person())
    assert entry.day == dt.date(2027, 2, 1)
    assert queries.my_hours(signup.person).months[-1] == (dt.date(2027, 2, 1), 3.0)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"minutes": 600}, {"reason": "別の理由"}])
def test_approved_hours_are_never_rewritten(clock, change):
    entry = actions.approve_hours(claim=attended(clock).claims.get(), by=make_person())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HoursEntry.objects.filter(pk=entry.pk).update(**change)


# --- thanks and guests ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_thanks_are_sent_the_next_morning_once_in_the_language_of_the_person(clock):
    signup = attended(clock, person=make_person(language="en"))
    OutgoingMail.objects.all().delete()
    clock.move_to(tokyo(2027, 1, 12, 23))
    assert actions.send_thanks() == 0
    clock.move_to(tokyo(2027, 1, 13, 8, 59))
    assert actions.send_thanks() == 0
    clock.move_to(tokyo(2027, 1, 13, 9))
    assert [actions.send_thanks() for _ in range(2)] == [1, 0]
    mail = OutgoingMail.objects.get()
    assert mail.to == [signup.person.email] or signup.person.email in str(mail.to)
    assert "from 10:00 to 13:00" in mail.text


@pytest.mark.django_db
def test_an_outage_delays_thanks_and_after_a_week_it_is_too_late_for_them(clock):
    attended(clock)
    clock.move_to(tokyo(2027, 1, 19, 9))
    assert actions.send_thanks() == 1
    attended(clock, start=START + dt.timedelta(days=10))
    clock.move_to(tokyo(2027, 1, 30, 9))
    assert actions.send_thanks() == 0


@pytest.mark.django_db
def test_names_of_guests_are_forgotten_after_thirty_days(clock):
    demand = make_demand(start=START, hours=3)
    clock.move_to(minutes(5))
    actions.walk_in(shift=demand.shift, arrival=actions.Arrival(demand=demand.pk, name="佐藤"), by=make_person())
    clock.move_to(demand.shift.end + dt.timedelta(days=30) - dt.timedelta(minutes=1))
    assert actions.forget_guests() == 0
    clock.move_to(demand.shift.end + dt.timedelta(days=30))
    assert actions.forget_guests() == 1
    assert Guest.objects.get().name == ""


# --- any way through -----------------------------------------------------------------------------------------------


class Ledger(RuleBasedStateMachine):
    """Claims are corrected, approved, declined and taken back in any order; a plain account is kept beside."""

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(DAY_BEFORE, tick=False)
        traveller = self.clock.start()
        self.signup = attended(traveller)
        self.person, self.lead = self.signup.person, make_person()
        self.open, self.counts = 180, 0

    def teardown(self):
        self.clock.stop()

    def claim(self):
        return HoursClaim.objects.get(signup=self.signup, decision=Decision.OPEN)

    @rule(since=st.integers(-60, 60), length=st.integers(1, 300), own=st.booleans())
    def correct(self, since, length, own):
        by = self.person if own else self.lead
        actions.correct_hours(signup=self.signup, start=minutes(since), end=minutes(since + length), by=by)
        self.open = length

    @precondition(lambda self: self.open)
    @rule()
    def approve(self):
        actions.approve_hours(claim=self.claim(), by=self.lead)
        self.open, self.counts = 0, self.open

    @precondition(lambda self: self.open)
    @rule()
    def approve_oneself(self):
        with pytest.raises(actions.HoursRefused):
            actions.approve_hours(claim=self.claim(), by=self.person)

    @precondition(lambda self: self.open)
    @rule()
    def decline(self):
        actions.decline_hours(claim=self.claim(), by=self.lead, reason="違う日です")
        self.open = 0

    @precondition(lambda self: self.counts)
    @rule()
    def take_back(self):
        entry = HoursEntry.objects.standing().get(signup=self.signup)
        actions.take_back_hours(entry=entry, by=self.lead, reason="二重でした")
        with pytest.raises(actions.HoursRefused):
            actions.take_back_hours(entry=entry, by=self.lead, reason="もう一度")
        self.counts = 0

    @invariant()
    def what_counts_is_what_was_approved_last(self):
        entries = HoursEntry.objects.filter(signup=self.signup)
        assert entries.minutes() == queries.minutes_of(self.person) == self.counts
        assert entries.standing().count() == bool(self.counts)
        assert all(entry.minutes == -entry.reverses.minutes for entry in entries.filter(reverses__isnull=False))


class TestAnyWayThroughTheLedger(Ledger.TestCase, TestCase):
    settings = hypothesis_settings(
        max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
