"""What a role asks is checked for the day of the shift, and each refusal names the way (volunteering.md 12)."""

import datetime as dt

import pytest
import time_machine

from portal.people.models import Guardian, InsuranceCover
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_signup, tokyo
from volunteers import actions
from volunteers.models import Promise, Signup, Status
from volunteers.queries.conditions import months_after

pytestmark = pytest.mark.django_db

NOW = tokyo(2027, 1, 5, 12)
DAY = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def on_the_fifth_of_january():
    with time_machine.travel(NOW, tick=False):
        yield


def take(person, demand, *promised):
    return actions.sign_up(person=person, demand=demand, by=person, promised=promised)


class TestGuardian:
    def test_below_sixteen_a_guardian_agrees_first(self):
        demand = make_demand(start=DAY, capacity=5)
        fifteen = make_person(birth_date=dt.date(2011, 1, 13))  # sixteen on the day after
        with pytest.raises(actions.GuardianMissing, match="保護者の同意") as refusal:
            take(fifteen, demand)
        assert refusal.value.way_out_url == "/ja/me/guardian/"
        sixteen = make_person(birth_date=dt.date(2011, 1, 12))
        assert take(sixteen, demand).status == Status.CONFIRMED

    def test_the_consent_opens_the_shift_and_its_end_closes_it(self):
        demand, minor = make_demand(start=DAY), make_person(birth_date=dt.date(2012, 6, 1))
        guardian = actions.ask_guardian(minor=minor, name="山田 太郎", email="parent@example.org", by=minor)
        with pytest.raises(actions.GuardianMissing):
            take(minor, demand)
        actions.agree_as_guardian(guardian=guardian, name="山田 太郎")
        assert take(minor, demand).status == Status.CONFIRMED
        actions.withdraw_as_guardian(guardian=guardian)
        with pytest.raises(actions.GuardianMissing):
            take(minor, make_demand(start=DAY + dt.timedelta(days=1)))

    def test_nobody_is_their_own_guardian(self):
        minor = make_person(birth_date=dt.date(2012, 6, 1))
        with pytest.raises(actions.GuardianMissing):
            actions.ask_guardian(minor=minor, name="わたし", email=minor.email.upper(), by=minor)
        assert not Guardian.objects.exists()

    def test_a_child_comes_with_an_adult_where_the_role_says_so(self):
        demand = make_demand(start=DAY, role=make_role(adult_alongside=True))
        child = make_person(birth_date=dt.date(2014, 6, 1))
        Guardian.objects.create(minor=child, name="親", email="p@example.org", agreed_at=NOW)
        with pytest.raises(actions.GuardianMissing, match="大人といっしょ"):
            take(child, demand)
        with pytest.raises(actions.TooYoung, match="生年月日"):
            take(make_person(), demand)


class TestInsurance:
    def test_it_is_the_year_of_the_shift_that_counts(self):
        role = make_role(insurance_needed=True)
        before, after = make_demand(start=tokyo(2027, 3, 31, 10), role=role), make_demand(start=tokyo(2027, 4, 1, 10))
        after.role.insurance_needed = True
        after.role.save()
        person = make_person()
        actions.enter_insurance(person=person, year=2026, by=person)
        assert take(person, before).status == Status.CONFIRMED
        with pytest.raises(actions.InsuranceMissing, match="2027年4月から2028年3月") as refusal:
            take(person, after)
        assert refusal.value.way_out_url == "/ja/me/insurance/?year=2027"

    def test_it_begins_on_the_day_after_entering(self):
        role, person = make_role(insurance_needed=True), make_person()
        actions.enter_insurance(person=person, year=2026, by=person)
        today = make_demand(start=tokyo(2027, 1, 5, 18), role=role)
        with pytest.raises(actions.InsuranceMissing):
            take(person, today)
        assert take(person, make_demand(start=tokyo(2027, 1, 6, 7), role=role)).status == Status.CONFIRMED

    def test_entering_twice_changes_nothing_and_next_year_begins_in_april(self):
        person = make_person()
        first = actions.enter_insurance(person=person, year=2026, by=person)
        with time_machine.travel(NOW + dt.timedelta(days=30)):
            assert actions.enter_insurance(person=person, year=2026, by=person).starts_on == first.starts_on
            assert actions.enter_insurance(person=person, year=2027, by=person).starts_on == dt.date(2027, 4, 1)
        assert InsuranceCover.objects.count() == 2

    @pytest.mark.parametrize(
        ("today", "years"),
        [
            (dt.date(2027, 1, 31), [2026]),
            (dt.date(2027, 2, 1), [2026, 2027]),
            (dt.date(2027, 3, 31), [2026, 2027]),
            (dt.date(2027, 4, 1), [2027]),
        ],
    )
    def test_the_coming_year_opens_in_february(self, today, years):
        assert actions.insurance_years(today) == years


class TestPromises:
    def test_a_pledge_is_a_tick_away_and_given_once(self):
        role, person = make_role(pledge_ja="見聞きしたことを話しません。"), make_person()
        demand = make_demand(start=DAY, role=role)
        with pytest.raises(actions.PromiseMissing) as refusal:
            take(person, demand)
        assert refusal.value.way_out_url == f"/ja/shifts/{demand.shift_id}/?take={demand.pk}#places"
        assert not Promise.objects.exists()
        assert take(person, demand, "pledge").status == Status.CONFIRMED
        assert take(person, make_demand(start=DAY + dt.timedelta(days=1), role=role)).status == Status.CONFIRMED

    def test_a_new_text_is_read_anew(self):
        role, person = make_role(briefing_ja="名札をつけます。"), make_person()
        take(person, make_demand(start=DAY, role=role), "briefing")
        role.briefing_ja = "名札をつけ、写真は撮りません。"
        role.save()
        with pytest.raises(actions.PromiseMissing):
            take(person, make_demand(start=DAY + dt.timedelta(days=1), role=role))

    def test_a_briefing_is_still_fresh_on_the_day_of_the_shift(self):
        role, person = make_role(briefing_ja="名札をつけます。", briefing_months=1), make_person()
        take(person, make_demand(start=DAY, role=role), "briefing")
        assert take(person, make_demand(start=tokyo(2027, 2, 5, 10), role=role)).status == Status.CONFIRMED
        with pytest.raises(actions.PromiseMissing):
            take(person, make_demand(start=tokyo(2027, 2, 6, 10), role=role))

    def test_a_tick_for_what_nobody_asks_writes_nothing(self):
        person = make_person()
        take(person, make_demand(start=DAY), "pledge", "briefing", "anything")
        assert not Promise.objects.exists()

    @pytest.mark.parametrize(
        ("day", "months", "until"),
        [
            (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
            (dt.date(2027, 12, 15), 1, dt.date(2028, 1, 15)),
            (dt.date(2026, 12, 31), 14, dt.date(2028, 2, 29)),
            (dt.date(2027, 11, 30), 12, dt.date(2028, 11, 30)),
        ],
    )
    def test_months_end_where_months_end(self, day, months, until):
        assert months_after(day, months) == until


def test_nothing_is_said_of_who_may_not_come_before_what_may_be_helped():
    """A language and a pledge are missing: the language is named first, the tick last."""
    demand = make_demand(start=DAY, role=make_role(languages=["my"], pledge_ja="約束"))
    with pytest.raises(actions.LanguageMissing):
        take(make_person(), demand)
    assert not Signup.objects.exists()


def test_who_waits_has_read_and_promised_too():
    demand = make_demand(start=DAY, capacity=1, role=make_role(pledge_ja="約束"))
    holder = make_person()
    take(holder, demand, "pledge")
    late = make_person()
    with pytest.raises(actions.PromiseMissing):
        actions.join_waiting_list(person=late, demand=demand, by=late)
    waiting = actions.sign_up(person=late, demand=demand, by=late, wait=True, promised=["pledge"])
    assert waiting.status == Status.WAITLISTED
    assert make_signup().status == Status.CONFIRMED
