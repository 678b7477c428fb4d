"""The pages: without JavaScript, with htmx, in both languages (volunteering.md, rules 11 and 12)."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_series, make_shift, make_signup, tokyo
from volunteers import actions
from volunteers.models import Demand, ShiftState, Signup, Status

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(client, **fields):
    person = make_person(**fields)
    client.force_login(person)
    return person


def url(name, shift, language="ja"):
    with override(language):
        return reverse(f"volunteers:{name}", args=[shift.pk])


def card(response, shift):
    """The markup of one card."""
    html = response.content.decode()
    found = re.search(rf'<article[^>]*id="shift-{shift.pk}".*?</article>', html, re.DOTALL)
    return found.group() if found else ""


class TestList:
    @pytest.mark.parametrize(("language", "words"), [("ja", "参加できるシフト"), ("en", "Shifts you can take")])
    def test_it_speaks_both_languages(self, client, language, words):
        shift = make_demand(start=START, role=make_role(name_ja="袋詰め", name_en="Portioning")).shift
        response = client.get(f"/{language}/shifts/")
        assert f"<h1>{words}</h1>" in response.content.decode()
        assert {"ja": "袋詰め", "en": "Portioning"}[language] in card(response, shift)

    def test_a_card_says_what_it_is_and_how_to_take_it(self, client):
        shift = make_demand(start=START).shift
        html = card(client.get("/ja/shifts/"), shift)
        assert f'data-kind="shift" data-id="{shift.pk}"' in html
        assert 'data-action="sign-up"' in html
        assert f'action="/ja/shifts/{shift.pk}/sign-up/"' in html

    def test_days_are_tokyo_days(self, client):
        make_demand(start=tokyo(2027, 1, 12, 7))
        assert 'id="day-2027-01-12"' in client.get("/ja/shifts/").content.decode()

    def test_only_what_one_can_take_and_everything_on_request(self, client):
        signed_in(client, languages_spoken=["ja"])
        mine = make_demand(start=START).shift
        french = make_demand(start=START, role=make_role(languages=["fr"])).shift
        cancelled = make_demand(start=START).shift
        actions.cancel_shift(shift=cancelled, by=make_person())
        first, everything = client.get("/ja/shifts/"), client.get("/ja/shifts/?all=1")
        assert [bool(card(first, shift)) for shift in (mine, french, cancelled)] == [True, False, False]
        assert [bool(card(everything, shift)) for shift in (mine, french, cancelled)] == [True, True, True]
        assert "フランス語" in card(everything, french)
        assert "中止" in card(everything, cancelled)

    def test_drafts_are_not_shown(self, client):
        shift = make_demand(start=START, state=ShiftState.DRAFT).shift
        assert card(client.get("/ja/shifts/?all=1"), shift) == ""
        assert client.get(url("shift-detail", shift)).status_code == 404

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("kind=office", [True, False]),
            ("kind=event", [False, True]),
            ("role=food", [True, False]),
            ("lang=en", [False, True]),
            ("hours=2", [True, False]),
            ("hours=4", [True, True]),
            ("from=2027-01-13", [False, True]),
            ("kind=nonsense&place=x&lang=xx&hours=7&from=yesterday", [True, True]),
        ],
    )
    def test_filters(self, client, query, shown):
        office = make_role(slug="food", kind="office")
        event = make_role(slug="expo", kind="event", languages=["en"])
        first = make_demand(start=START, role=office, hours=2).shift
        second = make_demand(start=START + dt.timedelta(days=1), role=event, hours=4).shift
        response = client.get(f"/ja/shifts/?{query}")
        assert [bool(card(response, shift)) for shift in (first, second)] == shown

    def test_a_place_is_a_filter(self, client):
        here, there = make_demand(start=START).shift, make_demand(start=START).shift
        response = client.get(f"/ja/shifts/?place={here.place_id}")
        assert [bool(card(response, shift)) for shift in (here, there)] == [True, False]

    def test_an_empty_list_says_what_to_do_next(self, client):
        html = client.get("/ja/shifts/?kind=junior").content.decode()
        assert "この条件に合うシフトはありません" in html
        assert 'href="?"' in html

    def test_past_forty_cards_there_is_a_way_on(self, client):
        for n in range(42):
            make_demand(start=START + dt.timedelta(days=n))
        response = client.get("/ja/shifts/")
        assert response.content.decode().count('data-kind="shift"') == 40
        assert response.context["later"] == "?from=2027-02-21"
        assert client.get("/ja/shifts/?from=2027-02-21").content.decode().count('data-kind="shift"') == 2

    def test_the_strip_begins_today_and_stays_while_one_chooses_a_day(self, client):
        first = client.get("/ja/shifts/").context["week"]
        chosen = client.get("/ja/shifts/?from=2027-01-06").context["week"]
        assert [day["date"] for day in first] == [dt.date(2027, 1, 4) + dt.timedelta(days=n) for n in range(7)]
        assert [day["current"] for day in chosen] == [False, False, True, False, False, False, False]

    @pytest.mark.parametrize("count", [1, 3, 40])
    def test_the_list_of_a_visitor_takes_seven_queries_however_many(self, client, count, django_assert_num_queries):
        many_shifts(count)
        client.get("/ja/shifts/")
        with django_assert_num_queries(7):
            client.get("/ja/shifts/")

    @pytest.mark.parametrize("count", [1, 3, 40])
    def test_the_list_of_a_volunteer_takes_eleven_queries_however_many(self, client, count, django_assert_num_queries):
        person = signed_in(client)
        for demand in many_shifts(count):
            make_signup(demand=demand)
        make_signup(person=person)
        client.get("/ja/shifts/")
        with django_assert_num_queries(11):
            client.get("/ja/shifts/")


def many_shifts(count):
    return [make_demand(start=START + dt.timedelta(hours=n)) for n in range(count)]


class TestSigningUp:
    def test_without_javascript_one_comes_back_to_the_card(self, client):
        person = signed_in(client)
        demand = make_demand(start=START)
        data = {"demand": demand.pk, "next": "/ja/shifts/?kind=office"}
        response = client.post(url("sign-up", demand.shift), data)
        assert (response.status_code, response["Location"]) == (302, f"/ja/shifts/?kind=office#shift-{demand.shift_id}")
        assert Signup.objects.get().person == person
        page = client.get("/ja/shifts/?kind=office")
        assert "参加が決まりました" in page.content.decode()
        assert 'data-action="withdraw"' in card(page, demand.shift)

    def test_with_htmx_the_card_is_swapped_with_calendar_and_undo(self, client):
        signed_in(client)
        demand = make_demand(start=START)
        response = client.post(url("sign-up", demand.shift), {"demand": demand.pk}, headers=HTMX)
        html = response.content.decode()
        assert response.status_code == 200
        assert "<html" not in html
        assert "参加予定" in html
        assert f"/calendar/shifts/{demand.shift_id}.ics" in html
        assert 'data-action="withdraw"' in html
        assert 'data-action="sign-up"' not in html

    def test_undo_gives_the_place_back(self, client):
        signed_in(client)
        demand = make_demand(start=START)
        client.post(url("sign-up", demand.shift), {"demand": demand.pk})
        html = client.post(url("withdraw", demand.shift), headers=HTMX).content.decode()
        assert Signup.objects.get().status == Status.CANCELLED_BY_VOLUNTEER
        assert "参加を取り消しました" in html
        assert 'data-action="sign-up"' in html

    def test_a_shift_with_one_role_needs_no_choice_and_one_with_two_asks(self, client):
        signed_in(client)
        single, double = make_demand(start=START), make_demand(start=START + dt.timedelta(days=1))
        make_demand(shift=double.shift)
        client.post(url("sign-up", single.shift))
        response = client.post(url("sign-up", double.shift), follow=True)
        assert "役割を一つ選んでください" in response.content.decode()
        assert [signup.demand for signup in Signup.objects.all()] == [single]

    def test_the_demand_of_another_shift_is_refused(self, client):
        signed_in(client)
        here, elsewhere = make_demand(start=START), make_demand(start=START)
        client.post(url("sign-up", here.shift), {"demand": elsewhere.pk})
        assert not Signup.objects.exists()

    @pytest.mark.parametrize(
        ("language", "words"),
        [("ja", "たったいま、満員になりました"), ("en", "The last place has just been taken")],
    )
    def test_who_comes_second_reads_a_clear_sentence_and_can_wait(self, client, language, words):
        demand = make_demand(start=START, capacity=1)
        make_signup(demand=demand)
        signed_in(client)
        html = client.post(url("sign-up", demand.shift, language), headers=HTMX).content.decode()
        assert words in html
        assert '<input type="hidden" name="wait" value="1">' in html
        plain = client.post(url("sign-up", demand.shift, language), follow=True).content.decode()
        assert words in plain

    def test_waiting_shows_ones_turn(self, client):
        demand = make_demand(start=START, capacity=1)
        make_signup(demand=demand)
        make_signup(demand=demand, wait=True)
        signed_in(client)
        html = client.post(url("sign-up", demand.shift), {"wait": "1"}, headers=HTMX).content.decode()
        assert "キャンセル待ち 2番目" in html

    def test_a_double_click_reads_that_one_is_in_already(self, client):
        signed_in(client)
        demand = make_demand(start=START)
        client.post(url("sign-up", demand.shift))
        html = client.post(url("sign-up", demand.shift), headers=HTMX).content.decode()
        assert "もう申し込んでいます" in html
        assert "参加予定" in html
        assert Signup.objects.count() == 1

    def test_a_refusal_offers_the_way_out(self, client):
        signed_in(client, languages_spoken=["ja"])
        demand = make_demand(start=START, role=make_role(languages=["fr"]))
        html = client.post(url("sign-up", demand.shift), follow=True).content.decode()
        assert '<a href="/ja/me/profile/">登録情報へ</a>' in html

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_nobody_is_sent_to_another_host(self, client, elsewhere):
        signed_in(client)
        demand = make_demand(start=START)
        response = client.post(url("sign-up", demand.shift), {"next": elsewhere})
        assert response["Location"] == url("shift-detail", demand.shift)


class TestVisitors:
    def test_a_visitor_signs_in_and_comes_back_to_the_choice(self, client):
        demand = make_demand(start=START)
        response = client.post(url("sign-up", demand.shift), {"demand": demand.pk})
        back = f"/ja/shifts/{demand.shift_id}/?take={demand.pk}"
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=/ja/shifts/")
        signed_in(client)
        html = client.get(back).content.decode()
        assert "おかえりなさい" in html
        assert "shiftpage__offer--chosen" in html
        assert not Signup.objects.exists()

    def test_htmx_is_led_to_the_sign_in_page(self, client):
        demand = make_demand(start=START)
        response = client.post(url("sign-up", demand.shift), {"demand": demand.pk}, headers=HTMX)
        assert response["HX-Redirect"].startswith("/accounts/login/?next=")

    @pytest.mark.parametrize("name", ["sign-up", "withdraw", "accept-offer", "decline-offer"])
    def test_a_get_changes_nothing_and_leads_to_the_shift(self, client, name):
        signed_in(client)
        shift = make_demand(start=START).shift
        assert client.get(url(name, shift))["Location"] == url("shift-detail", shift)
        assert not Signup.objects.exists()

    @pytest.mark.parametrize("name", ["sign-up", "withdraw", "accept-offer", "decline-offer"])
    def test_an_unknown_shift_is_not_found(self, client, name):
        signed_in(client)
        assert client.post(f"/ja/shifts/999999/{name.split('-')[0]}/").status_code == 404


class TestDetail:
    def test_it_says_when_where_and_what(self, client):
        place = make_place(name_ja="事務所", address_ja="東京都千代田区西神田", meeting_point_ja="1階の入口")
        role = make_role(name_ja="袋詰め", summary_ja="米を袋に詰めます。", bring_ja="エプロン", minimum_age=15)
        shift = make_shift(start=START, place=place)
        make_demand(shift=shift, role=role)
        html = client.get(url("shift-detail", shift)).content.decode()
        for words in (
            "袋詰め",
            "1月12日(火)",
            "10:00 – 13:00",
            "9:45集合",
            "東京都千代田区西神田",
            "1階の入口",
            "米を袋に詰めます。",
            "エプロン",
            "15歳以上",
        ):
            assert words in html
        assert f"/calendar/shifts/{shift.pk}.ics" in html

    def test_names_and_a_discreet_place_are_for_those_who_have_a_place(self, client):
        lead = make_person(family_name="宮本", given_name="千佳")
        place = make_place(address_ja="秘密の住所", meeting_point_ja="受付の前", discreet=True)
        shift = make_shift(start=START, place=place, lead=lead)
        demand = make_demand(shift=shift)
        other = make_signup(demand=demand, person=make_person(family_name="他人"))
        before = client.get(url("shift-detail", shift)).content.decode()
        make_signup(demand=demand, person=signed_in(client))
        after = client.get(url("shift-detail", shift)).content.decode()
        for words in ("秘密の住所", "受付の前", "宮本 千佳"):
            assert words not in before
            assert words in after
        assert other.person.family_name not in after

    def test_a_cancelled_shift_says_so_with_two_alternatives(self, client):
        shift = make_demand(start=START).shift
        role = make_role(name_ja="代わりの仕事")
        for days in (1, 2, 3):
            make_demand(start=START + dt.timedelta(days=days), role=role)
        actions.cancel_shift(shift=shift, by=make_person(), reason_ja="台風のため")
        response = client.get(url("shift-detail", shift))
        html = response.content.decode()
        assert "このシフトは中止になりました。" in html
        assert "台風のため" in html
        assert len(response.context["others"]) == 2
        assert "data-action" not in html

    def test_an_offer_is_taken_or_let_go_on_the_page(self, client):
        demand = make_demand(start=START, capacity=1)
        holder = make_signup(demand=demand).person
        person = signed_in(client)
        make_signup(demand=demand, person=person, wait=True)
        actions.withdraw(person=holder, shift=demand.shift, by=holder)
        html = client.get(url("shift-detail", demand.shift)).content.decode()
        assert "1月5日(火) 10:00まで確保しています" in html
        client.post(url("accept-offer", demand.shift))
        assert Signup.objects.get(person=person).status == Status.CONFIRMED

    def test_an_offer_can_be_declined(self, client):
        demand = make_demand(start=START, capacity=1)
        holder = make_signup(demand=demand).person
        person = signed_in(client)
        make_signup(demand=demand, person=person, wait=True)
        actions.withdraw(person=holder, shift=demand.shift, by=holder)
        html = client.post(url("decline-offer", demand.shift), follow=True).content.decode()
        assert "次の方をご案内します" in html
        assert Signup.objects.get(person=person).status == Status.CANCELLED_BY_VOLUNTEER

    def test_an_offer_that_ran_out_is_told_in_a_sentence(self, client, travel):
        demand = make_demand(start=START, capacity=1)
        holder = make_signup(demand=demand).person
        person = signed_in(client)
        make_signup(demand=demand, person=person, wait=True)
        actions.withdraw(person=holder, shift=demand.shift, by=holder)
        travel.move_to(tokyo(2027, 1, 6, 10))
        html = client.post(url("accept-offer", demand.shift), follow=True).content.decode()
        assert "このご案内の期限は過ぎました" in html

    def test_a_shift_that_is_over_says_so(self, client):
        shift = make_demand(start=NOW - dt.timedelta(days=1)).shift
        assert "このシフトは終わりました" in client.get(url("shift-detail", shift)).content.decode()

    @pytest.mark.parametrize("demands", [1, 3])
    def test_the_page_takes_seven_queries_however_many_roles(self, client, demands, django_assert_num_queries):
        signed_in(client)
        shift = make_shift(start=START)
        for _ in range(demands):
            make_demand(shift=shift)
        client.get(url("shift-detail", shift))
        with django_assert_num_queries(8):
            client.get(url("shift-detail", shift))


def test_a_full_demand_without_a_waiting_list_offers_no_button(client):
    demand = make_demand(start=START, capacity=1, overflow=Demand.Overflow.BLOCK)
    make_signup(demand=demand)
    assert "data-action" not in card(client.get("/ja/shifts/?all=1"), demand.shift)


class TestForMe:
    def test_what_a_limit_refuses_is_not_offered_behind_a_briefing(self, client):
        """A role with a briefing, and too little rest after another shift: the card says the limit, the list leaves it out."""
        person = make_person()
        start = tokyo(2027, 1, 12, 8)
        make_signup(demand=make_demand(start=start - dt.timedelta(hours=12), hours=3), person=person)
        demand = make_demand(start=start, role=make_role(briefing_ja="名札をつけます。"))
        client.force_login(person)
        own_list = client.get(reverse("volunteers:shift-list"))
        cards = [card for group in own_list.context["groups"] for card in group.cards]
        assert demand.shift not in [card.shift for card in cards]
        html = client.get(reverse("volunteers:shift-list"), {"all": "1"}).content.decode()
        card = html.split(f'id="shift-{demand.shift_id}"')[1].split("</article>")[0]
        assert ("休息" in card, "読んで申し込む" in card) == (True, False)

    def test_the_strip_counts_what_a_tap_on_it_shows(self, client):
        """Of one kind of work, and for me: other shifts of the day are not counted."""
        grown_up = make_role(kind="event", minimum_age=18)
        mine = make_demand(start=START, role=make_role(kind="event")).shift
        make_demand(start=START, role=grown_up)
        make_demand(start=START, role=make_role(kind="office"))
        signed_in(client, birth_date=dt.date(2012, 1, 1))
        for query, count in (("kind=event", 0), ("kind=event&all=1", 2), ("all=1", 3)):
            response = client.get(f"/ja/shifts/?from=2027-01-12&{query}")
            (day,) = [day for day in response.context["week"] if day["current"]]
            shown = sum(len(group.cards) for group in response.context["groups"] if group.date == mine.day)
            assert (len(day["bars"]), shown) == (count, count)

    def test_a_date_of_a_series_that_was_moved_says_so(self, client):
        series = make_series(title_ja="整理", opens=True)
        shift = series.shifts.order_by("start").first()
        assert "この回は日程変更" not in client.get(url("shift-detail", shift)).content.decode()
        actions.change_time(
            shift=shift, by=make_person(), report_at=shift.report_at + dt.timedelta(days=1),
            start=shift.start + dt.timedelta(days=1), end=shift.end + dt.timedelta(days=1),
        )  # fmt: skip
        assert "この回は日程変更" in client.get(url("shift-detail", shift)).content.decode()

    def test_nobody_is_invited_to_bring_friends_to_a_cancelled_shift(self, client):
        shift = make_demand(start=START, capacity=5).shift
        together = url("together", shift)
        assert together in client.get(url("shift-detail", shift)).content.decode()
        actions.cancel_shift(shift=shift, by=make_person(), reason_ja="台風")
        assert together not in client.get(url("shift-detail", shift)).content.decode()

    def test_more_people_than_places_are_told_as_they_are(self, client):
        demand = make_demand(start=START, capacity=3)
        for _seat in range(3):
            make_signup(demand=demand)
        actions.change_capacity(demand=demand, capacity=2, min_needed=1, by=make_person())
        assert "2人の定員のうち3人" in client.get(url("shift-detail", demand.shift)).content.decode()
