"""Series: the days of a rule, and what becomes of their shifts (volunteering.md 1–3 and 5–6; calendars.md 5–9)."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_series, make_signup, tokyo
from volunteers import actions, queries, tasks
from volunteers.models import (
    Demand,
    RestDay,
    SeriesException,
    Shift,
    ShiftSeries,
    ShiftState,
    Signup,
    StandingMember,
    Status,
)
from volunteers.models.recurrence import BadRule, days_of, parts_of
from volunteers.queries import Change, Need

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 8)  # a Monday
FIRST = dt.date(2027, 1, 5)


@pytest.fixture
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def boss():
    return make_person()


def shifts_of(series):
    return list(Shift.objects.filter(series=series).order_by("occurrence_date"))


def on(series, day):
    return Shift.objects.get(series=series, occurrence_date=day)


def take(shift, person=None):
    return make_signup(demand=shift.demands.get(), person=person)


def mails_of(person, start):
    return [
        mail for mail in OutgoingMail.objects.filter(to=[person.email]).order_by("pk") if mail.key.startswith(start)
    ]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", ["01-05", "01-12", "01-19", "01-26"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", ["01-05", "01-08", "01-19", "01-22"]),
        ("FREQ=MONTHLY;BYDAY=1SA,-1SA", ["01-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", ["01-31"]),
        ("FREQ=DAILY;INTERVAL=10", ["01-05", "01-15", "01-25"]),
    ],
)
def test_a_rule_names_its_days(rule, days):
    found = days_of(rule, first=FIRST, last=None, count=None, until=dt.date(2027, 1, 31))
    assert [day.strftime("%m-%d") for day in found] == days


@pytest.mark.parametrize(
    "rule",
    [
        "", "TU", "FREQ=YEARLY", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=1TU", "FREQ=WEEKLY;COUNT=3",
        "FREQ=DAILY;BYDAY=TU", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=99",
        "FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY\nRDATE=20270101", "FREQ=MONTHLY;BYDAY=5FR",
    ],
)  # fmt: skip
def test_what_is_not_a_rule_of_days_is_refused(rule):
    with pytest.raises(BadRule):
        parts_of(rule)


def test_a_series_ends_after_its_last_day_or_its_count():
    rule, until = "FREQ=WEEKLY;BYDAY=TU", dt.date(2027, 12, 31)
    assert len(days_of(rule, first=FIRST, last=None, count=3, until=until)) == 3
    assert days_of(rule, first=FIRST, last=dt.date(2027, 1, 12), count=None, until=until)[-1] == dt.date(2027, 1, 12)
    assert days_of(rule, first=FIRST, last=dt.date(2027, 1, 1), count=None, until=until) == []


def test_a_series_makes_its_dates_ten_weeks_ahead_with_places_words_and_roles(travel):
    series = make_series(title_ja="火曜の仕分け", title_en="Tuesday sorting")
    made = shifts_of(series)
    assert [shift.occurrence_date for shift in made] == [FIRST + dt.timedelta(weeks=n) for n in range(10)]
    assert {(shift.title_ja, shift.place_id, shift.state) for shift in made} == {
        ("火曜の仕分け", series.place_id, ShiftState.OPEN)
    }
    assert made[0].start == tokyo(2027, 1, 5, 10)
    assert made[0].report_at == tokyo(2027, 1, 5, 9, 45)
    assert [demand.capacity for demand in Demand.objects.filter(shift=made[0])] == [3]


def test_a_second_round_makes_nothing_and_the_next_week_one_more(travel):
    series = make_series()
    assert tasks.look_after_series() == 0
    assert actions.make_occurrences(series=series) == []
    travel.move_to(NOW + dt.timedelta(weeks=1))
    assert tasks.look_after_series() == 1
    assert len(shifts_of(series)) == 11


def test_days_off_and_exceptions_are_left_out(travel):
    RestDay.objects.create(date=dt.date(2027, 1, 19), name_ja="休業日", name_en="Closed")
    series = make_series(rests=True)
    assert dt.date(2027, 1, 19) not in [shift.occurrence_date for shift in shifts_of(series)]
    other = make_series(rests=False)
    assert dt.date(2027, 1, 19) in [shift.occurrence_date for shift in shifts_of(other)]


def test_public_holidays_stand_in_the_house(travel):
    days = set(RestDay.objects.values_list("date", flat=True))
    assert {dt.date(2027, 1, 11), dt.date(2027, 3, 22), dt.date(2026, 9, 22)} <= days
    assert len(days) == 35


def test_leaving_a_day_out_cancels_its_shift_and_it_never_comes_back(travel, boss):
    series = make_series()
    signup = take(on(series, dt.date(2027, 1, 12)))
    shift = actions.leave_out(series=series, day=dt.date(2027, 1, 12), by=boss, reason_ja="研修のため")
    assert (shift.state, shift.calendar_sequence) == (ShiftState.CANCELLED, 1)
    assert len(mails_of(signup.person, "shift_cancelled")) == 1
    actions.leave_out(series=series, day=dt.date(2027, 8, 3), by=boss)
    for week in range(40):
        travel.move_to(NOW + dt.timedelta(weeks=week))
        tasks.look_after_series()
    assert dt.date(2027, 8, 3) not in [shift.occurrence_date for shift in shifts_of(series)]


def test_a_year_of_a_weekly_series_through_a_changed_occurrence_without_ghosts(travel, boss):
    series = make_series()
    moved, cancelled = on(series, dt.date(2027, 1, 12)), on(series, dt.date(2027, 1, 26))
    uid = moved.calendar_uid
    start = tokyo(2027, 1, 14, 14)
    actions.change_time(shift=moved, report_at=start, start=start, end=start + dt.timedelta(hours=2), by=boss)
    actions.cancel_shift(shift=cancelled, by=boss)
    for day in range(0, 366, 3):
        travel.move_to(NOW + dt.timedelta(days=day))
        tasks.look_after_series()
    year = [shift for shift in shifts_of(series) if shift.occurrence_date < dt.date(2028, 1, 4)]
    assert [shift.occurrence_date for shift in year] == [FIRST + dt.timedelta(weeks=n) for n in range(52)]
    moved.refresh_from_db()
    assert (moved.start, moved.calendar_uid, moved.calendar_sequence) == (start, uid, 1)
    assert [shift.day for shift in year].count(dt.date(2027, 1, 12)) == 0
    assert {shift.pk for shift in year if shift.is_cancelled} == {cancelled.pk}
    usual = [shift for shift in year if shift.pk != moved.pk]
    assert {timezone.localtime(shift.start).time() for shift in usual} == {dt.time(10)}
    assert {shift.day.weekday() for shift in usual} == {1}


def test_the_database_itself_refuses_a_second_shift_for_a_day_of_a_series(travel):
    series = make_series()
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(series=series, occurrence_date=FIRST, **series.facts_on(FIRST))


def test_wall_time_stays_what_the_clock_shows_in_a_zone_that_changes_its_clocks(travel, settings):
    with timezone.override("Europe/Berlin"):
        series = make_series(begins=dt.time(7), meets=dt.time(7), ends=dt.time(9), first_day=dt.date(2027, 3, 1))
        actions.make_occurrences(series=series, until=dt.date(2027, 4, 30))
        clocks = {timezone.localtime(shift.start).time() for shift in shifts_of(series)}
    assert clocks == {dt.time(7)}
    assert len({shift.start.astimezone(dt.UTC).time() for shift in shifts_of(series)}) == 2


def test_a_shift_over_midnight_ends_on_the_day_after(travel):
    series = make_series(meets=dt.time(21), begins=dt.time(22), ends=dt.time(1))
    assert on(series, FIRST).end == tokyo(2027, 1, 6, 1)


@pytest.mark.parametrize("day", [dt.date(2027, 2, 1), dt.date(2027, 2, 28)])
def test_a_shift_at_seven_on_the_first_and_the_last_day_of_a_month_stands_on_its_day_everywhere(travel, client, day):
    person = make_person(language="en")
    series = make_series(
        rule=f"FREQ=MONTHLY;BYMONTHDAY={'1' if day.day == 1 else '-1'}", first_day=FIRST, meets=dt.time(7),
        begins=dt.time(7), ends=dt.time(9), title_ja="早朝", title_en="Early", opens=True,
    )  # fmt: skip
    shift = on(series, day)
    assert shift.start.date() == day - dt.timedelta(days=1)  # in UTC
    take(shift, person)
    (column,) = [each for each in queries.days_of(queries.with_demands(Shift.objects.all()), day, 1) if each.bars]
    assert (column.date, column.bars[0].shift) == (day, shift)
    groups = client.get(f"/en/shifts/?all=1&from={day}").context["groups"]
    assert (groups[0].date, groups[0].cards[0].shift) == (day, shift)
    (occasion,) = queries.occasions_for(person, since=NOW, until=NOW + dt.timedelta(days=90))
    assert timezone.localdate(occasion.start) == day
    feed = client.get("/calendar/shifts.ics").content.decode()
    assert f"DTSTART;TZID=Asia/Tokyo:{day:%Y%m%d}T070000" in feed
    (mail,) = mails_of(person, "shift_confirmed")
    assert f"{day.day} February" in mail.text
    client.force_login(person)
    entries = client.get("/en/me/").context["my"]
    assert timezone.localdate((entries.diary or entries.later)[0]["at"]) == day
    assert f"{day.day} February" in client.get(f"/en/shifts/series/{series.pk}/").content.decode()


# Editing: this, following, all.


def test_all_dates_follow_a_new_time_and_everybody_is_told_once(travel, boss):
    series = make_series()
    signup = take(on(series, FIRST))
    facts = {"meets": dt.time(13), "begins": dt.time(13, 30), "ends": dt.time(16)}
    actions.change_series(series=series, change=Change(facts=facts), by=boss)
    made = shifts_of(series)
    assert {(timezone.localtime(shift.start).time(), shift.calendar_sequence) for shift in made} == {
        (dt.time(13, 30), 1)
    }
    signup.refresh_from_db()
    assert signup.period_start == tokyo(2027, 1, 5, 13, 30)
    assert len(mails_of(signup.person, "shift_moved")) == 1


def test_a_date_that_was_changed_alone_keeps_what_is_its_own(travel, boss):
    series = make_series()
    own = on(series, dt.date(2027, 1, 12))
    start = tokyo(2027, 1, 13, 9)
    actions.change_shift(
        shift=own, by=boss,
        changes={"report_at": start, "start": start, "end": start + dt.timedelta(hours=1), "title_ja": "特別"},
    )  # fmt: skip
    facts = {"begins": dt.time(11), "title_ja": "仕分け", "note_ja": "裏口から"}
    (effect,) = [each for each in queries.effects_of(series, Change(facts=facts), now=NOW) if each.shift.pk == own.pk]
    assert (effect.kind, effect.kept) == ("change", ("title_ja", "start"))
    actions.change_series(series=series, change=Change(facts=facts), by=boss)
    own.refresh_from_db()
    assert (own.start, own.title_ja, own.note_ja, own.calendar_sequence) == (start, "特別", "裏口から", 1)
    assert on(series, dt.date(2027, 1, 19)).title_ja == "仕分け"


def test_from_a_date_on_the_series_is_cut_in_two_and_earlier_dates_stay(travel, boss):
    series = make_series()
    going = take(on(series, dt.date(2027, 1, 26)))
    since, place = dt.date(2027, 1, 19), make_place()
    uids = {shift.pk: shift.calendar_uid for shift in shifts_of(series)}
    rest = actions.change_series(series=series, change=Change(facts={"place": place}), by=boss, since=since)
    series.refresh_from_db()
    assert (series.last_day, rest.first_day, rest.follows) == (dt.date(2027, 1, 18), since, series)
    assert [shift.occurrence_date for shift in shifts_of(series)] == [FIRST, dt.date(2027, 1, 12)]
    assert {shift.place_id for shift in shifts_of(rest)} == {place.pk}
    assert [shift.calendar_sequence for shift in shifts_of(rest)] == [1] * 8
    assert {shift.pk: shift.calendar_uid for shift in [*shifts_of(series), *shifts_of(rest)]} == uids
    assert len(mails_of(going.person, "shift_moved")) == 1
    travel.move_to(NOW + dt.timedelta(weeks=3))
    tasks.look_after_series()
    assert len(shifts_of(series)) == 2
    assert len(shifts_of(rest)) == 11


def test_a_new_weekday_moves_every_date_within_its_week(travel, boss):
    series = make_series()
    signup = take(on(series, dt.date(2027, 1, 12)))
    uid = signup.shift.calendar_uid
    actions.change_series(series=series, change=Change(facts={"rule": "FREQ=WEEKLY;BYDAY=FR"}), by=boss)
    signup.refresh_from_db()
    shift = Shift.objects.get(pk=signup.shift_id)
    assert (shift.occurrence_date, shift.day) == (dt.date(2027, 1, 15), dt.date(2027, 1, 15))
    assert (shift.calendar_uid, shift.calendar_sequence, signup.status) == (uid, 1, Status.CONFIRMED)
    assert {each.day.weekday() for each in shifts_of(series)} == {4}
    assert not Shift.objects.filter(series=series, state=ShiftState.CANCELLED).exists()


def test_a_date_that_the_new_rule_does_not_have_is_cancelled_and_its_people_are_told(travel, boss):
    series = make_series()
    signup = take(on(series, dt.date(2027, 1, 12)))
    change = Change(facts={"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"})
    effects = {each.shift.occurrence_date: each for each in queries.effects_of(series, change, now=NOW)}
    assert (effects[dt.date(2027, 1, 12)].kind, effects[FIRST].kind) == ("cancel", "keep")
    assert effects[dt.date(2027, 1, 12)].people == [signup.person]
    actions.change_series(series=series, change=change, by=boss, reason_ja="隔週になります")
    signup.refresh_from_db()
    assert signup.status == Status.CANCELLED_BY_TEAM
    assert len(mails_of(signup.person, "shift_cancelled")) == 1
    assert on(series, FIRST).calendar_sequence == 0


def test_who_would_clash_is_named_before_and_nothing_changes(travel, boss):
    series = make_series()
    signup = take(on(series, dt.date(2027, 1, 12)), make_person(family_name="青木", given_name="光"))
    make_signup(person=signup.person, demand=make_demand(start=tokyo(2027, 1, 12, 14)))
    change = Change(facts={"meets": dt.time(14), "begins": dt.time(14), "ends": dt.time(16)})
    clashing = {
        each.shift.occurrence_date: list(each.clashing)
        for each in queries.effects_of(series, change, now=NOW)
        if each.clashing
    }
    assert clashing == {dt.date(2027, 1, 12): [signup.person]}
    with pytest.raises(actions.WouldClash, match="青木 光"):
        actions.change_series(series=series, change=change, by=boss)
    assert {timezone.localtime(shift.start).time() for shift in shifts_of(series)} == {dt.time(10)}
    actions.change_series(series=series, change=change, by=boss, leave=[signup.shift_id])
    assert timezone.localtime(on(series, dt.date(2027, 1, 12)).start).time() == dt.time(10)
    assert timezone.localtime(on(series, dt.date(2027, 1, 19)).start).time() == dt.time(14)


def test_who_comes_every_day_does_not_clash_with_dates_that_move_along(travel, boss):
    series = make_series(
        rule="FREQ=DAILY", first_day=FIRST, count=5, meets=dt.time(8), begins=dt.time(8), ends=dt.time(20)
    )
    person = make_person()
    for shift in shifts_of(series):
        take(shift, person)
    change = Change(facts={"meets": dt.time(20), "begins": dt.time(20), "ends": dt.time(8)})
    assert not any(each.clashing for each in queries.effects_of(series, change, now=NOW))
    actions.change_series(series=series, change=change, by=boss)
    assert Signup.objects.filter(person=person, status=Status.CONFIRMED).count() == 5


def test_a_plan_that_is_another_by_now_is_shown_again(travel, boss):
    series = make_series()
    change = Change(facts={"begins": dt.time(11)})
    shown = queries.fingerprint(queries.effects_of(series, change, now=NOW))
    take(on(series, FIRST))
    with pytest.raises(actions.PlanChanged):
        actions.change_series(series=series, change=change, by=boss, shown=shown)
    assert on(series, FIRST).start == tokyo(2027, 1, 5, 10)


def test_new_needs_reach_every_date_but_those_changed_alone_and_keep_roles_in_use(travel, boss):
    role, other = make_role(), make_role()
    series = make_series(needs=[Need(role, 1, 3, "waitlist")])
    own, used = on(series, dt.date(2027, 1, 12)), on(series, dt.date(2027, 1, 19))
    actions.change_capacity(demand=own.demands.get(), capacity=9, min_needed=1, by=boss)
    signup = take(used)
    needs = (Need(other, 2, 4, "block"),)
    actions.change_series(series=series, change=Change(needs=needs), by=boss)
    figures = {
        shift.occurrence_date: sorted(Demand.objects.filter(shift=shift).values_list("role", "capacity"))
        for shift in shifts_of(series)
    }
    assert figures[FIRST] == [(other.pk, 4)]
    assert figures[own.occurrence_date] == [(role.pk, 9), (other.pk, 4)]
    assert figures[used.occurrence_date] == [(role.pk, 3), (other.pk, 4)]
    signup.refresh_from_db()
    assert signup.status == Status.CONFIRMED
    assert mails_of(signup.person, "shift_moved") == []


def test_ending_a_series_cancels_the_rest_and_tells_everybody(travel, boss):
    series = make_series()
    before, after = take(on(series, FIRST)), take(on(series, dt.date(2027, 2, 2)))
    cancelled = actions.end_series(series=series, since=dt.date(2027, 1, 12), by=boss, reason_ja="終了します")
    assert len(cancelled) == 9
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.status, after.status) == (Status.CONFIRMED, Status.CANCELLED_BY_TEAM)
    travel.move_to(NOW + dt.timedelta(weeks=8))
    assert tasks.look_after_series() == 0


def test_many_dates_of_one_person_are_one_mail_with_every_date_and_its_calendar_file(travel, boss):
    series, person, other = make_series(), make_person(), make_person()
    for day in (FIRST, dt.date(2027, 1, 12), dt.date(2027, 1, 19)):
        take(on(series, day), person)
    take(on(series, FIRST), other)
    actions.change_series(series=series, change=Change(facts={"ends": dt.time(14)}), by=boss)
    assert [len(mails_of(person, start)) for start in ("shift_moved", "shift_series_changed")] == [0, 1]
    (mail,) = mails_of(person, "shift_series_changed")
    assert [mail.text.count(words) for words in ("13:00", "14:00", "1月19日")] == [3, 3, 2]
    assert mail.attachments.count() == 3
    assert len(mails_of(other, "shift_moved")) == 1  # a single date is told as ever
    actions.change_series(series=series, change=Change(facts={"ends": dt.time(15)}), by=boss)
    assert len(mails_of(person, "shift_series_changed")) == 2


def test_the_end_of_a_series_is_one_mail_to_each(travel, boss):
    series, person = make_series(), make_person()
    for day in (dt.date(2027, 1, 12), dt.date(2027, 1, 19)):
        take(on(series, day), person)
    actions.end_series(series=series, since=dt.date(2027, 1, 12), by=boss, reason_ja="終了します")
    (mail,) = mails_of(person, "shift_series_changed")
    assert (mail.text.count("行われません"), mail.text.count("終了します")) == (2, 1)
    assert mails_of(person, "shift_cancelled") == []


def test_an_edit_of_what_is_not_in_calendars_leaves_sequence_alone(travel, boss):
    series = make_series()
    actions.change_series(series=series, change=Change(facts={"note_ja": "裏口から", "lead": make_person()}), by=boss)
    assert {shift.calendar_sequence for shift in shifts_of(series)} == {0}
    assert {shift.note_ja for shift in shifts_of(series)} == {"裏口から"}


def test_cutting_a_series_with_a_count_leaves_what_is_left_of_it(travel, boss):
    series = make_series(count=6)
    rest = actions.change_series(
        series=series, change=Change(facts={"begins": dt.time(11)}), by=boss, since=dt.date(2027, 1, 19)
    )
    assert rest.count == 4
    travel.move_to(NOW + dt.timedelta(weeks=20))
    tasks.look_after_series()
    assert Shift.objects.filter(series__in=[series, rest]).count() == 6


# Coming every time.


def test_who_comes_every_time_has_a_place_in_each_date_and_in_each_new_one(travel, boss):
    series = make_series()
    person, role = make_person(), series.demands.get().role
    results = actions.come_every_time(person=person, series=series, role=role, by=person)
    assert [result.refusal for result in results] == [None] * 10
    travel.move_to(NOW + dt.timedelta(weeks=1))
    tasks.look_after_series()
    newest = shifts_of(series)[-1]
    assert Signup.objects.get(shift=newest, person=person).status == Status.CONFIRMED
    assert len(mails_of(person, "shift_confirmed")) == 11


def test_a_date_given_back_stays_given_back(travel):
    series = make_series()
    person = make_person()
    actions.come_every_time(person=person, series=series, role=series.demands.get().role, by=person)
    actions.withdraw(person=person, shift=on(series, dt.date(2027, 1, 12)), by=person)
    tasks.look_after_series()
    assert not Signup.objects.live().filter(person=person, shift__occurrence_date=dt.date(2027, 1, 12)).exists()
    assert Signup.objects.live().filter(person=person).count() == 9


def test_leaving_from_a_date_gives_back_what_comes_after(travel):
    series = make_series()
    person = make_person()
    actions.come_every_time(person=person, series=series, role=series.demands.get().role, by=person)
    member = StandingMember.objects.get()
    actions.stop_coming(member=member, since=dt.date(2027, 1, 19), by=person)
    live = Signup.objects.live().filter(person=person).values_list("shift__occurrence_date", flat=True)
    assert sorted(live) == [FIRST, dt.date(2027, 1, 12)]
    travel.move_to(NOW + dt.timedelta(weeks=4))
    tasks.look_after_series()
    assert Signup.objects.live().filter(person=person).count() == 2
    with pytest.raises(actions.NotSignedUp):
        actions.stop_coming(member=member, since=dt.date(2027, 3, 2), by=person)


def test_rules_hold_for_who_comes_every_time(travel):
    role = make_role(minimum_age=18)
    series = make_series(needs=[Need(role, 1, 1, "waitlist")])
    child = make_person(birth_date=dt.date(2015, 1, 1))
    with pytest.raises(actions.TooYoung):
        actions.come_every_time(person=child, series=series, role=role, by=child)
    first, second = (make_person(birth_date=dt.date(1980, 1, 1)) for _ in range(2))
    make_signup(person=first, demand=make_demand(start=tokyo(2027, 1, 12, 11)))
    results = actions.come_every_time(person=first, series=series, role=role, by=first)
    assert [type(result.refusal) for result in results][:3] == [type(None), actions.Overlapping, type(None)]
    waiting = actions.come_every_time(person=second, series=series, role=role, by=second)
    assert [result.signup.status for result in waiting][:2] == [Status.WAITLISTED, Status.CONFIRMED]
    with pytest.raises(actions.AlreadySignedUp):
        actions.come_every_time(person=first, series=series, role=role, by=first)


def test_members_of_a_series_that_is_cut_go_on_in_the_second_part(travel, boss):
    series = make_series()
    person = make_person()
    actions.come_every_time(person=person, series=series, role=series.demands.get().role, by=person)
    rest = actions.change_series(
        series=series, change=Change(facts={"begins": dt.time(11)}), by=boss, since=dt.date(2027, 1, 19)
    )
    assert StandingMember.objects.get(series=rest).since == dt.date(2027, 1, 19)
    travel.move_to(NOW + dt.timedelta(weeks=2))
    tasks.look_after_series()
    assert (
        Signup.objects.live().filter(person=person, shift__series=rest).count()
        == Shift.objects.filter(series=rest).count()
    )


def test_several_dates_at_once_say_for_each_how_it_went(travel):
    series = make_series(needs=[Need(make_role(), 1, 1, "block")])
    person = make_person()
    take(on(series, dt.date(2027, 1, 12)))
    demands = [shift.demands.get() for shift in shifts_of(series)[:3]]
    results = actions.take_dates(person=person, demands=demands, by=person)
    assert [bool(result.signup) for result in results] == [True, False, True]
    assert isinstance(results[1].refusal, actions.ShiftFull)


def test_drafts_of_a_series_get_their_members_when_they_open(travel, boss):
    series = make_series(opens=False)
    person = make_person()
    assert actions.come_every_time(person=person, series=series, role=series.demands.get().role, by=person) == []
    actions.open_shift(shift=on(series, FIRST), by=boss)
    assert tasks.look_after_series() == 1
    assert Signup.objects.get(person=person).shift == on(series, FIRST)


def test_exceptions_go_with_the_part_they_belong_to(travel, boss):
    series = make_series()
    actions.leave_out(series=series, day=dt.date(2027, 5, 4), by=boss)
    rest = actions.change_series(
        series=series, change=Change(facts={"begins": dt.time(11)}), by=boss, since=dt.date(2027, 1, 19)
    )
    assert SeriesException.objects.get().series == rest
    assert ShiftSeries.objects.count() == 2
