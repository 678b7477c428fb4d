"""Any order of edits: dates come once, and nobody who signed up is lost without a word (calendars.md 6 and 8)."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.mail.models import OutgoingMail
from portal.people.errors import Refused
from tests.factories.people import make_person
from tests.factories.volunteers import make_series, tokyo
from volunteers import actions
from volunteers.models import Shift, ShiftSeries, ShiftState, Signup, Status
from volunteers.queries import Change, effects_of

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 8)

RULES = st.sampled_from(
    [
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=MONTHLY;BYDAY=1SA,3SA",
        "FREQ=MONTHLY;BYMONTHDAY=1,-1",
        "FREQ=DAILY;INTERVAL=3",
    ]
)
CLOCKS = st.sampled_from([(7, 9), (10, 13), (18, 21), (22, 1)])
NUMBERS = st.integers(0, 9)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("rule"), RULES, NUMBERS),
        st.tuples(st.just("clock"), CLOCKS, NUMBERS),
        st.tuples(st.just("cut"), CLOCKS, NUMBERS),
        st.tuples(st.just("cut-rule"), RULES, NUMBERS),
        st.tuples(st.just("move"), st.integers(-2, 2), NUMBERS),
        st.tuples(st.just("cancel"), st.none(), NUMBERS),
        st.tuples(st.just("leave-out"), st.none(), NUMBERS),
        st.tuples(st.just("take"), st.none(), NUMBERS),
        st.tuples(st.just("end"), st.none(), NUMBERS),
        st.tuples(st.just("days-pass"), st.integers(1, 9), NUMBERS),
    ),
    min_size=1,
    max_size=5,
)


def clock_facts(clock):
    return {"meets": dt.time(clock[0]), "begins": dt.time(clock[0]), "ends": dt.time(clock[1])}


def upcoming(number):
    """One of the dates that lie ahead."""
    live = Shift.objects.filter(start__gt=timezone.now()).exclude(state=ShiftState.CANCELLED)
    shifts = list(live.select_related("series").order_by("start", "pk"))
    return shifts[number % len(shifts)] if shifts else None


def move(shift, days, say):
    by = dt.timedelta(days=days, hours=1)
    times = {name: getattr(shift, name) + by for name in ("report_at", "start", "end")}
    actions.change_time(shift=shift, by=say["by"], **times)


def take(shift, _value, _say):
    person = make_person()
    actions.sign_up(person=person, demand=shift.demands.get(), by=person)


def change(shift, facts, say, **since):
    actions.change_series(series=shift.series, change=Change(facts=facts), **since, **say)


KINDS = {
    "rule": lambda shift, rule, say: change(shift, {"rule": rule}, say),
    "clock": lambda shift, clock, say: change(shift, clock_facts(clock), say),
    "cut": lambda shift, clock, say: change(shift, clock_facts(clock), say, since=shift.occurrence_date),
    "cut-rule": lambda shift, rule, say: change(shift, {"rule": rule}, say, since=shift.occurrence_date),
    "move": move,
    "take": take,
    "cancel": lambda shift, _value, say: actions.cancel_shift(shift=shift, **say),
    "leave-out": lambda shift, _value, say: actions.leave_out(series=shift.series, day=shift.occurrence_date, **say),
    "end": lambda shift, _value, say: actions.end_series(series=shift.series, since=shift.occurrence_date, **say),
}


def edit(step, traveller, boss):
    """One thing that a coordinator, a volunteer or the calendar does."""
    kind, value, number = step
    if kind == "days-pass":
        traveller.shift(dt.timedelta(days=value))
    elif shift := upcoming(number):
        KINDS[kind](shift, value, {"by": boss, "reason_ja": "予定の変更"} if kind != "move" else {"by": boss})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES, edits=EDITS)
def test_edits_in_any_order_make_no_ghost_and_lose_nobody_silently(rule, edits):
    with time_machine.travel(NOW, tick=False) as traveller, transaction.atomic():
        live_through(rule, edits, traveller)
        transaction.set_rollback(True)  # examples share no rows


def live_through(rule, edits, traveller):
    boss = make_person()
    make_series(rule=rule)
    for shift in Shift.objects.order_by("start")[:3]:
        take(shift, None, None)
    for step in edits:
        before = {shift.pk: shift for shift in Shift.objects.all()}
        try:
            edit(step, traveller, boss)
        except Refused:
            assert {shift.pk: shift.start for shift in Shift.objects.all()} == {
                pk: shift.start for pk, shift in before.items()
            }
        check_calendars(before)
        check_people()
        check_regeneration()


def check_calendars(before):
    """UID for life; SEQUENCE rises by one where time, place, title or state changed, and nowhere else."""
    shown = ("start", "end", "place_id", "title_ja", "title_en", "state")
    for shift in Shift.objects.filter(pk__in=before):
        old = before[shift.pk]
        changed = any(getattr(shift, name) != getattr(old, name) for name in shown)
        assert shift.calendar_uid == old.calendar_uid
        assert shift.calendar_sequence == old.calendar_sequence + changed


def check_people():
    """Every sign-up is where its shift is, or was cancelled with a mail."""
    for signup in Signup.objects.select_related("shift", "person"):
        if signup.status == Status.CONFIRMED:
            assert (signup.period_start, signup.period_end) == (signup.shift.start, signup.shift.end)
            assert not signup.shift.is_cancelled
        else:
            assert signup.status == Status.CANCELLED_BY_TEAM
            mails = OutgoingMail.objects.filter(to=[signup.person.email], key__startswith="shift_cancelled")
            assert mails.count() == 1


def check_regeneration():
    """A further round makes nothing; a day of a series has one shift; an edit without a change has no effect."""
    for series in ShiftSeries.objects.all():
        actions.make_occurrences(series=series)
        assert actions.make_occurrences(series=series) == []
        days = list(Shift.objects.filter(series=series).values_list("occurrence_date", flat=True))
        assert len(days) == len(set(days))
        assert {effect.kind for effect in effects_of(series, Change(), now=timezone.now())} <= {"keep"}
