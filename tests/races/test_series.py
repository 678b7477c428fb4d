"""Series under fire: dates are made once, and who comes every time gets no seat too many (volunteering.md 1)."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_role, make_series
from tests.races.test_volunteers import leaving, race, taking
from volunteers import actions
from volunteers.models import Shift, Signup, StandingMember, Status
from volunteers.queries import Change, Need

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


def test_two_rounds_at_once_make_each_date_once_and_give_each_member_one_place():
    role = make_role()
    series = make_series(needs=[Need(role, 1, 2, "waitlist")])
    person = make_person()
    actions.come_every_time(person=person, series=series, role=role, by=person)
    until = timezone.localdate() + dt.timedelta(weeks=10)
    for _round in range(ROUNDS):
        until += dt.timedelta(weeks=1)

        def make(until=until):
            return actions.make_occurrences(series=series, until=until)

        results, refusals = race(make, make, make)
        assert refusals == []
        assert sum(len(made) for made in results) == 1
    days = list(Shift.objects.filter(series=series).values_list("occurrence_date", flat=True))
    assert len(days) == len(set(days))
    assert Signup.objects.filter(person=person, status=Status.CONFIRMED).count() == len(days)
    assert OutgoingMail.objects.filter(key__startswith="shift_confirmed").count() == len(days)


def test_who_comes_every_time_and_who_takes_the_last_place_never_both_have_it():
    role = make_role()
    series = make_series(needs=[Need(role, 1, 1, "block")], count=2)
    demands = [shift.demands.get() for shift in Shift.objects.filter(series=series)]
    for _round in range(ROUNDS):
        member, other = make_person(), make_person()
        race(
            lambda member=member: actions.come_every_time(person=member, series=series, role=role, by=member),
            *[taking(other, demand) for demand in demands],
        )
        for demand in demands:
            assert Signup.objects.holding().filter(demand=demand).count() == 1
        actions.stop_coming(member=StandingMember.objects.get(person=member), since=timezone.localdate(), by=member)
        for signup in Signup.objects.live().filter(person=other):
            actions.withdraw(person=other, shift=signup.shift, by=other)


def test_an_edit_of_all_dates_meets_people_who_come_and_go():
    role, boss = make_role(), make_person()
    series = make_series(needs=[Need(role, 1, 2, "waitlist")], count=3)
    shifts = list(Shift.objects.filter(series=series).order_by("start"))
    demands = [shift.demands.get() for shift in shifts]
    for round_ in range(ROUNDS):
        people = [make_person() for _ in range(3)]
        for person in people[:2]:
            actions.sign_up(person=person, demand=demands[0], by=person)
        change = Change(facts={"begins": dt.time(11 + round_ % 2)})
        race(
            lambda change=change: actions.change_series(series=series, change=change, by=boss),
            leaving(people[0], shifts[0]),
            taking(people[2], demands[0], wait=True),
            taking(people[0], demands[2]),
        )
        for signup in Signup.objects.holding().select_related("shift"):
            assert signup.period_start == signup.shift.start
        for demand in demands:
            assert Signup.objects.holding().filter(demand=demand).count() <= 2
        for signup in Signup.objects.live().select_related("shift", "person"):
            actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)


def test_two_edits_at_once_stamp_calendars_once_each():
    boss = make_person()
    series = make_series(count=2)
    for round_ in range(ROUNDS):
        edits = [Change(facts={"title_en": f"{round_} {name}"}) for name in "ab"]
        race(*[lambda change=change: actions.change_series(series=series, change=change, by=boss) for change in edits])
        assert set(Shift.objects.values_list("calendar_sequence", flat=True)) == {2 * (round_ + 1)}
