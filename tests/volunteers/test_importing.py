"""Files of shifts and of people (volunteering.md 15)."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.documents.tables import read_table
from portal.jobs.actions import run
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import Demand, Import, Role, Shift, ShiftState, Signup, Status
from volunteers.queries.importing import PEOPLE, SHIFTS, BadCell, look_at, template
from volunteers.queries.importing.cells import as_day, as_number, as_time
from volunteers.queries.rights import Reach

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
HEAD = "日付,集合,開始,終了,場所,役割,必要人数,定員,題名"


@pytest.fixture(autouse=True)
def travel(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_coordinator(everywhere=True)
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def setting():
    make_place(name_ja="事務所（西神田）", name_en="Office")
    make_place(name_ja="事務所（四谷）", name_en="Yotsuya")
    make_role(name_ja="病院同行（英語）", name_en="Hospital (English)")
    make_role(name_ja="病院同行（フランス語）", name_en="Hospital (French)")


def row(
    day="2027年3月1日",
    start="10:00",
    end="13:00",
    place="事務所（西神田）",
    role="病院同行（英語）",
    needed="1",
    capacity="2",
    meet="",
    title="",
):
    return ",".join([day, meet, start, end, place, role, needed, capacity, title])


def take(*rows, kind="shifts", head=HEAD, by=None):
    content = "\r\n".join([head, *rows]).encode("cp932")
    return actions.take_file(kind=kind, name="file.csv", content=content, by=by or make_coordinator(everywhere=True))


def brought(batch, **options):
    batch = actions.bring_in(batch=batch, by=batch.by, **options)
    run(batch.job_id)
    batch.refresh_from_db()
    return batch.outcome


def problem_of(line, **options):
    (bad,) = brought(take(line, **options))["bad"]
    return bad


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月1日",
        "2026/03/01",
        "2026/3/1",
        "2026-03-01",
        "2026.3.1",
        "２０２６年３月１日",
        "2026年3月1日（日）",
        "令和8年3月1日",
        "R8.3.1",
    ],
)
def test_a_day_is_read_in_every_way_in_which_it_is_written_in_japan(text):
    assert as_day(text, "日付") == dt.date(2026, 3, 1)


@pytest.mark.parametrize("text", ["3/1", "2026/13/01", "2026/02/29", "01/03/2026", "あした", "26/3/1"])
def test_what_is_no_day_says_how_to_write_one(text):
    with pytest.raises(BadCell) as problem:
        as_day(text, "日付")
    assert "2026/03/01" in problem.value.sentence


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:30", (9, 30)),
        ("09:30", (9, 30)),
        ("９：３０", (9, 30)),
        ("9時30分", (9, 30)),
        ("9時", (9, 0)),
        ("午後1:30", (13, 30)),
        ("午前12時", (0, 0)),
        ("10:00:00", (10, 0)),
    ],
)
def test_a_time_is_read_in_every_way(text, clock):
    assert as_time(text, "開始") == (dt.time(*clock), False)


@pytest.mark.parametrize("text", ["25:00", "9:75", "昼", "午後13:00", "930"])
def test_what_is_no_time_says_so(text):
    with pytest.raises(BadCell):
        as_time(text, "開始")


def test_numbers_may_be_wide_and_carry_people():
    assert (as_number("１０", "定員", least=1, most=500), as_number("5人", "定員", least=1, most=500)) == (10, 5)
    for text in ("0", "501", "-1", "2.5", "二", "=1+1"):
        with pytest.raises(BadCell):
            as_number(text, "定員", least=1, most=500)


def test_a_row_becomes_a_draft_at_tokyos_time():
    assert brought(take(row(start="7:00", end="9:00", meet="6:45"))) == {"made": 1, "there": 0, "bad": []}
    shift = Shift.objects.get()
    assert (shift.state, shift.day, shift.start) == (ShiftState.DRAFT, dt.date(2027, 3, 1), tokyo(2027, 3, 1, 7))
    assert shift.report_at == tokyo(2027, 3, 1, 6, 45)
    demand = Demand.objects.get()
    assert (demand.role.name_ja, demand.min_needed, demand.capacity) == ("病院同行（英語）", 1, 2)


def test_new_shifts_are_open_at_once_where_one_says_so():
    brought(take(row()), publish=True)
    assert Shift.objects.get().state == ShiftState.OPEN


def test_two_roles_of_one_time_and_place_are_one_shift():
    brought(take(row(), row(role="病院同行（フランス語）")))
    assert Shift.objects.get().demands.count() == 2


def test_midnight_may_be_written_as_twenty_four():
    brought(take(row(start="22:00", end="24:00")))
    assert Shift.objects.get().end == tokyo(2027, 3, 2, 0)


def test_a_night_ends_on_the_next_morning():
    brought(take(row(start="23:00", end="2:00")))
    assert Shift.objects.get().end == tokyo(2027, 3, 2, 2)


def test_rubbish_under_the_name_of_an_excel_file_is_called_so(coordinator):
    with pytest.raises(actions.ImportRefused, match="Excel"):
        actions.take_file(kind="shifts", name="勤務表.XLSX", content=b"rubbish", by=coordinator)


@pytest.mark.parametrize(
    ("line", "column", "part"),
    [
        (row(day="3/1"), "日付 (A)", "日付として読めません"),
        (row(day=""), "日付 (A)", "必ず入力"),
        (row(start="朝"), "開始 (C)", "時刻として読めません"),
        (row(end="9:00"), "終了 (D)", "終わりが始まりより"),
        (row(meet="11:00"), "集合 (B)", "集合は"),
        (row(place="事務所西神田"), "場所 (E)", "もしかして「事務所（西神田）」"),
        (row(role="通訳"), "役割 (F)", "「通訳」という役割はありません"),
        (row(needed="3"), "必要人数 (G)", "定員より"),
        (row(capacity="たくさん"), "定員 (H)", "1から500"),
        (row(day="2026/12/31"), "日付 (A)", "過ぎています"),
        (row(day="2037/01/01"), "日付 (A)", "2年以上先"),
    ],
)
def test_every_bad_row_says_in_a_plain_sentence_which_cell_and_what_to_write(line, column, part):
    number, where, sentence = problem_of(line)
    assert (number, where) == (2, column)
    assert part in sentence
    assert not Shift.objects.exists()


def test_places_out_of_reach_are_refused_in_the_row():
    mine = make_place(name_ja="本郷", name_en="Hongo")
    assert "担当に含まれていません" in problem_of(row(), by=make_coordinator(places=[mine]))[2]


def test_running_the_same_file_twice_makes_nothing_double():
    lines = [row(), row(role="病院同行（フランス語）"), row(day="2027/03/02")]
    assert brought(take(*lines))["made"] == 3
    assert brought(take(*lines)) == {"made": 0, "there": 3, "bad": []}
    assert (Shift.objects.count(), Demand.objects.count()) == (2, 3)


def test_a_shift_that_was_cancelled_does_not_come_back_with_the_file():
    brought(take(row()), publish=True)
    actions.cancel_shift(shift=Shift.objects.get(), by=make_person())
    assert brought(take(row()))["there"] == 1
    assert Shift.objects.count() == 1


def test_the_same_job_begun_again_goes_on_where_it_was(coordinator):
    batch = actions.bring_in(batch=take(row(), row(day="2027/03/02")), by=coordinator)
    for _attempt in range(2):
        actions.run_import(batch.job, lambda done, total: None)
    assert Shift.objects.count() == 2


def test_a_thousand_rows_with_fifty_bad_ones_bring_in_the_rest_and_give_the_fifty_back():
    start = dt.date(2027, 2, 1)
    lines = [
        row(day=f"{start + dt.timedelta(days=n % 500):%Y/%m/%d}", start=f"{9 + n // 500}:00", end=f"{10 + n // 500}:00")
        if n % 20
        else row(day="きのう", title=f"{n}")
        for n in range(1000)
    ]
    batch = take(*lines)
    outcome = brought(batch)
    job = Job.objects.get(pk=batch.job_id or Import.objects.get(pk=batch.pk).job_id)
    assert (outcome["made"], len(outcome["bad"]), Shift.objects.count()) == (950, 50, 950)
    assert (job.state, job.done, job.total) == ("done", 1000, 1000)
    assert [bad[0] for bad in outcome["bad"]][:3] == [2, 22, 42]


def test_the_rows_to_mend_come_back_as_a_file_that_can_be_uploaded_again(client, coordinator):
    batch = take(row(), row(day="きのう", title="=1+1"), by=coordinator)
    brought(batch)
    address = reverse("volunteers_import_bad", args=[batch.pk])
    content = client.get(address).content
    table = read_table(content, most_rows=10)
    assert table.header == [*HEAD.split(","), "直すところ"]
    assert (table.lines[0].cells[8], table.lines[0].cells[0]) == ("=1+1", "きのう")
    assert "日付 (A)" in table.lines[0].cells[9]
    again = actions.take_file(kind="shifts", name="mended.xlsx", content=content, by=coordinator)
    assert brought(again)["bad"][0][0] == 2
    once_more = read_table(client.get(reverse("volunteers_import_bad", args=[again.pk])).content, most_rows=10)
    assert once_more.header == table.header


def test_the_template_can_be_filled_in_and_comes_back_as_a_good_row(coordinator):
    batch = actions.take_file(kind="shifts", name="t.xlsx", content=template(SHIFTS), by=coordinator)
    assert brought(batch) == {"made": 1, "there": 0, "bad": []}
    actions.take_file(kind="people", name="t.xlsx", content=template(PEOPLE), by=coordinator)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("日付,開始\n2027/1/1,10:00\n".encode(), "定員"),
        (b"x" * 2_000_001, "2 MB"),
        (b"\x00", "Excel"),
        ("\n".join([HEAD, *[row()] * 5001]).encode(), "5,000"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused_with_the_way_out(content, part):
    with pytest.raises(actions.ImportRefused) as refusal:
        actions.take_file(kind="shifts", name="x", content=content, by=make_person())
    assert part in refusal.value.sentence
    assert not Import.objects.exists()


class TestPeople:
    HEAD = "氏名,メール,日付,開始,場所,役割"

    @pytest.fixture
    def demand(self):
        from volunteers.models import Place, Role

        place = Place.objects.get(name_en="Office")
        return make_demand(
            shift=make_shift(start=tokyo(2027, 3, 1, 10), place=place),
            role=Role.objects.get(name_en="Hospital (English)"),
        )

    def line(self, address, start="10:00", role="病院同行（英語）"):
        return f"山田,{address},2027年3月1日,{start},事務所（西神田）,{role}"

    def take(self, *rows):
        return take(*rows, kind="people", head=self.HEAD)

    def test_a_row_gives_a_place_and_tells_the_person(self, demand):
        person = make_person()
        assert brought(self.take(self.line(person.email.upper())))["made"] == 1
        assert Signup.objects.get(person=person).status == Status.CONFIRMED
        assert OutgoingMail.objects.filter(to=[person.email], key__startswith="shift_confirmed").count() == 1

    def test_twice_is_once(self, demand):
        person = make_person()
        for made in (1, 0):
            assert brought(self.take(self.line(person.email)))["made"] == made
        assert OutgoingMail.objects.filter(to=[person.email]).count() == 1

    def test_who_is_unknown_and_which_shift_is_not_there_and_what_the_rules_refuse_are_said_in_the_row(self, demand):
        first, second, third = make_person(), make_person(), make_person()
        outcome = brought(
            self.take(
                self.line("nobody@example.org"),
                self.line(first.email, start="11:00"),
                *[self.line(person.email) for person in (first, second, third)],
            )
        )
        assert outcome["made"] == 2
        sentences = [bad[2] for bad in outcome["bad"]]
        assert [bad[0] for bad in outcome["bad"]] == [2, 3, 6]
        assert "アカウントが見つかりません" in sentences[0]
        assert "シフトがありません" in sentences[1]

    def look(self, *rows):
        batch = self.take(*rows)
        return look_at(actions.sheet_of("people", bytes(batch.content)), "people", Reach(everywhere=True))

    def test_the_preview_says_for_each_row_what_the_job_would_refuse(self, demand):
        grown = dt.date(1990, 4, 1)
        fit, clashing, there, third, fourth = (make_person(birth_date=grown) for _ in range(5))
        young = make_person(birth_date=dt.date(2015, 4, 1))
        Role.objects.filter(pk=demand.role_id).update(minimum_age=18)
        Demand.objects.filter(pk=demand.pk).update(capacity=3)
        make_signup(demand=make_demand(start=demand.shift.start), person=clashing)
        make_signup(demand=demand, person=there)
        rows = [self.line(person.email) for person in (fit, clashing, young, there, third, fourth)]

        preview = self.look(*rows)
        outcome = brought(self.take(*rows))

        assert (preview.fresh, preview.there) == (outcome["made"], outcome["there"]) == (2, 1)
        assert [tuple(bad) for bad in preview.bad] == [tuple(bad) for bad in outcome["bad"]]
        assert [bad[0] for bad in preview.bad] == [3, 4, 7]
        assert all(
            bad[2].startswith(person.display_name) for bad, person in zip(preview.bad, (clashing, young), strict=False)
        )

    def test_two_rows_of_one_file_that_clash_are_seen_before_they_are_brought_in(self, demand):
        other = make_demand(
            shift=make_shift(start=demand.shift.start, place=demand.shift.place), role=make_role(name_ja="受付")
        )
        person = make_person()
        preview = self.look(self.line(person.email), self.line(person.email, role=other.role.name_ja))
        assert (preview.fresh, [bad[0] for bad in preview.bad]) == (1, [3])

    def test_what_changed_after_the_preview_is_refused_when_it_runs(self, demand):
        person = make_person()
        batch = self.take(self.line(person.email))
        make_signup(demand=make_demand(start=demand.shift.start), person=person)
        outcome = brought(batch)
        assert (outcome["made"], len(outcome["bad"])) == (0, 1)

    @pytest.mark.parametrize("rows", [1, 30])
    def test_looking_at_people_takes_as_many_queries_for_thirty_as_for_one(self, demand, rows):
        Demand.objects.filter(pk=demand.pk).update(capacity=40)
        batch = self.take(*[self.line(make_person().email) for _ in range(rows)])
        sheet = actions.sheet_of("people", bytes(batch.content))
        with CaptureQueriesContext(connection) as queries:
            assert look_at(sheet, "people", Reach(everywhere=True)).fresh == rows
        assert len(queries) == 13


class TestPages:
    def upload(self, client, *rows, name="shifts.csv"):
        file = SimpleUploadedFile(name, "\n".join([HEAD, *rows]).encode("utf-8-sig"))
        return client.post(reverse("volunteers_imports"), {"kind": "shifts", "file": file})

    def test_upload_preview_bring_in(self, client, coordinator):
        response = self.upload(client, row(), row(day="x"))
        batch = Import.objects.get()
        page = reverse("volunteers_import", args=[batch.pk])
        assert response["Location"] == page
        preview = client.get(page).context["preview"]
        assert (preview.fresh, preview.there, len(preview.bad)) == (1, 0, 1)
        assert not Shift.objects.exists()
        for _click in range(2):
            client.post(reverse("volunteers_import_begin", args=[batch.pk]), {"publish": "1"})
        assert Job.objects.count() == 1
        assert "hx-get" in client.get(page).content.decode()
        run(Job.objects.get().pk)
        html = client.get(page).content.decode()
        assert "日付 (A)" in html
        assert Shift.objects.get().state == ShiftState.OPEN

    def test_a_bad_file_says_why_above_the_form(self, client, coordinator):
        html = self.upload(client).content.decode()
        assert "見出しの下に行がありません" in html
        assert client.get(reverse("volunteers_imports")).status_code == 200

    def test_a_file_is_its_uploaders_alone(self, client, coordinator):
        self.upload(client, row())
        batch = Import.objects.get()
        client.force_login(make_coordinator(everywhere=True))
        for name in ("volunteers_import", "volunteers_import_bad"):
            assert client.get(reverse(name, args=[batch.pk])).status_code != 200
        client.post(reverse("volunteers_import_begin", args=[batch.pk]))
        assert not Job.objects.exists()

    @pytest.mark.parametrize("kind", ["shifts", "people"])
    def test_the_template_is_a_file(self, client, coordinator, kind):
        response = client.get(reverse("volunteers_template", args=[kind]))
        assert response["Content-Disposition"] == f'attachment; filename="tomoni-{kind}.xlsx"'
        assert client.get(reverse("volunteers_template", args=["other"])).status_code == 404

    @pytest.mark.parametrize("rows", [2, 400])
    def test_looking_takes_as_many_queries_for_four_hundred_rows_as_for_two(self, rows):
        sheet = actions.sheet_of("shifts", "\n".join([HEAD, *[row(title=str(n)) for n in range(rows)]]).encode())
        with CaptureQueriesContext(connection) as queries:
            look_at(sheet, "shifts", Reach(everywhere=True))
        assert len(queries) == 4
