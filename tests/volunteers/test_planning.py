"""What coordinators change, and whom it reaches (volunteering.md, rules 2, 5, 6 and 8; calendars.md 6–9)."""

import datetime as dt

import pytest
import time_machine

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from volunteers import actions, tasks
from volunteers.models import Demand, Shift, ShiftState, Signup, Status

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)


@pytest.fixture
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def boss():
    return make_person()


def mails_of(person):
    return list(OutgoingMail.objects.filter(to=[person.email]).order_by("pk"))


def test_cancelling_is_soft_and_tells_everybody_in_their_language_with_two_alternatives(travel, boss):
    demand = make_demand(start=START, capacity=1)
    going = make_signup(demand=demand, person=make_person(language="en"))
    waiting = make_signup(demand=demand, wait=True)
    role = make_role(name_ja="代わりの仕事", name_en="Other work")
    for days in (1, 2, 3):
        make_demand(start=START + dt.timedelta(days=days), role=role)
    shift = actions.cancel_shift(shift=demand.shift, by=boss, reason_ja="台風のため", reason_en="A typhoon is coming")
    assert (shift.state, shift.calendar_sequence) == (ShiftState.CANCELLED, 1)
    assert set(Signup.objects.values_list("status", flat=True)) == {Status.CANCELLED_BY_TEAM}
    english, japanese = mails_of(going.person)[-1], mails_of(waiting.person)[-1]
    assert english.subject.startswith("Cancelled:")
    assert "A typhoon is coming" in english.text
    assert english.text.count("Other work") == 2
    assert japanese.subject.startswith("中止のお知らせ")
    assert "台風のため" in japanese.text
    assert japanese.text.count("代わりの仕事") == 2


def test_a_cancelled_shift_cannot_be_cancelled_again(travel, boss):
    shift = make_demand(start=START).shift
    actions.cancel_shift(shift=shift, by=boss)
    with pytest.raises(actions.ShiftCancelled):
        actions.cancel_shift(shift=shift, by=boss)


def test_a_shift_that_is_over_cannot_be_cancelled(travel, boss):
    shift = make_demand(start=NOW - dt.timedelta(days=1)).shift
    with pytest.raises(actions.ShiftHasBegun):
        actions.cancel_shift(shift=shift, by=boss)


def test_fewer_places_than_are_taken_drop_nobody(travel, boss):
    demand = make_demand(start=START, capacity=3)
    for _ in range(3):
        make_signup(demand=demand)
    changed = actions.change_capacity(demand=demand, capacity=1, min_needed=1, by=boss)
    assert changed.capacity == 1
    assert Signup.objects.filter(status=Status.CONFIRMED).count() == 3
    newcomer = make_person()
    with pytest.raises(actions.ShiftFull):
        actions.sign_up(person=newcomer, demand=demand, by=newcomer)


def test_fewer_places_than_needed_people_are_refused(travel, boss):
    demand = make_demand(start=START)
    with pytest.raises(actions.CapacityTooSmall):
        actions.change_capacity(demand=demand, capacity=1, min_needed=2, by=boss)


def test_moving_a_shift_moves_its_people_and_tells_them_once(travel, boss):
    signup = make_signup(demand=make_demand(start=START))
    later = START + dt.timedelta(hours=4)
    shift = actions.change_time(
        shift=signup.shift, report_at=later, start=later, end=later + dt.timedelta(hours=2), by=boss
    )
    signup.refresh_from_db()
    assert (signup.period_start, signup.period_end) == (later, later + dt.timedelta(hours=2))
    assert shift.calendar_sequence == 1
    assert [mail.subject[:6] for mail in mails_of(signup.person)] == ["参加確定：仕", "変更のお知ら"]


def test_moving_a_shift_lists_who_would_be_in_two_places_and_changes_nothing(travel, boss):
    place = make_place()
    person = make_person(family_name="青木", given_name="光")
    moved = make_signup(demand=make_demand(start=START, place=place), person=person)
    other = START + dt.timedelta(days=1)
    make_signup(demand=make_demand(start=other, place=place), person=person)
    with pytest.raises(actions.WouldClash, match="青木 光"):
        actions.change_time(shift=moved.shift, report_at=other, start=other, end=other + dt.timedelta(hours=1), by=boss)
    moved.refresh_from_db()
    assert (moved.period_start, Shift.objects.get(pk=moved.shift_id).start) == (START, START)


def test_one_edit_of_time_title_and_roles_raises_sequence_once(travel, boss):
    demand, second = make_demand(start=START), make_role()
    rows = [
        actions.Wanted(demand.pk, demand.role, 1, 4, Demand.Overflow.WAITLIST),
        actions.Wanted(None, second, 1, 1, Demand.Overflow.BLOCK),
    ]
    changes = {"title_ja": "大掃除", "start": START + dt.timedelta(minutes=30)}
    shift = actions.change_shift(shift=demand.shift, changes=changes, demands=rows, by=boss)
    assert shift.calendar_sequence == 1
    assert [(each.role, each.capacity) for each in Demand.objects.filter(shift=shift)] == [
        (demand.role, 4),
        (second, 1),
    ]


def test_an_edit_that_calendars_do_not_show_leaves_sequence_alone(travel, boss):
    demand = make_demand(start=START)
    shift = actions.change_shift(shift=demand.shift, changes={"note_ja": "手袋あり", "lead": boss}, by=boss)
    assert (shift.calendar_sequence, shift.note_ja, shift.lead) == (0, "手袋あり", boss)


def test_a_role_that_people_signed_up_for_cannot_be_taken_away(travel, boss):
    signup = make_signup(demand=make_demand(start=START))
    with pytest.raises(actions.DemandInUse):
        actions.change_shift(shift=signup.shift, changes={}, demands=[], by=boss)


def test_more_places_in_the_form_are_offered_to_who_waits(travel, boss):
    demand = make_demand(start=START, capacity=1)
    make_signup(demand=demand)
    waiting = make_signup(demand=demand, wait=True)
    wanted = [actions.Wanted(demand.pk, demand.role, 1, 2, demand.overflow)]
    actions.change_shift(shift=demand.shift, changes={}, demands=wanted, by=boss)
    waiting.refresh_from_db()
    assert waiting.status == Status.OFFERED


def test_a_renamed_place_raises_sequence_of_its_shifts_and_of_no_others(travel, boss):
    here, elsewhere = make_demand(start=START).shift, make_demand(start=START).shift
    here.place.name_ja = "新しい名前"
    actions.change_place(place=here.place, by=boss)
    assert [Shift.objects.get(pk=shift.pk).calendar_sequence for shift in (here, elsewhere)] == [1, 0]


def test_a_renamed_role_raises_sequence_of_its_shifts(travel, boss):
    demand = make_demand(start=START)
    demand.role.name_en = "New name"
    actions.change_role(role=demand.role, by=boss)
    actions.change_role(role=demand.role, by=boss)
    assert Shift.objects.get(pk=demand.shift_id).calendar_sequence == 1


def test_a_draft_is_opened_closed_and_opened_again(travel, boss):
    shift = make_shift(start=START, state=ShiftState.DRAFT)
    assert actions.open_shift(shift=shift, by=boss).state == ShiftState.OPEN
    assert actions.close_shift(shift=shift, by=boss).state == ShiftState.CLOSED
    assert actions.open_shift(shift=shift, by=boss).state == ShiftState.OPEN


class TestReminders:
    def test_a_reminder_leaves_at_five_in_the_evening_before_and_once(self, travel):
        signup = make_signup(demand=make_demand(start=START))
        travel.move_to(tokyo(2027, 1, 11, 16, 59))
        assert tasks.send_reminders() == 0
        travel.move_to(tokyo(2027, 1, 11, 17))
        assert tasks.send_reminders() == 1
        assert tasks.send_reminders() == 0
        assert mails_of(signup.person)[-1].subject.startswith("もうすぐです")

    def test_an_outage_delays_a_reminder_and_does_not_lose_it(self, travel):
        make_signup(demand=make_demand(start=START))
        travel.move_to(tokyo(2027, 1, 12, 8))
        assert tasks.send_reminders() == 1

    def test_nobody_is_reminded_of_what_has_begun(self, travel):
        make_signup(demand=make_demand(start=START))
        travel.move_to(START)
        assert tasks.send_reminders() == 0

    def test_nobody_is_reminded_of_a_cancelled_shift_or_a_place_given_back(self, travel, boss):
        cancelled, left = make_demand(start=START), make_demand(start=START)
        make_signup(demand=cancelled)
        gone = make_signup(demand=left)
        actions.cancel_shift(shift=cancelled.shift, by=boss)
        actions.withdraw(person=gone.person, shift=left.shift, by=gone.person)
        travel.move_to(tokyo(2027, 1, 11, 18))
        assert tasks.send_reminders() == 0

    def test_who_signs_up_the_evening_before_gets_the_confirmation_alone(self, travel):
        travel.move_to(tokyo(2027, 1, 11, 18))
        make_signup(demand=make_demand(start=START))
        assert tasks.send_reminders() == 0

    def test_the_day_before_is_the_day_before_in_tokyo(self, travel):
        # 07:00 on the 12th in Tokyo is the 11th in UTC; the reminder is due on the 11th in Tokyo, not on the 10th.
        signup = make_signup(demand=make_demand(start=tokyo(2027, 1, 12, 7)))
        assert signup.remind_at == tokyo(2027, 1, 11, 17)

    def test_a_moved_shift_reminds_again_of_its_new_time(self, travel, boss):
        signup = make_signup(demand=make_demand(start=START))
        travel.move_to(tokyo(2027, 1, 11, 17))
        tasks.send_reminders()
        later = START + dt.timedelta(days=7)
        actions.change_time(
            shift=signup.shift, report_at=later, start=later, end=later + dt.timedelta(hours=3), by=boss
        )
        travel.move_to(tokyo(2027, 1, 18, 17))
        assert tasks.send_reminders() == 1
