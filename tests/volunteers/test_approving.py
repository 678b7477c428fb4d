"""Asking for a place, saying yes or no, and setting a limit aside by name (volunteering.md 4 and 5)."""

import datetime as dt

import pytest
import time_machine

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from volunteers import actions
from volunteers.models import Demand, Rule, Signup, SignupEvent, Status

pytestmark = pytest.mark.django_db

NOW = tokyo(2027, 1, 5, 12)


@pytest.fixture(autouse=True)
def on_the_fifth_of_january():
    with time_machine.travel(NOW, tick=False):
        yield


def take(person, demand):
    return actions.sign_up(person=person, demand=demand, by=person)


def by_request(**fields):
    return make_demand(overflow=Demand.Overflow.APPROVE, start=tokyo(2027, 1, 12, 10), **fields)


class TestRequests:
    def test_where_every_place_is_asked_for_signing_up_holds_nothing(self):
        demand = by_request(capacity=1)
        asked = [make_signup(demand=demand) for _ in range(3)]
        assert {signup.status for signup in asked} == {Status.REQUESTED}
        assert not Signup.objects.holding().exists()
        assert not OutgoingMail.objects.exists()

    def test_yes_confirms_with_mail_and_reminder(self):
        boss, signup = make_person(), make_signup(demand=by_request())
        (approved,) = actions.approve(signup=signup, by=boss)
        assert (approved.status, approved.confirmed_at) == (Status.CONFIRMED, NOW)
        assert approved.remind_at == tokyo(2027, 1, 11, 17)
        assert approved.events.last().actor == boss
        assert OutgoingMail.objects.get().key.startswith("shift_confirmed")

    def test_yes_needs_a_free_place(self):
        boss, demand = make_person(), by_request(capacity=1)
        first, second = make_signup(demand=demand), make_signup(demand=demand)
        actions.approve(signup=first, by=boss)
        with pytest.raises(actions.ShiftFull):
            actions.approve(signup=second, by=boss)
        assert Signup.objects.get(pk=second.pk).status == Status.REQUESTED

    def test_no_needs_a_reason_and_the_person_reads_it(self):
        boss, signup = make_person(), make_signup(demand=by_request())
        with pytest.raises(actions.ReasonMissing):
            actions.decline(signup=signup, by=boss, reason="  ")
        actions.decline(signup=signup, by=boss, reason="経験のある方を先にお願いしています。")
        assert Signup.objects.get().status == Status.DECLINED
        assert "経験のある方を先にお願いしています。" in OutgoingMail.objects.get().text

    def test_a_request_is_answered_once(self):
        boss, signup = make_person(), make_signup(demand=by_request())
        actions.decline(signup=signup, by=boss, reason="満員")
        with pytest.raises(actions.NothingToDecide):
            actions.approve(signup=signup, by=boss)

    def test_who_meanwhile_has_another_place_is_not_put_in_two(self):
        boss, person, place = make_person(), make_person(), make_place()
        asked = make_signup(demand=by_request(place=place), person=person)
        take(person, make_demand(start=tokyo(2027, 1, 12, 11), place=place))
        with pytest.raises(actions.Overlapping):
            actions.approve(signup=asked, by=boss)

    def test_a_request_is_taken_back_without_a_word_to_anybody(self):
        signup = make_signup(demand=by_request())
        gone = actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)
        assert (gone.status, gone.late) == (Status.CANCELLED_BY_VOLUNTEER, False)
        assert not OutgoingMail.objects.exists()


class TestLimits:
    def test_more_than_eight_hours_a_day_are_refused_with_the_way_to_the_coordinator(self):
        person, place = make_person(), make_place()
        take(person, make_demand(start=tokyo(2027, 1, 12, 8), hours=5, place=place))
        fits = make_demand(start=tokyo(2027, 1, 12, 14), hours=3, place=place)
        too_long = make_demand(start=tokyo(2027, 1, 12, 14), hours=3.5, place=place)
        with pytest.raises(actions.LimitReached, match="8時間") as refusal:
            take(person, too_long)
        assert refusal.value.way_out_url == f"/ja/shifts/{too_long.shift_id}/?ask={too_long.pk}#places"
        assert take(person, fits).status == Status.CONFIRMED

    def test_between_two_days_lie_eleven_hours(self):
        person, place = make_person(), make_place()
        take(person, make_demand(start=tokyo(2027, 1, 12, 19), hours=3, place=place))
        early = make_demand(
            shift=make_shift(start=tokyo(2027, 1, 13, 9), report_at=tokyo(2027, 1, 13, 8, 59), place=place)
        )
        with pytest.raises(actions.LimitReached, match="11時間"):
            take(person, early)
        later = make_demand(shift=make_shift(start=tokyo(2027, 1, 13, 9), report_at=tokyo(2027, 1, 13, 9), place=place))
        assert take(person, later).status == Status.CONFIRMED

    @pytest.mark.parametrize(
        ("born", "hour", "hours", "refused"),
        [
            (dt.date(2009, 6, 1), 19, 3, False),  # 17, until 22:00
            (dt.date(2009, 6, 1), 19, 3.5, True),
            (dt.date(2009, 6, 1), 4, 3, True),  # before 5:00
            (dt.date(2009, 1, 12), 20, 3, False),  # 18 on the day
            (None, 20, 3, False),  # of unknown age: no shift of this role asks
        ],
    )
    def test_minors_go_home_in_time(self, born, hour, hours, refused):
        person = make_person(birth_date=born)
        demand = make_demand(start=tokyo(2027, 1, 12, hour), hours=hours)
        if refused:
            with pytest.raises(actions.LimitReached):
                take(person, demand)
        else:
            assert take(person, demand).status == Status.CONFIRMED

    def test_a_role_may_let_minors_stay(self):
        person = make_person(birth_date=dt.date(2009, 6, 1))
        demand = make_demand(start=tokyo(2027, 1, 12, 20), role=make_role(minors_at_night=True))
        assert take(person, demand).status == Status.CONFIRMED

    def test_asking_and_a_yes_that_names_the_rule_and_says_why(self):
        boss, person, place = make_person(), make_person(), make_place()
        take(person, make_demand(start=tokyo(2027, 1, 12, 8), hours=5, place=place))
        demand = make_demand(start=tokyo(2027, 1, 12, 14), hours=4, place=place)
        asked = actions.ask_for_place(person=person, demand=demand, by=person, message="2つとも参加したいです。")
        assert (asked.status, asked.events.get().reason) == (Status.REQUESTED, "2つとも参加したいです。")
        with pytest.raises(actions.LimitReached):
            actions.approve(signup=asked, by=boss)
        with pytest.raises(actions.LimitReached):
            actions.approve(signup=asked, by=boss, overrides={Rule.REST: "別の規則"})
        with pytest.raises(actions.ReasonMissing):
            actions.approve(signup=asked, by=boss, overrides={Rule.DAILY_MAXIMUM: " "})
        actions.approve(signup=asked, by=boss, overrides={Rule.DAILY_MAXIMUM: "本人の希望、休憩あり"})
        step = SignupEvent.objects.get(signup=asked, to_status=Status.CONFIRMED)
        assert (step.rule_overridden, step.reason, step.actor) == ("daily_maximum", "本人の希望、休憩あり", boss)

    def test_overlap_is_never_set_aside(self):
        boss, person, place = make_person(), make_person(), make_place()
        take(person, make_demand(start=tokyo(2027, 1, 12, 10), place=place))
        other = make_demand(start=tokyo(2027, 1, 12, 11), place=place)
        with pytest.raises(actions.Overlapping):
            actions.assign(person=person, demand=other, by=boss, overrides=dict.fromkeys(Rule, "どうしても"))

    def test_a_coordinator_gives_a_place_after_sign_up_has_closed(self):
        boss, person = make_person(), make_person()
        shift = make_shift(start=tokyo(2027, 1, 12, 10), sign_up_closes_at=tokyo(2027, 1, 4))
        demand = make_demand(shift=shift, capacity=1)
        with pytest.raises(actions.WindowClosed):
            take(person, demand)
        assert actions.assign(person=person, demand=demand, by=boss).status == Status.CONFIRMED
        with pytest.raises(actions.ShiftFull):
            actions.assign(person=make_person(), demand=demand, by=boss)


def test_whoever_is_put_first_gets_the_next_place():
    boss, demand = make_person(), make_demand(capacity=1, start=tokyo(2027, 1, 12, 10))
    holder = make_signup(demand=demand).person
    early, late = make_signup(demand=demand, wait=True), make_signup(demand=demand, wait=True)
    actions.put_first(signup=late, by=boss)
    actions.withdraw(person=holder, shift=demand.shift, by=holder)
    assert Signup.objects.get(pk=late.pk).status == Status.OFFERED
    assert Signup.objects.get(pk=early.pk).status == Status.WAITLISTED
    with pytest.raises(actions.NothingToDecide):
        actions.put_first(signup=late, by=boss)
