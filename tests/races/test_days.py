"""Two phones, one list: real threads, real PostgreSQL (volunteering.md 9, 10)."""

import datetime as dt
import itertools
import uuid

import pytest
import time_machine
from django.utils import timezone

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup
from tests.races.test_volunteers import race
from volunteers import actions, queries
from volunteers.actions import Arrival, Tap
from volunteers.models import Guest, HoursClaim, HoursEntry, Mark, Signup, SignupEvent, Status

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


@pytest.fixture
def begun():
    """A shift that people signed up for yesterday and that began an hour ago; (demand, sign-ups)."""
    start = timezone.now().replace(microsecond=0) - dt.timedelta(hours=1)
    with time_machine.travel(start - dt.timedelta(days=1)):
        demand = make_demand(start=start, hours=3, capacity=4)
        signups = [make_signup(demand=demand) for _ in range(2)]
    return demand, signups


def sending(shift, taps, by):
    """A phone that sends its queue."""
    return lambda: [actions.mark(shift=shift, tap=tap, by=by) for tap in taps]


def test_two_phones_send_the_same_queue_at_the_same_moment_and_every_mark_counts_once(begun):
    demand, signups = begun
    captains, start = [make_person(), make_person()], demand.shift.start
    for number in range(ROUNDS):
        at = start + dt.timedelta(minutes=number)
        kinds = ["here", "left"] if number % 2 else ["here", "no_show"]
        taps = [
            Tap(kind=kind, signup=s.pk, at=at + dt.timedelta(seconds=n))
            for s in signups
            for n, kind in enumerate(kinds)
        ]
        before = Mark.objects.count()

        results, refusals = race(
            sending(demand.shift, taps, captains[0]),
            sending(demand.shift, list(reversed(taps)), captains[1]),
            sending(demand.shift, taps, captains[0]),
        )

        assert (len(results), refusals) == (3, [])
        assert Mark.objects.count() == before + len(taps)
        expected = Status.CHECKED_IN if number % 2 else Status.NO_SHOW
        assert {s.status for s in Signup.objects.filter(demand=demand)} == {expected}


def test_phones_that_disagree_come_to_the_last_by_the_clock_and_every_step_is_in_the_table(begun):
    demand, signups = begun
    one, other, start = make_person(), make_person(), demand.shift.start
    for number in range(ROUNDS):
        at = start + dt.timedelta(minutes=number)
        early = [Tap(kind="no_show", signup=s.pk, at=at) for s in signups]
        late = [Tap(kind="here", signup=s.pk, at=at + dt.timedelta(seconds=30)) for s in signups]
        race(sending(demand.shift, early, one), sending(demand.shift, late[::-1], other))
        assert {s.status for s in Signup.objects.filter(demand=demand)} == {Status.CHECKED_IN}
    for signup in signups:
        steps = list(SignupEvent.objects.filter(signup=signup).order_by("pk"))
        assert all(after.from_status == before.to_status for before, after in itertools.pairwise(steps))


def test_one_arrival_sent_by_two_phones_is_one_guest_and_the_last_place_goes_to_one(begun):
    demand, _signups = begun
    by = make_person()
    for number in range(ROUNDS):
        Guest.objects.filter(demand=demand).update(taken_back_at=timezone.now())
        same = Arrival(demand=demand.pk, name=f"来た人{number}", key=uuid.uuid4())
        race(*[lambda same=same: actions.walk_in(shift=demand.shift, arrival=same, by=by)] * 3)
        assert Guest.objects.filter(demand=demand, name=same.name).count() == 1
        others = [Arrival(demand=demand.pk, name=f"ほか{number}{n}") for n in range(3)]
        results, _ = race(*[lambda a=a: actions.walk_in(shift=demand.shift, arrival=a, by=by) for a in others])
        assert sorted(bool(row.refused) for row in results) == [False, True, True]
        assert Guest.objects.filter(demand=demand, taken_back_at__isnull=True).count() == 2


def test_hours_are_approved_once_by_two_leads_and_closing_twice_proposes_once(begun):
    demand, signups = begun
    leads = [make_person(), make_person()]
    for signup in signups:
        actions.mark(shift=demand.shift, tap=Tap(kind="here", signup=signup.pk, at=demand.shift.start), by=leads[0])
    with time_machine.travel(demand.shift.end):
        race(*[lambda lead=lead: actions.close_list(shift=demand.shift, by=lead) for lead in leads])
        assert HoursClaim.objects.count() == len(signups)
        for claim in HoursClaim.objects.all():
            race(
                *[lambda lead=lead, claim=claim: actions.approve_hours(claim=claim, by=lead) for lead in leads],
                lambda claim=claim: actions.correct_hours(
                    signup=claim.signup, start=claim.start, end=claim.end, by=claim.signup.person
                ),
            )
    for signup in signups:
        assert HoursEntry.objects.standing().filter(signup=signup).count() <= 1
        assert queries.minutes_of(signup.person) in {0, 180}
        assert HoursClaim.objects.filter(signup=signup, decision="open").count() <= 1
