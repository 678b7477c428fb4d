"""Pages on which seats change hands: who may do what, and what they say (volunteering.md 5, 7, 11, 12)."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from portal.mail.models import OutgoingMail
from portal.people.models import Guardian, InsuranceCover
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_signup, tokyo
from volunteers import actions
from volunteers.models import Demand, HandOver, Party, Shift, ShiftState, Signup, Status

pytestmark = pytest.mark.django_db

NOW = tokyo(2027, 1, 5, 12)
DAY = tokyo(2027, 1, 15, 10)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def me(client):
    person = make_person()
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"volunteers:{name}", args=args)


def a_party(captain, *, seats=3, capacity=9, **options):
    demand = make_demand(start=DAY, capacity=capacity, **options)
    return actions.book_party(
        captain=captain, demand=demand, kind="friends", name="ともだち会", seats=seats, by=captain
    )


def link_in_mail(pattern):
    mail = OutgoingMail.objects.order_by("-pk").first()
    return re.search(pattern, mail.text).group(0)


class TestWhoMayDoWhat:
    """Each address: visitor, somebody else, whoever it belongs to. 302 to sign in, 404 for what is none of one's business."""

    OWN_PARTY = ("party", "party-seats", "party-link", "party-leaders", "party-child")

    @pytest.mark.parametrize(
        "name", ["cannot-come", "hand-over", "stop-hand-over", "together", "hand-over-pool", "guardian", "insurance"]
    )
    def test_a_visitor_signs_in_first(self, client, name):
        signup = make_signup(demand=make_demand(start=DAY))
        args = [] if name in {"hand-over-pool", "guardian", "insurance"} else [signup.shift_id]
        method = client.post if name in {"hand-over", "stop-hand-over"} else client.get
        response = method(url(name, *args))
        assert (response.status_code, "/accounts/login/" in response["Location"]) == (302, True)

    @pytest.mark.parametrize("name", OWN_PARTY)
    def test_a_party_opens_to_its_captain_only(self, client, me, name):
        party = a_party(make_person())
        method = client.get if name == "party" else client.post
        assert method(url(name, party.pk)).status_code == 404
        client.force_login(party.captain)
        assert method(url(name, party.pk), {"name": "みなみ"}).status_code in {200, 302, 422}

    @pytest.mark.parametrize("name", ["cannot-come", "hand-over"])
    def test_who_has_no_place_is_led_to_the_shift(self, client, me, name):
        signup = make_signup(demand=make_demand(start=DAY))
        response = client.post(url(name, signup.shift_id), {"to": "pool"}, follow=True)
        assert response.redirect_chain[-1][0] == url("shift-detail", signup.shift_id)
        assert not HandOver.objects.exists()

    @pytest.mark.parametrize(
        "name", ["take-over", "party-seats", "party-link", "party-leaders", "party-child", "stop-hand-over"]
    )
    def test_what_changes_something_is_never_a_link(self, client, me, name):
        assert client.get(url(name, 1)).status_code == 405

    def test_a_named_question_is_not_in_the_pool(self, client, me):
        signup = make_signup(demand=make_demand(start=DAY))
        named = actions.offer_hand_over(
            person=signup.person, shift=signup.shift, by=signup.person, to_email="f@example.org"
        )
        assert client.post(url("take-over", named.pk)).status_code == 404

    def test_invented_links_open_nothing(self, client):
        assert client.get(url("join", "0" * 40)).status_code == 404
        assert client.get(url("join-by-mail", "invented")).status_code == 404
        assert client.get(url("hand-over-answer", "invented")).status_code == 404
        assert client.get(url("guardian-answer", "1:invented")).status_code == 404


class TestCannotCome:
    def test_one_page_offers_all_three_ways(self, client, me):
        signup = make_signup(demand=make_demand(start=DAY), person=me)
        make_demand(start=DAY + dt.timedelta(days=1))
        html = client.get(url("cannot-come", signup.shift_id)).content.decode()
        assert html.count('data-action="hand-over"') == 2
        assert 'data-action="change"' in html
        assert 'data-action="withdraw"' in html

    def test_a_wrong_address_loses_nothing_typed(self, client, me):
        signup = make_signup(demand=make_demand(start=DAY), person=me)
        response = client.post(url("hand-over", signup.shift_id), {"to_email": "nobody", "message": "お願いします"})
        assert response.status_code == 422
        assert 'value="nobody"' in response.content.decode()
        assert "お願いします" in response.content.decode()

    def test_from_the_mail_to_the_place(self, client, me):
        signup = make_signup(demand=make_demand(start=DAY), person=me)
        client.post(url("hand-over", signup.shift_id), {"to_email": "friend@example.org"})
        path = link_in_mail(r"/ja/step-in/[\w-]+/")
        client.logout()
        assert "ログイン" in client.get(path).content.decode()
        successor = make_person()
        client.force_login(successor)
        client.post(path, {"answer": "yes"})
        assert Signup.objects.get(pk=signup.pk).status == Status.HANDED_OVER
        assert Signup.objects.get(person=successor).status == Status.CONFIRMED
        assert "お返事がすんで" in client.get(path).content.decode()

    def test_no_needs_no_account(self, client, me):
        signup = make_signup(demand=make_demand(start=DAY), person=me)
        client.post(url("hand-over", signup.shift_id), {"to_email": "friend@example.org"})
        path = link_in_mail(r"/ja/step-in/[\w-]+/")
        client.logout()
        client.post(path, {"answer": "no"})
        assert HandOver.objects.get().outcome == HandOver.Outcome.DECLINED
        assert Signup.objects.get(pk=signup.pk).status == Status.CONFIRMED

    def test_another_shift_in_one_tap(self, client, me):
        signup, other = (
            make_signup(demand=make_demand(start=DAY), person=me),
            make_demand(start=DAY + dt.timedelta(days=1)),
        )
        client.post(url("change", signup.shift_id), {"demand": other.pk})
        assert Signup.objects.live().get(person=me).demand == other
        response = client.post(url("change", other.shift_id), {"demand": "nonsense"}, follow=True)
        assert "シフトを1つ選んで" in response.content.decode()

    def test_the_pool_is_taken_from_by_one_button(self, client, me):
        signup = make_signup(demand=make_demand(start=DAY))
        hand_over = actions.offer_hand_over(person=signup.person, shift=signup.shift, by=signup.person)
        html = client.get(url("hand-over-pool")).content.decode()
        assert f'data-kind="hand-over" data-id="{hand_over.pk}"' in html
        assert signup.person.display_name not in html  # volunteering.md 11
        client.post(url("take-over", hand_over.pk))
        assert Signup.objects.get(person=me).status == Status.CONFIRMED


class TestPromises:
    def test_the_list_leads_to_the_text_and_the_page_takes_the_tick(self, client, me):
        demand = make_demand(start=DAY, role=make_role(pledge_ja="話しません。"))
        html = client.get(url("shift-list")).content.decode()
        assert f"/ja/shifts/{demand.shift_id}/?take={demand.pk}#places" in html
        page = client.get(url("shift-detail", demand.shift_id)).content.decode()
        assert 'name="promised" value="pledge" required' in page
        client.post(url("sign-up", demand.shift_id), {"demand": demand.pk})
        assert not Signup.objects.exists()
        client.post(url("sign-up", demand.shift_id), {"demand": demand.pk, "promised": "pledge"})
        assert Signup.objects.get().status == Status.CONFIRMED


class TestAsking:
    def test_a_limit_comes_with_a_question_to_the_coordinator(self, client, me):
        place = make_place()
        make_signup(demand=make_demand(start=DAY, hours=5, place=place), person=me)
        demand = make_demand(start=DAY + dt.timedelta(hours=6), hours=4, place=place)
        page = client.get(url("shift-detail", demand.shift_id)).content.decode()
        assert 'data-action="ask"' in page
        client.post(url("ask", demand.shift_id), {"demand": demand.pk, "message": "両方出たいです"})
        signup = Signup.objects.get(demand=demand)
        assert (signup.status, signup.events.get().reason) == (Status.REQUESTED, "両方出たいです")
        assert "申し込みを取り消す" in client.get(url("shift-detail", demand.shift_id)).content.decode()
        client.post(url("withdraw", demand.shift_id))
        assert Signup.objects.get(pk=signup.pk).status == Status.CANCELLED_BY_VOLUNTEER


class TestTogether:
    def book(self, client, demand, **changes):
        data = {"kind": "friends", "name": "ともだち会", "seats": "3", "captain_comes": "on"} | changes
        return client.post(url("together", demand.shift_id), data)

    def test_booking_leads_to_the_link(self, client, me):
        demand = make_demand(start=DAY, capacity=4)
        response = self.book(client, demand)
        party = Party.objects.get()
        assert response["Location"] == url("party", party.pk)
        assert f"/ja/join/{party.token}/" in client.get(response["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [({"seats": "12"}, "2人から9人"), ({"seats": "5"}, "空きは4席"), ({"name": ""}, "必須")],
    )
    def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(self, client, me, changes, sentence):
        response = self.book(client, make_demand(start=DAY, capacity=4), **changes)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert f'value="{changes.get("seats", "3")}"' in response.content.decode()
        assert not Party.objects.exists()

    def test_a_friend_with_an_account_takes_a_seat(self, client, me):
        party = a_party(make_person())
        client.post(url("join", party.token))
        assert Signup.objects.get(person=me).party == party
        assert "参加が決まっています" in client.get(url("join", party.token)).content.decode()

    def test_a_friend_without_one_needs_an_address_and_a_name(self, client):
        party = a_party(make_person())
        client.post(url("join", party.token), {"email": "neu@example.org"})
        path = link_in_mail(r"/ja/join/by-mail/[\w.:-]+/")
        assert client.post(path, {"family_name": "佐藤"}).status_code == 422
        response = client.post(path, {"family_name": "佐藤", "given_name": "光", "consent": "on"})
        assert "参加が決まりました" in response.content.decode()
        assert Signup.objects.get(person__email="neu@example.org").party == party

    def test_the_answer_does_not_say_whether_an_address_has_an_account(self, client):
        party, known = a_party(make_person()), make_person()
        answers = [
            client.post(url("join", party.token), {"email": email}, follow=True).content.decode().replace(email, "…")
            for email in (known.email, "unknown@example.org")
        ]
        said = [re.findall(r"メールをお送りしました", answer) for answer in answers]
        assert said[0] == said[1] != []
        assert (
            OutgoingMail.objects.filter(to=[known.email]).count()
            == OutgoingMail.objects.filter(to=["unknown@example.org"]).count()
            == 1
        )

    def test_a_link_of_the_mail_ends_after_three_days(self, client, clock):
        party = a_party(make_person())
        client.post(url("join", party.token), {"email": "neu@example.org"})
        path = link_in_mail(r"/ja/join/by-mail/[\w.:-]+/")
        clock.shift(dt.timedelta(days=3, seconds=1))
        assert client.get(path).status_code == 404

    def test_the_captain_gives_some_unnamed_seats_back(self, client, me):
        party = a_party(me, seats=4)
        client.post(url("party-seats", party.pk), {"few": "2"})
        assert Signup.objects.holding().filter(party=party).count() == 2
        client.post(url("party-seats", party.pk), {"few": "", "seats": ["x", "-1"]})
        assert Signup.objects.holding().filter(party=party).count() == 2

    def test_who_has_a_place_already_books_for_the_others(self, client, me):
        demand = make_demand(start=DAY, capacity=9)
        box = r'<input[^>]*name="captain_comes"[^>]*>'
        assert "checked" in re.search(box, client.get(url("together", demand.shift_id)).content.decode()).group(0)
        make_signup(demand=demand, person=me)
        assert "checked" not in re.search(box, client.get(url("together", demand.shift_id)).content.decode()).group(0)

    def test_the_page_of_an_old_link_has_a_heading_and_a_way_on(self, client):
        html = client.get(url("join", "0" * 40)).content.decode()
        assert "<h1>このリンクはもう使えません</h1>" in html
        assert url("shift-list") in html

    @pytest.mark.parametrize("count", [2, 9])
    def test_the_captains_page_costs_the_same_for_two_and_nine(self, client, me, count, django_assert_num_queries):
        party = a_party(me, seats=count)
        for _ in range(count - 1):
            person = make_person()
            actions.claim_seat(party=party, person=person, by=person)
        client.get(url("party", party.pk))
        with django_assert_num_queries(11):
            client.get(url("party", party.pk))


class TestGuardian:
    def test_from_the_minor_to_the_guardian_and_back(self, client, me):
        client.post(url("guardian"), {"name": "山田 太郎", "email": "parent@example.org"})
        path = link_in_mail(r"/ja/guardian/[\w:-]+/")
        client.logout()
        assert client.post(path, {"name": "山田 太郎"}).status_code == 422
        client.post(path, {"name": "山田 太郎", "agree": "on"})
        assert Guardian.objects.agreeing().filter(minor=me).exists()
        client.post(path, {"withdraw": "1"})
        assert not Guardian.objects.agreeing().exists()

    def test_ones_own_address_is_refused_beside_the_form(self, client, me):
        response = client.post(url("guardian"), {"name": "わたし", "email": me.email})
        assert response.status_code == 422
        assert "ご自分のアドレス" in response.content.decode()


def test_insurance_is_entered_with_one_button_and_only_for_years_that_are_open(client, me):
    client.post(url("insurance"), {"year": "2026"})
    client.post(url("insurance"), {"year": "2031"})
    assert InsuranceCover.objects.get().year == 2026
    assert "加入済み" in client.get(url("insurance")).content.decode()


@pytest.mark.parametrize("count", [10, 2000])
def test_the_list_of_shifts_costs_the_same_for_ten_and_two_thousand(client, me, count, django_assert_num_queries):
    place, role = make_place(), make_role(pledge_ja="約束", insurance_needed=True, languages_helpful=["en"])
    write_shifts(place, role, count)
    client.get(url("shift-list"))
    with django_assert_num_queries(13):
        client.get(url("shift-list"))


def write_shifts(place, role, count):
    """Many shifts in two statements."""
    starts = [DAY + dt.timedelta(hours=3 * number) for number in range(count)]
    shifts = Shift.objects.bulk_create(
        Shift(place=place, start=start, report_at=start, end=start + dt.timedelta(hours=2), state=ShiftState.OPEN)
        for start in starts
    )
    Demand.objects.bulk_create(Demand(shift=shift, role=role, min_needed=1, capacity=2) for shift in shifts)
