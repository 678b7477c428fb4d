"""Giving a place to somebody else, or changing it for another (volunteering.md 7)."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from volunteers import actions, queries
from volunteers.models import HandOver, Signup, Status

pytestmark = pytest.mark.django_db

NOW = tokyo(2027, 1, 5, 12)
DAY = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def on_the_fifth_of_january():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def mails(template):
    return list(OutgoingMail.objects.filter(key__startswith=f"{template}:").order_by("pk"))


def offered(signup, **options):
    return actions.offer_hand_over(person=signup.person, shift=signup.shift, by=signup.person, **options)


def status_of(signup):
    return Signup.objects.get(pk=signup.pk).status


def test_the_original_keeps_the_duty_until_the_successor_is_confirmed():
    lead, successor = make_person(is_staff=True), make_person()
    demand = make_demand(shift=make_shift(start=DAY, lead=lead), capacity=1)
    signup = make_signup(demand=demand)
    hand_over = offered(signup)
    assert status_of(signup) == Status.CONFIRMED
    taken = actions.take_over(hand_over=hand_over, person=successor, by=successor)
    assert (status_of(signup), taken.status) == (Status.HANDED_OVER, Status.CONFIRMED)
    again = HandOver.objects.get()
    assert (again.outcome, again.successor) == (HandOver.Outcome.TAKEN, taken)
    assert Signup.objects.holding().filter(demand=demand).count() == 1
    assert [mail.to for mail in mails("shift_handed_over")] == [[signup.person.email]]
    assert [mail.to for mail in mails("shift_confirmed")][-1] == [successor.email]
    assert [mail.to for mail in mails("shift_lead_told")] == [[lead.email]]


def test_nobody_asks_themselves_and_what_was_typed_is_kept(client):
    signup = make_signup(demand=make_demand(start=DAY))
    client.force_login(signup.person)
    own = signup.person.email.upper()
    response = client.post(f"/ja/shifts/{signup.shift_id}/hand-over/", {"to_email": own, "message": "おねがい"})
    html = response.content.decode()
    assert (response.status_code, own in html, "おねがい" in html) == (422, True, True)
    assert "ご自身のメールアドレスです" in html
    assert (HandOver.objects.count(), mails("shift_hand_over_asked")) == (0, [])


def test_a_successor_who_cannot_leaves_everything_as_it_was():
    place, successor = make_place(), make_person()
    signup = make_signup(demand=make_demand(start=DAY, place=place))
    make_signup(demand=make_demand(start=DAY, place=place), person=successor)
    hand_over = offered(signup)
    with pytest.raises(actions.Overlapping):
        actions.take_over(hand_over=hand_over, person=successor, by=successor)
    assert status_of(signup) == Status.CONFIRMED
    assert HandOver.objects.get().outcome == HandOver.Outcome.OPEN


def test_the_successor_fulfils_what_the_role_asks():
    signup = make_signup(
        demand=make_demand(start=DAY, role=make_role(languages=["ja"])), person=make_person(languages_spoken=["ja"])
    )
    hand_over, successor = offered(signup), make_person()
    with pytest.raises(actions.LanguageMissing):
        actions.take_over(hand_over=hand_over, person=successor, by=successor)


def test_a_closed_window_does_not_keep_a_successor_away():
    shift = make_shift(start=DAY, sign_up_closes_at=DAY - dt.timedelta(days=2))
    signup = make_signup(demand=make_demand(shift=shift, capacity=1))
    with time_machine.travel(DAY - dt.timedelta(hours=3), tick=False):
        hand_over, successor = offered(signup), make_person()
        assert actions.take_over(hand_over=hand_over, person=successor, by=successor).status == Status.CONFIRMED


def test_the_second_who_steps_in_is_told_that_somebody_was_quicker():
    hand_over, first, second = offered(make_signup(demand=make_demand(start=DAY))), make_person(), make_person()
    actions.take_over(hand_over=hand_over, person=first, by=first)
    with pytest.raises(actions.HandOverGone):
        actions.take_over(hand_over=hand_over, person=second, by=second)


def test_nobody_takes_their_own_place_over():
    signup = make_signup(demand=make_demand(start=DAY))
    with pytest.raises(actions.HandOverGone):
        actions.take_over(hand_over=offered(signup), person=signup.person, by=signup.person)
    assert status_of(signup) == Status.CONFIRMED


def test_who_waits_for_the_shift_and_steps_in_waits_no_longer():
    shift = make_shift(start=DAY)
    signup = make_signup(demand=make_demand(shift=shift))
    other = make_demand(shift=shift, capacity=1)
    make_signup(demand=other)
    waiting = make_signup(demand=other, wait=True)
    hand_over = offered(signup)
    actions.take_over(hand_over=hand_over, person=waiting.person, by=waiting.person)
    assert status_of(waiting) == Status.CANCELLED_BY_VOLUNTEER
    assert Signup.objects.live().filter(shift=shift, person=waiting.person).get().demand == signup.demand


def test_a_named_person_is_written_to_once_with_the_only_copy_of_the_link():
    hand_over = offered(
        make_signup(demand=make_demand(start=DAY)), to_email="Friend@Example.org ", message="お願いします。"
    )
    (mail,) = mails("shift_hand_over_asked")
    assert mail.to == ["friend@example.org"]
    token = re.search(r"/step-in/([\w-]+)/", mail.text).group(1)
    assert "お願いします。" in mail.text
    assert queries.hand_over_by_token(token) == hand_over
    assert token not in hand_over.token_hash


def test_whoever_holds_the_link_takes_it_under_every_rule_and_the_original_reads_the_name(client):
    role = make_role(minimum_age=18)
    signup = make_signup(
        demand=make_demand(start=DAY, role=role), person=make_person(birth_date=dt.date(1980, 1, 1), language="en")
    )
    offered(signup, to_email="friend@example.org")
    (mail,) = mails("shift_hand_over_asked")
    link = re.search(r"/en(/step-in/[\w-]+/)", mail.text).group(1)
    child, friend = make_person(birth_date=dt.date(2015, 1, 1)), make_person(birth_date=dt.date(1990, 1, 1))
    client.force_login(child)
    client.post(f"/en{link}", {"answer": "yes"})
    assert status_of(signup) == Status.CONFIRMED
    client.force_login(friend)  # an account with another address than the one that was written to
    client.post(f"/en{link}", {"answer": "yes"})
    assert status_of(signup) == Status.HANDED_OVER
    (told,) = mails("shift_handed_over")
    assert (told.to, friend.display_name in told.text) == ([signup.person.email], True)


def test_no_by_mail_leaves_the_duty_where_it_was_and_says_so():
    signup = make_signup(demand=make_demand(start=DAY))
    hand_over = offered(signup, to_email="friend@example.org")
    actions.decline_hand_over(hand_over=hand_over)
    assert (status_of(signup), HandOver.objects.get().outcome) == (Status.CONFIRMED, HandOver.Outcome.DECLINED)
    assert [mail.to for mail in mails("shift_hand_over_declined")] == [[signup.person.email]]
    with pytest.raises(actions.HandOverGone):
        actions.decline_hand_over(hand_over=hand_over)


def test_asking_another_person_ends_the_first_question():
    signup = make_signup(demand=make_demand(start=DAY))
    first = offered(signup, to_email="one@example.org")
    offered(signup, to_email="two@example.org")
    person = make_person()
    with pytest.raises(actions.HandOverGone):
        actions.take_over(hand_over=first, person=person, by=person)
    assert HandOver.objects.filter(outcome=HandOver.Outcome.OPEN).count() == 1


def test_a_place_given_back_looks_for_nobody_any_more():
    signup = make_signup(demand=make_demand(start=DAY))
    hand_over = offered(signup)
    actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)
    assert HandOver.objects.get().outcome == HandOver.Outcome.STOPPED
    person = make_person()
    with pytest.raises(actions.HandOverGone):
        actions.take_over(hand_over=hand_over, person=person, by=person)


def test_who_waits_comes_before_the_pool():
    demand = make_demand(start=DAY, capacity=1)
    signup = make_signup(demand=demand)
    make_signup(demand=demand, wait=True)
    with pytest.raises(actions.HandOverNotNeeded):
        offered(signup)
    assert offered(signup, to_email="friend@example.org").outcome == HandOver.Outcome.OPEN


def test_after_the_beginning_nothing_is_handed_over():
    signup = make_signup(demand=make_demand(start=DAY))
    hand_over, person = offered(signup), make_person()
    with time_machine.travel(DAY, tick=False):
        with pytest.raises(actions.ShiftHasBegun):
            offered(signup)
        with pytest.raises(actions.HandOverGone):
            actions.take_over(hand_over=hand_over, person=person, by=person)


def test_stopping_keeps_the_place():
    signup = make_signup(demand=make_demand(start=DAY))
    offered(signup)
    actions.stop_hand_over(person=signup.person, shift=signup.shift, by=signup.person)
    assert (status_of(signup), HandOver.objects.get().outcome) == (Status.CONFIRMED, HandOver.Outcome.STOPPED)


def test_the_database_knows_no_taking_over_without_a_successor():
    hand_over = offered(make_signup(demand=make_demand(start=DAY)))
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=hand_over.pk).update(outcome="taken", closed_at=NOW)


class TestPool:
    def test_it_shows_what_others_hand_over_and_why_some_of_it_does_not_fit(self):
        reader = make_person(languages_spoken=["ja"])
        fits = offered(make_signup(demand=make_demand(start=DAY)))
        speaks = make_person(languages_spoken=["fr"])
        french = offered(make_signup(demand=make_demand(start=DAY, role=make_role(languages=["fr"])), person=speaks))
        offered(make_signup(demand=make_demand(start=DAY + dt.timedelta(days=3)), person=reader))
        offered(make_signup(demand=make_demand(start=DAY)), to_email="friend@example.org")
        found = queries.pool_for(queries.standing_of(reader, now=NOW), now=NOW)
        assert {vacancy.hand_over: vacancy.can_be_taken for vacancy in found} == {fits: True, french: False}

    @pytest.mark.parametrize("count", [1, 12])
    def test_the_pool_takes_four_queries_however_many_places_are_in_it(self, count, django_assert_num_queries):
        for number in range(count):
            offered(make_signup(demand=make_demand(start=DAY + dt.timedelta(days=number))))
        reader = make_person()
        with django_assert_num_queries(4):
            assert len(queries.pool_for(queries.standing_of(reader, now=NOW), now=NOW)) == count


class TestAnotherShift:
    def test_both_steps_or_neither(self):
        place = make_place()
        signup = make_signup(demand=make_demand(start=DAY, place=place))
        full = make_demand(start=DAY + dt.timedelta(days=1), capacity=1)
        make_signup(demand=full)
        with pytest.raises(actions.ShiftFull):
            actions.change_places(person=signup.person, shift=signup.shift, demand=full, by=signup.person)
        assert status_of(signup) == Status.CONFIRMED
        overlapping = make_demand(start=DAY + dt.timedelta(hours=1), place=place)
        new = actions.change_places(person=signup.person, shift=signup.shift, demand=overlapping, by=signup.person)
        assert (status_of(signup), new.status) == (Status.CANCELLED_BY_VOLUNTEER, Status.CONFIRMED)

    def test_the_place_left_goes_to_whoever_waits(self):
        demand, other = make_demand(start=DAY, capacity=1), make_demand(start=DAY + dt.timedelta(days=1))
        signup = make_signup(demand=demand)
        waiting = make_signup(demand=demand, wait=True)
        actions.change_places(person=signup.person, shift=signup.shift, demand=other, by=signup.person)
        assert status_of(waiting) == Status.OFFERED

    def test_what_is_offered_instead_may_be_at_the_same_time(self):
        place = make_place()
        signup = make_signup(demand=make_demand(start=DAY, place=place))
        at_once = make_demand(start=DAY + dt.timedelta(hours=1), place=place)
        standing = queries.standing_of(signup.person, now=NOW)
        assert [card.shift for card in queries.cards_instead(signup.shift, standing, now=NOW)] == [at_once.shift]


def test_the_lead_is_told_of_a_place_given_back_but_not_of_an_undo(on_the_fifth_of_january):
    lead = make_person(is_staff=True)
    demand = make_demand(shift=make_shift(start=DAY, lead=lead), capacity=3)
    undone, gone = make_signup(demand=demand), make_signup(demand=demand)
    actions.withdraw(person=undone.person, shift=demand.shift, by=undone.person)
    assert mails("shift_lead_told") == []
    on_the_fifth_of_january.shift(dt.timedelta(hours=1))
    actions.withdraw(person=gone.person, shift=demand.shift, by=gone.person, reason="都合が悪くなりました。")
    (mail,) = mails("shift_lead_told")
    assert mail.to == [lead.email]
    assert "都合が悪くなりました。" in mail.text
