"""Papers: the roster read back as text, certificates of hours, and what anybody may learn of them."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from pypdf import PdfReader

from portal.documents.codes import new_code
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_shift, make_signup, tokyo
from volunteers import actions, queries
from volunteers.models import HoursCertificate, HoursClaim, Signup
from volunteers.queries.papers import hours_certificate_pdf

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)
SINCE, UNTIL = dt.date(2027, 1, 1), dt.date(2027, 3, 31)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(tokyo(2027, 1, 11, 10), tick=False) as traveller:
        yield traveller


def text_of(pdf: bytes) -> str:
    """Without spaces: a reader of PDF puts them between letters that are set apart."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def packed(words: str) -> str:
    return "".join(words.split())


def with_hours(clock, person, *starts, hours=3):
    """Approved hours of `person` at shifts that begin at `starts`."""
    for start in starts:
        clock.move_to(start - dt.timedelta(days=1))
        signup = make_signup(demand=make_demand(start=start, hours=hours), person=person)
        clock.move_to(start + dt.timedelta(hours=hours))
        actions.mark(shift=signup.shift, tap=actions.Tap(kind="here", signup=signup.pk, at=start), by=make_person())
        actions.close_list(shift=signup.shift, by=None)
        actions.approve_hours(claim=HoursClaim.objects.get(signup=signup), by=make_person())
    clock.move_to(starts[-1] + dt.timedelta(days=1))
    return person


def certified(clock, **person):
    someone = with_hours(clock, make_person(**person), START, START + dt.timedelta(days=1))
    return actions.issue_hours_certificate(person=someone, since=SINCE, until=UNTIL, by=someone)


# --- the roster ---------------------------------------------------------------------------------------------------


def test_the_roster_says_who_comes_when_and_whom_to_call_and_nothing_else(client):
    lead = make_person(family_name="宮本", given_name="千佳", phone="03-1234-5678")
    shift = make_shift(start=START, lead=lead, title_ja="EXPOの案内")
    expo, english = (
        make_demand(shift=shift, role=make_role(name_ja=name), capacity=40) for name in ("ブース", "英語案内")
    )
    first = make_person(
        family_name="髙橋", given_name="﨑子", family_kana="タカハシ", given_kana="サキコ", phone="090-0000-1111"
    )
    people = [make_signup(demand=expo, person=first).person, make_signup(demand=english).person]
    waiting = make_signup(demand=make_demand(start=START, capacity=1)).person
    client.force_login(lead)

    response = client.get(reverse("volunteers:roster", args=[shift.pk]))
    text = text_of(response.content)

    assert response["Content-Type"] == "application/pdf"
    for words in (
        "2027年1月12日(火)",
        "10:00 – 13:00",
        "EXPOの案内",
        "ブース",
        "英語案内",
        "タカハシ サキコ",
        "03-1234-5678",
    ):
        assert packed(words) in text
    assert all(packed(person.display_name) in text for person in people)
    assert packed(waiting.display_name) not in text
    assert not any(secret in text for secret in (first.phone, first.email, "1990"))


def test_a_long_roster_repeats_its_head_and_loses_nobody(client):
    lead = make_person()
    demand = make_demand(shift=make_shift(start=START, lead=lead), capacity=60)
    names = [
        make_signup(demand=demand, person=make_person(given_name=f"番号{n:03d}")).person.given_name for n in range(60)
    ]
    client.force_login(lead)

    pdf = client.get(reverse("volunteers:roster", args=[demand.shift_id])).content

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 3
    assert all("お名前" in packed(page.extract_text()) for page in pages)
    text = text_of(pdf)
    assert all(name in text for name in names)


# --- certificates ----------------------------------------------------------------------------------------------------


def test_a_certificate_says_in_both_languages_what_was_approved(clock):
    certificate = certified(clock, family_name="青山", given_name="はるか", latin_name="Haruka Aoyama")

    text = text_of(hours_certificate_pdf(certificate))

    for words in (
        "ボランティア活動時間証明書",
        "Certificate of Volunteer Hours",
        "青山 はるか",
        "Haruka Aoyama",
        "6",
        "2",
    ):
        assert packed(words) in text
    assert certificate.code_in_groups in text
    assert certificate.number in text
    assert hours_certificate_pdf(certificate) == hours_certificate_pdf(certificate)


def test_only_approved_hours_of_these_days_are_certified(clock):
    person = with_hours(clock, make_person(), START, tokyo(2027, 4, 1, 7))
    unapproved = make_signup(demand=make_demand(start=tokyo(2027, 4, 20, 10)), person=person)
    clock.move_to(tokyo(2027, 4, 20, 13))
    actions.mark(shift=unapproved.shift, tap=actions.Tap(kind="here", signup=unapproved.pk), by=make_person())
    actions.close_list(shift=unapproved.shift, by=None)

    march = actions.issue_hours_certificate(person=person, since=SINCE, until=UNTIL, by=person)
    april = actions.issue_hours_certificate(person=person, since=SINCE, until=dt.date(2027, 4, 30), by=person)

    assert (march.minutes, march.occasions) == (180, 1)
    assert (april.minutes, april.occasions) == (360, 2)
    assert april.until == dt.date(2027, 4, 20)


def test_the_same_facts_are_certified_once_and_nothing_is_certified_for_nothing(clock):
    certificate = certified(clock)
    again = actions.issue_hours_certificate(person=certificate.person, since=SINCE, until=UNTIL, by=certificate.person)
    assert again == certificate
    with pytest.raises(actions.HoursRefused):
        actions.issue_hours_certificate(person=make_person(), since=SINCE, until=UNTIL, by=make_person())


def test_the_name_is_a_snapshot_and_an_erasure_blanks_it(clock):
    certificate = certified(clock, family_name="青山", given_name="はるか")
    certificate.person.family_name = "別の姓"
    certificate.person.save()
    certificate.refresh_from_db()
    assert certificate.name == "青山 はるか"

    assert actions.blank_hours_certificates(person=certificate.person, by=certificate.person) == 1

    certificate.refresh_from_db()
    assert (certificate.person, certificate.name, certificate.latin_name) == (None, "", "")
    assert "青山" not in text_of(hours_certificate_pdf(certificate))
    assert queries.check_hours_certificate(certificate.code).valid


def test_the_paper_is_for_whom_it_names(client, clock):
    certificate = certified(clock)
    page = reverse("volunteers:hours-certificate", args=[certificate.code])
    assert client.get(page).status_code == 302
    client.force_login(make_person())
    assert client.get(page).status_code == 403
    client.force_login(certificate.person)
    assert client.get(page).content.startswith(b"%PDF-")


# --- the public page ------------------------------------------------------------------------------------------------


def verify(client, code, language="en"):
    return client.get(f"/{language}/verify/", {"code": code})


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "この活動時間証明書は有効です"), ("en", "This certificate of hours is valid.")]
)
def test_anybody_can_check_a_certificate_by_its_number(client, clock, language, words):
    certificate = certified(clock)
    text = verify(client, certificate.code_in_groups.lower(), language).content.decode()
    assert words in text
    assert (certificate.name if language == "ja" else certificate.latin_name) in text
    assert certificate.person.email not in text


def test_a_revoked_certificate_says_so_and_names_nobody(client, clock):
    certificate = certified(clock)
    with pytest.raises(actions.HoursRefused):
        actions.revoke_hours_certificate(certificate=certificate, by=make_person(), reason=" ")
    actions.revoke_hours_certificate(certificate=certificate, by=make_person(), reason="時間の誤り")
    text = verify(client, certificate.code).content.decode()
    assert "has been revoked" in text
    assert certificate.latin_name not in text
    assert "時間の誤り" not in text


def test_wrong_and_unknown_numbers_get_the_same_answer(client, clock):
    certificate = certified(clock)
    near = certificate.code[:-1] + ("0" if certificate.code[-1] != "0" else "1")
    answers = {verify(client, code).content.decode().replace(code, "") for code in (new_code(), "nonsense", near)}
    assert len(answers) == 1


def test_numbers_cannot_be_tried_at_will(client, clock):
    certificate = certified(clock)
    assert {verify(client, new_code()).status_code for _try in range(20)} == {200}
    refused = verify(client, certificate.code)
    assert (refused.status_code, certificate.latin_name in refused.content.decode()) == (429, False)


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shifts", [1, 3, 12])
def test_my_hours_take_as_many_queries_for_twelve_shifts_as_for_one(client, clock, shifts, django_assert_num_queries):
    person = with_hours(clock, make_person(), *[START + dt.timedelta(days=n) for n in range(shifts)])
    client.force_login(person)
    with django_assert_num_queries(11):
        client.get(reverse("volunteers:my-hours"))


def test_a_person_corrects_times_and_the_lead_approves_in_one_screen(client, clock):
    lead, person = make_person(), make_person()
    demand = make_demand(shift=make_shift(start=START, lead=lead))
    signups = [make_signup(demand=demand, person=someone) for someone in (person, make_person())]
    clock.move_to(START + dt.timedelta(hours=3))
    for signup in signups:
        actions.mark(shift=demand.shift, tap=actions.Tap(kind="here", signup=signup.pk, at=START), by=lead)
    actions.close_list(shift=demand.shift, by=lead)
    client.force_login(person)
    times = {"start": "10:00", "end": "13:45", "note": "片付け"}
    client.post(reverse("volunteers:correct-hours", args=[signups[0].pk]), times)
    assert "片付け" in client.get(reverse("volunteers:my-hours")).content.decode()

    client.force_login(lead)
    claims = client.get(reverse("volunteers:hours-desk")).context["claims"]
    client.post(reverse("volunteers:approve-hours"), {"claim": [claim.pk for claim in claims]})

    assert queries.minutes_of(person) == 225
    assert queries.minutes_of(signups[1].person) == 180
    assert client.get(reverse("volunteers:hours-desk")).context["claims"] == []


@pytest.mark.parametrize(
    "times", [{"start": "", "end": "13:00"}, {"start": "25:00", "end": "x"}, {"start": "02:00", "end": "13:00"}]
)
def test_times_that_cannot_be_are_refused_with_a_sentence(client, clock, times):
    person = with_hours(clock, make_person(), START)
    client.force_login(person)
    signup = Signup.objects.get(person=person)
    response = client.post(reverse("volunteers:correct-hours", args=[signup.pk]), times, follow=True)
    assert 'class="message message--error"' in response.content.decode()
    assert HoursClaim.objects.filter(signup=signup).count() == 1


def test_nobody_corrects_the_hours_of_others(client, clock):
    person = with_hours(clock, make_person(), START)
    client.force_login(make_person())
    signup = Signup.objects.get(person=person)
    response = client.post(reverse("volunteers:correct-hours", args=[signup.pk]), {"start": "10:00", "end": "12:00"})
    assert response.status_code == 404
    assert HoursCertificate.objects.count() == 0
