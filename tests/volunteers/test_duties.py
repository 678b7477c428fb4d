"""Standing duties as their members meet them: on "my page", on the series' page, in the post."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests.factories.people import make_person
from tests.factories.volunteers import make_role, make_series, tokyo
from volunteers import actions, queries
from volunteers.models import Promise, Shift, Signup, StandingMember, Status
from volunteers.queries import Need

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 8)  # a Monday
FIRST, SECOND = dt.date(2027, 1, 5), dt.date(2027, 1, 12)


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def me(client):
    person = make_person(language="ja")
    client.force_login(person)
    return person


def on(series, day):
    return Shift.objects.get(series=series, occurrence_date=day)


def begin(person, series, **more):
    return actions.come_every_time(
        person=person, series=series, role=series.demands.first().role, by=person, **more
    )


class TestMyPage:
    def test_a_duty_says_how_often_when_next_and_how_to_skip_or_leave(self, client, me):
        series = make_series(title_ja="受付", title_en="Reception")
        begin(me, series)
        html = client.get("/ja/me/").content.decode()
        assert "毎回参加しているシフト" in html
        assert "毎週火曜日" in html
        assert "次回：1月5日(火) 10:00" in html
        assert f'href="/ja/shifts/{on(series, FIRST).pk}/cannot-come/"' in html
        assert f'href="/ja/shifts/series/{series.pk}/#every-time"' in html

    def test_a_date_that_was_given_back_is_named_before_the_next_one(self, me):
        series = make_series()
        begin(me, series)
        actions.withdraw(person=me, shift=on(series, FIRST), by=me)
        (duty,) = queries.duties_of(me, now=NOW)
        assert [shift.occurrence_date for shift in duty.without] == [FIRST]
        assert duty.next.shift.occurrence_date == SECOND
        assert duty.may_give_back

    def test_a_turn_on_the_waiting_list_is_no_place_to_give_back(self, client, me):
        series = make_series(needs=[Need(make_role(), 1, 1, "waitlist")])
        begin(make_person(), series)
        begin(me, series)
        (duty,) = queries.duties_of(me, now=NOW)
        assert (duty.next.status, duty.may_give_back) == (Status.WAITLISTED, False)
        assert "キャンセル待ち" in client.get("/ja/me/").content.decode()

    def test_a_duty_without_a_published_date_leads_nowhere_that_does_not_exist(self, client, me):
        series = make_series(opens=False)
        begin(me, series)
        html = client.get("/ja/me/").content.decode()
        assert "いま決まっている日はありません" in html
        assert f"/ja/shifts/series/{series.pk}/" not in html

    def test_who_left_has_no_duty_any_more(self, me):
        begin(me, make_series())
        actions.stop_coming(member=StandingMember.objects.get(), since=timezone.localdate(), by=me)
        assert queries.duties_of(me, now=NOW) == []

    @pytest.mark.parametrize("rows", [1, 3])
    def test_one_and_three_duties_cost_the_same(self, me, django_assert_num_queries, rows):
        for hour in range(rows):
            begin(me, make_series(meets=dt.time(8 + 3 * hour), begins=dt.time(8 + 3 * hour), ends=dt.time(9 + 3 * hour)))
        with django_assert_num_queries(5):
            assert len(queries.duties_of(me, now=NOW)) == rows


class TestPromisesOfASeries:
    @pytest.fixture
    def role(self):
        return make_role(briefing_ja="名札をつけます。", pledge_ja="見聞きしたことを話しません。")

    def test_the_page_shows_what_is_to_be_read_and_promised(self, client, me, role):
        series = make_series(needs=[Need(role, 1, 3, "waitlist")])
        html = client.get(f"/ja/shifts/series/{series.pk}/").content.decode()
        assert html.count("名札をつけます。") == 2  # beside both forms
        assert f'name="promised-{role.pk}" value="pledge" required' in html

    def test_ticks_open_every_date_and_are_written_once(self, client, me, role):
        series = make_series(needs=[Need(role, 1, 3, "waitlist")])
        form = {"role": role.pk, f"promised-{role.pk}": ["briefing", "pledge"]}
        client.post(f"/ja/shifts/series/{series.pk}/take/", form)
        assert Signup.objects.filter(person=me, status=Status.CONFIRMED).count() == 10
        assert sorted(Promise.objects.filter(person=me).values_list("kind", flat=True)) == ["briefing", "pledge"]
        assert "名札をつけます。" not in client.get(f"/ja/shifts/series/{series.pk}/").content.decode()

    def test_coming_every_time_asks_for_them_too_and_keeps_the_tick_that_was_made(self, client, me, role):
        series = make_series(needs=[Need(role, 1, 3, "waitlist")])
        answer = client.post(f"/ja/shifts/series/{series.pk}/come/", {f"promised-{role.pk}": "briefing"})
        assert not StandingMember.objects.exists()
        assert "誓約" in answer.content.decode()
        client.post(f"/ja/shifts/series/{series.pk}/come/", {f"promised-{role.pk}": ["briefing", "pledge"]})
        assert StandingMember.objects.get().person == me
        assert Signup.objects.filter(person=me, status=Status.CONFIRMED).count() == 10

    def test_of_two_roles_only_the_chosen_one_wants_its_ticks(self, client, me, role):
        other = make_role()
        series = make_series(needs=[Need(role, 1, 3, "waitlist"), Need(other, 1, 3, "waitlist")])
        html = client.get(f"/ja/shifts/series/{series.pk}/").content.decode()
        assert f'name="promised-{role.pk}" value="pledge">' in html
        client.post(f"/ja/shifts/series/{series.pk}/take/", {"role": other.pk})
        assert Signup.objects.filter(person=me, status=Status.CONFIRMED).count() == 10
        assert not Promise.objects.exists()
