"""Standing duties as their members meet them: on "my page", on the series' page, in the post."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_series, make_signup, tokyo
from volunteers import actions, queries, tasks
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
    return actions.come_every_time(person=person, series=series, role=series.demands.first().role, by=person, **more)


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
            begin(
                me, make_series(meets=dt.time(8 + 3 * hour), begins=dt.time(8 + 3 * hour), ends=dt.time(9 + 3 * hour))
            )
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

    def test_coming_every_time_asks_for_what_is_not_promised_yet(self, client, me, role):
        series = make_series(needs=[Need(role, 1, 3, "waitlist")])
        answer = client.post(f"/ja/shifts/series/{series.pk}/come/", {f"promised-{role.pk}": "briefing"})
        assert not StandingMember.objects.exists()
        assert isinstance(answer.context["refusal"], actions.PromiseMissing)
        html = answer.content.decode()
        assert (html.count('value="briefing"'), html.count('value="pledge"')) == (0, 2)
        client.post(f"/ja/shifts/series/{series.pk}/come/", {f"promised-{role.pk}": ["briefing", "pledge"]})
        assert StandingMember.objects.get().person == me
        assert Signup.objects.filter(person=me, status=Status.CONFIRMED).count() == 10

    def test_a_tick_is_not_lost_where_no_date_was_ticked(self, client, me, role):
        series = make_series(needs=[Need(role, 1, 3, "waitlist")])
        html = client.post(f"/ja/shifts/series/{series.pk}/take/", {f"promised-{role.pk}": "briefing"}).content.decode()
        assert f'name="promised-{role.pk}" value="briefing" required checked' in html
        assert not Promise.objects.exists()

    def test_of_two_roles_only_the_chosen_one_wants_its_ticks(self, client, me, role):
        other = make_role()
        series = make_series(needs=[Need(role, 1, 3, "waitlist"), Need(other, 1, 3, "waitlist")])
        html = client.get(f"/ja/shifts/series/{series.pk}/").content.decode()
        assert f'name="promised-{role.pk}" value="pledge">' in html
        client.post(f"/ja/shifts/series/{series.pk}/take/", {"role": other.pk})
        assert Signup.objects.filter(person=me, status=Status.CONFIRMED).count() == 10
        assert not Promise.objects.exists()


def mails_of(person, template):
    return list(OutgoingMail.objects.filter(to=[person.email], key__startswith=f"{template}:").order_by("pk"))


def calendars_of(mail):
    """Method, UID and SEQUENCE of each calendar file of a mail; its content type says the same method."""
    found = []
    for file in mail.attachments.order_by("pk"):
        (event,) = Calendar.from_ical(bytes(file.content)).walk("VEVENT")
        method = str(Calendar.from_ical(bytes(file.content))["method"])
        assert f"method={method}" in file.mimetype
        found.append((method, str(event["uid"]), int(event["sequence"])))
    return found


class TestMails:
    def test_a_date_that_a_rule_refuses_is_told_once_with_the_reason_and_the_way_on(self, travel):
        person = make_person(language="en")
        series = make_series(title_en="Reception", title_ja="受付")
        begin(person, series)
        travel.move_to(NOW + dt.timedelta(days=6))
        make_signup(person=person, demand=make_demand(start=tokyo(2027, 3, 16, 11), role=make_role(name_en="Other")))
        for _day in range(3):
            travel.shift(dt.timedelta(days=1))
            tasks.look_after_series()
        (mail,) = mails_of(person, "shift_duty_missed")
        assert mail.subject == "Reception: no place for you on Tue 16 March yet"
        assert "You already have a place at “Other”" in mail.text
        assert f"/en/shifts/series/{series.pk}/" in mail.text
        assert mail.language == "en"

    def test_the_place_comes_by_itself_once_nothing_is_in_the_way(self, travel):
        person, series = make_person(), make_series()
        begin(person, series)
        travel.move_to(NOW + dt.timedelta(days=6))
        other = make_signup(person=person, demand=make_demand(start=tokyo(2027, 3, 16, 11)))
        travel.shift(dt.timedelta(days=1))
        tasks.look_after_series()
        actions.withdraw(person=person, shift=other.shift, by=person)
        tasks.look_after_series()
        assert Signup.objects.get(person=person, shift__series=series, shift__occurrence_date=dt.date(2027, 3, 16))

    def test_a_date_on_which_the_member_only_waits_is_told(self, travel):
        person = make_person()
        series = make_series(needs=[Need(make_role(), 1, 1, "waitlist")])
        begin(make_person(), series)
        begin(person, series)
        assert mails_of(person, "shift_duty_missed") == []  # the page has said so
        travel.move_to(NOW + dt.timedelta(weeks=1))
        tasks.look_after_series()
        (mail,) = mails_of(person, "shift_duty_missed")
        assert "キャンセル待ちに入っています" in mail.text

    def test_what_the_page_has_said_is_not_said_again_by_mail(self):
        person, series = make_person(), make_series()
        make_signup(person=person, demand=make_demand(start=tokyo(2027, 1, 12, 11)))
        begin(person, series)
        tasks.look_after_series()
        assert mails_of(person, "shift_duty_missed") == []

    @pytest.mark.parametrize("what", ["cancelled", "moved"])
    def test_one_date_that_is_changed_says_that_the_duty_goes_on(self, what):
        person, boss, series = make_person(language="en"), make_person(), make_series()
        begin(person, series)
        shift = on(series, SECOND)
        if what == "cancelled":
            actions.cancel_shift(shift=shift, by=boss)
        else:
            start = shift.start + dt.timedelta(hours=1)
            actions.change_time(shift=shift, report_at=start, start=start, end=shift.end, by=boss)
        (mail,) = mails_of(person, f"shift_{what}")
        assert "You come every time, and that stays so." in mail.text
        assert f"/en/shifts/series/{series.pk}/" in mail.text

    def test_who_has_no_duty_reads_nothing_of_one(self):
        signup = make_signup(demand=on(make_series(), SECOND).demands.get())
        actions.cancel_shift(shift=signup.shift, by=make_person())
        (mail,) = mails_of(signup.person, "shift_cancelled")
        assert "毎回の参加" not in mail.text

    def test_leaving_is_one_mail_with_a_cancellation_for_every_date(self):
        person, series = make_person(), make_series(lead=make_person())
        begin(person, series)
        invited = [calendars_of(mail)[0] for mail in mails_of(person, "shift_confirmed")]
        travelled = NOW + dt.timedelta(hours=1)
        with time_machine.travel(travelled, tick=False):
            actions.stop_coming(member=StandingMember.objects.get(), since=dt.date(2027, 1, 19), by=person)
        assert mails_of(person, "shift_withdrawn") == []
        (mail,) = mails_of(person, "shift_duty_left")
        assert "最後の日は2027年1月18日(月)です" in mail.text
        assert [method for method, _uid, _sequence in invited] == ["REQUEST"] * 10
        assert calendars_of(mail) == [("CANCEL", uid, sequence + 1) for _method, uid, sequence in invited[2:]]
        assert len({file.name for file in mail.attachments.all()}) == 8
        (told,) = OutgoingMail.objects.filter(to=[series.lead.email])
        assert told.key.startswith("shift_duty_lead_told")

    def test_no_cancellation_overtakes_its_invitation(self):
        person, series = make_person(), make_series()
        begin(person, series)
        actions.stop_coming(member=StandingMember.objects.get(), since=timezone.localdate(), by=person)
        (left,) = mails_of(person, "shift_duty_left")
        invitations = mails_of(person, "shift_confirmed")
        assert {mail.thread for mail in invitations} == {left.thread}
        assert not OutgoingMail.objects.next_in_thread().filter(pk=left.pk).exists()
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in invitations]).update(
            state=OutgoingMail.State.SENT, sent_at=timezone.now()
        )
        assert OutgoingMail.objects.next_in_thread().filter(pk=left.pk).exists()

    def test_a_team_that_ends_a_duty_says_that_it_was_the_team(self):
        person, series = make_person(language="en"), make_series()
        begin(person, series)
        actions.stop_coming(member=StandingMember.objects.get(), since=timezone.localdate(), by=make_person())
        (mail,) = mails_of(person, "shift_duty_left")
        assert "The team has ended your standing duty." in mail.text

    def test_the_dates_of_who_leaves_go_to_who_waits(self):
        first, second = make_person(), make_person()
        series = make_series(needs=[Need(make_role(), 1, 1, "waitlist")])
        begin(first, series)
        begin(second, series)
        actions.stop_coming(member=StandingMember.objects.get(person=first), since=timezone.localdate(), by=first)
        assert Signup.objects.filter(person=second, status=Status.OFFERED).count() == 10
