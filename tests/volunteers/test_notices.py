"""Notices to leads and digests to coordinators: by due time, once each, never lost after an outage (volunteering.md 8)."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.contrib.auth.models import Group
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_shift, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.actions.digesting import last_due
from volunteers.models import Coordinator, DigestRun, Escalation, Shift

pytestmark = pytest.mark.django_db
MONDAY = tokyo(2027, 1, 4, 8)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(tokyo(2026, 12, 20, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead():
    return make_person(is_staff=True, language="en", latin_name="Mori Aya")


def short_shift(lead=None, start=None, **fields):
    return make_demand(
        shift=make_shift(start=start or tokyo(2027, 1, 12, 10), lead=lead), **({"min_needed": 2} | fields)
    )


def told():
    return OutgoingMail.objects.filter(key__startswith="shift_escalated").order_by("pk")


class TestEscalation:
    def test_the_lead_hears_once_per_threshold_in_their_language(self, clock, lead):
        short_shift(lead)
        for moment in (
            tokyo(2027, 1, 5, 8),
            tokyo(2027, 1, 5, 9),
            tokyo(2027, 1, 5, 15),
            tokyo(2027, 1, 9, 9),
            tokyo(2027, 1, 11, 9),
        ):
            clock.move_to(moment)
            actions.escalate_shifts()
            actions.escalate_shifts()
        assert [mail.subject.split(":")[0] for mail in told()] == ["2 people missing"] * 3
        assert {mail.recipients for mail in told()} == {lead.email}

    def test_after_an_outage_the_most_urgent_notice_goes_late_and_the_others_not_at_all(self, clock, lead):
        short_shift(lead)
        clock.move_to(tokyo(2027, 1, 11, 20))
        assert (actions.escalate_shifts(), actions.escalate_shifts()) == (1, 0)
        assert list(Escalation.objects.order_by("-days").values_list("days", "sent")) == [
            (7, False),
            (3, False),
            (1, True),
        ]
        assert told().count() == 1

    def test_a_gap_that_opens_later_is_told_at_once(self, clock, lead):
        demand = short_shift(lead, min_needed=1)
        signup = make_signup(demand=demand)
        clock.move_to(tokyo(2027, 1, 6, 12))
        assert actions.escalate_shifts() == 0
        actions.withdraw(person=signup.person, shift=demand.shift, by=signup.person)
        assert actions.escalate_shifts() == 1

    def test_nobody_hears_of_cancelled_shifts_or_drafts_or_what_has_begun(self, clock, lead):
        cancelled = short_shift(lead)
        actions.cancel_shift(shift=cancelled.shift, by=lead)
        begun = short_shift(lead, start=tokyo(2027, 1, 11, 8))
        Shift.objects.filter(pk=begun.shift_id).update(state="closed")
        draft = short_shift(lead)
        Shift.objects.filter(pk=draft.shift_id).update(state="draft")
        clock.move_to(tokyo(2027, 1, 11, 9))
        assert actions.escalate_shifts() == 0

    def test_a_shift_without_a_lead_is_told_to_the_coordinators_of_its_place(self, clock):
        demand = short_shift()
        near, far = make_coordinator(places=[demand.shift.place]), make_coordinator()
        clock.move_to(tokyo(2027, 1, 5, 9))
        actions.escalate_shifts()
        assert [mail.recipients for mail in told()] == [near.email]
        assert far.email not in {mail.recipients for mail in told()}

    def test_a_moved_shift_counts_anew(self, clock, lead):
        demand = short_shift(lead)
        clock.move_to(tokyo(2027, 1, 5, 9))
        actions.escalate_shifts()
        start = tokyo(2027, 2, 12, 10)
        actions.change_time(
            shift=demand.shift, report_at=start, start=start, end=start + dt.timedelta(hours=2), by=lead
        )
        clock.move_to(tokyo(2027, 2, 5, 9))
        assert actions.escalate_shifts() == 1


class TestDigest:
    @pytest.fixture(autouse=True)
    def something_to_say(self):
        self.demand = short_shift(start=tokyo(2027, 1, 12, 10))

    def general(self, **fields):
        person = make_person(is_staff=True, **fields)
        person.groups.add(Group.objects.get(name="Coordinators"))
        return person

    def mails(self):
        return OutgoingMail.objects.filter(key__startswith="shift_digest")

    def test_it_is_due_on_monday_at_eight_in_tokyo(self):
        assert last_due("weekly", now=MONDAY - dt.timedelta(seconds=1)) == MONDAY - dt.timedelta(days=7)
        assert last_due("weekly", now=MONDAY) == MONDAY
        assert last_due("daily", now=MONDAY + dt.timedelta(days=1, hours=-1)) == MONDAY
        assert last_due("never", now=MONDAY) is None

    def test_it_goes_once_in_the_readers_language_and_names_what_is_at_risk(self, clock):
        reader = self.general(language="en")
        clock.move_to(MONDAY)
        assert (actions.send_digests(), actions.send_digests()) == (1, 0)
        (mail,) = self.mails()
        assert mail.recipients == reader.email
        assert "nobody leads it" in mail.text
        assert f"/office/volunteering/shifts/{self.demand.shift_id}/" in mail.text

    def test_after_an_outage_it_comes_late_and_only_the_newest(self, clock):
        self.general()
        clock.move_to(MONDAY - dt.timedelta(days=7))
        actions.send_digests()
        clock.move_to(MONDAY + dt.timedelta(days=9))
        actions.send_digests()
        assert [run.due for run in DigestRun.objects.all()] == [
            MONDAY - dt.timedelta(days=7),
            MONDAY + dt.timedelta(days=7),
        ]

    def test_where_nothing_needs_anybody_there_is_no_mail_and_it_is_settled(self, clock):
        self.general()
        actions.cancel_shift(shift=self.demand.shift, by=make_person())
        clock.move_to(MONDAY)
        assert actions.send_digests() == 0
        assert list(DigestRun.objects.values_list("sent", flat=True)) == [False]

    def test_daily_readers_hear_every_day_and_others_never(self, clock):
        for choice in ("daily", "never"):
            actions.choose_digest(person=self.general(), digest=choice)
        for day in range(3):
            clock.move_to(MONDAY + dt.timedelta(days=day))
            actions.send_digests()
        assert self.mails().count() == 3
        assert {mail.recipients for mail in self.mails()} == {Coordinator.objects.get(digest="daily").person.email}

    def test_a_new_coordinator_begins_with_the_next_digest_and_not_with_last_weeks(self, clock):
        clock.move_to(MONDAY + dt.timedelta(days=1))
        self.general()
        assert actions.send_digests() == 0
        clock.move_to(MONDAY + dt.timedelta(days=7))
        self.demand = short_shift(start=MONDAY + dt.timedelta(days=10))
        assert actions.send_digests() == 1

    def test_who_chooses_daily_in_the_afternoon_hears_next_morning(self, clock):
        reader = self.general()
        clock.move_to(MONDAY)
        actions.send_digests()
        clock.move_to(MONDAY + dt.timedelta(days=1, hours=6))
        actions.choose_digest(person=reader, digest="daily")
        assert actions.send_digests() == 0
        clock.move_to(MONDAY + dt.timedelta(days=2))
        assert actions.send_digests() == 1

    def test_a_limited_reader_hears_of_their_places_only(self, clock):
        make_coordinator()
        clock.move_to(MONDAY)
        assert actions.send_digests() == 0


FIRST = tokyo(2027, 1, 3, 10)
HOURS = 24 * 9  # until the shift begins


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(0, HOURS - 1), min_size=1, max_size=12))
def test_in_whatever_rhythm_the_tasks_run_nothing_is_sent_twice_and_nothing_is_lost(clock, hours):
    """Outages, doubled runs, any rhythm: the last run sees to it that what is due by then has gone out, once."""
    clock.move_to(FIRST)
    reader, place = make_person(), make_place()
    coordinator = make_coordinator(places=[place])
    start = FIRST + dt.timedelta(hours=HOURS)
    demand = make_demand(shift=make_shift(start=start, place=place), min_needed=2)
    make_signup(demand=demand, person=reader)
    actions.send_digests()  # the coordinator is known from here on: the next digest is their first
    runs = [FIRST + dt.timedelta(hours=hour) for hour in sorted(hours)]
    for moment in runs:
        clock.move_to(moment)
        for task in (actions.escalate_shifts, actions.send_digests, actions.send_reminders, actions.escalate_shifts):
            task()
    written = list(
        OutgoingMail.objects.filter(to__in=[[reader.email], [coordinator.email]]).values_list("key", flat=True)
    )
    kinds = Counter(key.split(":")[0] for key in written)
    due = {days: tokyo(2027, 1, 12 - days, 9) for days in (7, 3, 1)}
    heard = {max((days for days in due if due[days] <= run), default=None, key=lambda days: due[days]) for run in runs}
    assert kinds["shift_escalated"] == len(heard - {None})
    assert kinds["shift_reminder"] == (runs[-1] >= tokyo(2027, 1, 11, 17))
    begun = {last_due("weekly", now=FIRST)}
    assert kinds["shift_digest"] == len({last_due("weekly", now=run) for run in runs} - begun)
