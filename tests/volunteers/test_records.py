"""Approved hours and certificates put right in the office: reversed and revoked, never deleted; the volunteer is told."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_signup, tokyo
from volunteers import actions, queries
from volunteers.models import Coordinator, HoursCertificate, HoursClaim, HoursEntry

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)
YEAR = {"since": dt.date(2027, 1, 1), "until": dt.date(2027, 12, 31)}


@pytest.fixture(autouse=True)
def clock(settings):
    cache.clear()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]
    with time_machine.travel(START - dt.timedelta(days=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    return sign_in(client)


def sign_in(client, *places):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    if places:
        Coordinator.objects.create(person=person, everywhere=False).places.set(places)
    client.force_login(person)
    return person


def worked(clock, person, *, place=None, start=START):
    """Three approved hours."""
    clock.move_to(start - dt.timedelta(days=1))
    signup = make_signup(demand=make_demand(start=start, hours=3, place=place or make_place()), person=person)
    clock.move_to(start + dt.timedelta(hours=3))
    actions.mark(shift=signup.shift, tap=actions.Tap(kind="here", signup=signup.pk, at=start), by=make_person())
    actions.close_list(shift=signup.shift, by=None)
    entry = actions.approve_hours(claim=HoursClaim.objects.get(signup=signup), by=make_person())
    clock.move_to(start + dt.timedelta(hours=4))
    return entry


def certificate_of(person):
    certificate = actions.issue_hours_certificate(person=person, by=person, **YEAR)
    OutgoingMail.objects.all().delete()
    return certificate


def mails():
    return list(OutgoingMail.objects.order_by("pk"))


def take_back(client, entry, reason="二重に承認していました"):
    return client.post(reverse("volunteers_take_back", args=[entry.pk]), {"reason": reason}, follow=True)


def revoke(client, certificate, reason="お名前を直すため"):
    return client.post(reverse("volunteers_revoke", args=[certificate.pk]), {"reason": reason}, follow=True)


# --- hours ---------------------------------------------------------------------------------------------------------


def test_hours_taken_back_stay_in_the_book_and_count_no_longer_and_the_volunteer_reads_why(client, clock, coordinator):
    person = make_person()
    entry, other = worked(clock, person), worked(clock, person, start=START + dt.timedelta(days=7))
    OutgoingMail.objects.all().delete()

    page = take_back(client, entry)

    assert HoursEntry.objects.filter(pk=entry.pk).exists()
    assert entry.reversal.reason == "二重に承認していました"
    assert queries.minutes_of(person) == other.minutes == page.context["minutes"]
    (mail,) = mails()
    assert (mail.to, "二重に承認していました" in mail.text) == ([person.email], True)
    assert ModelLogEntry.objects.get(action="volunteers.take_back_hours").user == coordinator
    (row,) = [row for row in queries.my_hours(person).rows if row.signup == entry.signup]
    assert row.taken_back.reason == "二重に承認していました"


def test_certificates_that_count_the_hours_go_with_them_and_others_stay(client, clock, coordinator):
    person = make_person()
    before = worked(clock, person)
    older = certificate_of(person)
    later = worked(clock, person, start=START + dt.timedelta(days=7))
    both = certificate_of(person)

    take_back(client, later)

    older.refresh_from_db()
    both.refresh_from_db()
    assert (older.is_valid, both.is_valid) == (True, False)
    (mail,) = mails()
    assert both.number in mail.text
    assert older.number not in mail.text
    assert actions.issue_hours_certificate(person=person, by=person, **YEAR).minutes == before.minutes


def test_times_that_are_approved_shorter_revoke_the_certificate_that_says_more(clock):
    person = make_person(language="en")
    entry = worked(clock, person)
    certificate = certificate_of(person)
    for length, valid in ((240, True), (60, False)):
        claim = actions.correct_hours(
            signup=entry.signup, start=START, end=START + dt.timedelta(minutes=length), by=make_person()
        )
        actions.approve_hours(claim=claim, by=make_person())
        certificate.refresh_from_db()
        if length == 240:  # the longer time was approved after the certificate
            assert (certificate.is_valid, mails()) == (valid, [])
            certificate = certificate_of(person)
    assert not certificate.is_valid
    assert "The approved hours have changed." in mails()[0].text


def test_without_a_reason_nothing_is_taken_back_and_nothing_twice(client, clock, coordinator):
    entry = worked(clock, make_person())
    assert "理由を入力してください" in take_back(client, entry, reason="  ").content.decode()
    assert HoursEntry.objects.count() == 1
    take_back(client, entry)
    take_back(client, entry)
    assert HoursEntry.objects.count() == 2


def test_nobody_takes_back_their_own_hours(client, clock, coordinator):
    entry = worked(clock, coordinator)
    take_back(client, entry)
    assert HoursEntry.objects.count() == 1


def test_hours_at_another_zone_are_out_of_reach(client, clock):
    mine, theirs = make_place(), make_place()
    person = make_person()
    near = worked(clock, person, place=mine)
    far = worked(clock, person, place=theirs, start=START + dt.timedelta(days=7))
    sign_in(client, mine)
    page = client.get(reverse("volunteers_person_hours", args=[person.pk]))
    assert list(page.context["page_obj"].object_list) == [near]
    assert take_back(client, far).status_code == 404
    assert (
        client.get(reverse("volunteers_person_hours", args=[worked(clock, make_person()).person_id])).status_code == 404
    )


# --- certificates ---------------------------------------------------------------------------------------------------


def test_a_revoked_certificate_says_so_to_whoever_checks_it_and_nothing_else(client, clock, coordinator):
    person = make_person(family_name="青山")
    worked(clock, person)
    certificate = certificate_of(person)

    revoke(client, certificate, reason="ほかの方の時間が入っていました")

    client.logout()
    page = client.get("/ja/verify/", {"code": certificate.code}).content.decode()
    assert "取り消されています" in page
    assert not any(secret in page for secret in ("青山", "ほかの方", certificate.number))
    (mail,) = mails()
    assert "ほかの方の時間が入っていました" in mail.text
    assert (
        ModelLogEntry.objects.get(action="volunteers.revoke_certificate").data["reason"]
        == "ほかの方の時間が入っていました"
    )


def test_a_revoked_certificate_is_not_printed_again(client, clock):
    person = make_person()
    worked(clock, person)
    certificate = certificate_of(person)
    actions.revoke_hours_certificate(certificate=certificate, by=make_person(), reason="誤記")
    client.force_login(person)
    response = client.get(reverse("volunteers:hours-certificate", args=[certificate.code]))
    assert (response.status_code, response["Location"]) == (302, f"/ja/verify/?code={certificate.code}")


def test_a_certificate_needs_a_reason_to_be_revoked_and_is_revoked_once(client, clock, coordinator):
    person = make_person()
    worked(clock, person)
    certificate = certificate_of(person)
    for reason in (" ", "一度目", "二度目"):
        revoke(client, certificate, reason=reason)
    certificate.refresh_from_db()
    assert (certificate.reason, len(mails())) == ("一度目", 1)


def test_who_looks_after_one_place_revokes_what_counts_that_place_alone(client, clock):
    mine, theirs = make_place(), make_place()
    near, both = make_person(), make_person()
    worked(clock, near, place=mine)
    worked(clock, both, place=mine, start=START + dt.timedelta(days=7))
    worked(clock, both, place=theirs, start=START + dt.timedelta(days=14))
    certificates = [certificate_of(near), certificate_of(both)]
    sign_in(client, mine)
    assert [revoke(client, certificate).status_code for certificate in certificates] == [200, 404]
    shown = client.get(reverse("volunteers_certificates")).context["page_obj"].object_list
    assert list(shown) == [certificates[0]]
    papers = [client.get(reverse("volunteers:hours-certificate", args=[c.code])).status_code for c in certificates]
    assert papers == [302, 403]


@pytest.mark.parametrize("wanted", ["{number}", "{code}", "青山", "aoyama はるか", "{email}"])
def test_a_certificate_is_found_by_what_stands_on_it(client, clock, coordinator, wanted):
    person = make_person(family_name="青山", given_name="はるか", latin_name="Haruka Aoyama")
    worked(clock, person)
    worked(clock, somebody := make_person(), start=START + dt.timedelta(days=7))
    certificate, _other = certificate_of(person), certificate_of(somebody)
    q = wanted.format(number=certificate.number, code=certificate.code_in_groups.lower(), email=person.email)
    assert list(client.get(reverse("volunteers_certificates"), {"q": q}).context["page_obj"].object_list) == [
        certificate
    ]


def test_the_certificate_of_somebody_who_was_erased_can_still_be_revoked(client, clock, coordinator):
    person = make_person()
    worked(clock, person)
    certificate = certificate_of(person)
    actions.blank_hours_certificates(person=person, by=person)
    assert revoke(client, certificate).status_code == 200
    assert not HoursCertificate.objects.get().is_valid
    assert mails() == []


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_certificates_takes_a_fixed_number_of_queries(
    client, clock, coordinator, django_assert_max_num_queries, people
):
    for number in range(people):
        worked(clock, person := make_person(), start=START + dt.timedelta(days=7 * number))
        certificate_of(person)
    client.get(reverse("volunteers_certificates"))
    with django_assert_max_num_queries(19):
        client.get(reverse("volunteers_certificates"))
