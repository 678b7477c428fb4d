"""Certificates: hard to guess, easy to check, silent about everything else."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.people.models import Qualification
from tests.factories.people import make_person
from tests.factories.training import make_course, make_edition, make_enrolment
from training import actions
from training.models import Certificate, State, new_code, read_code
from training.models.certificates import ALPHABET


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


def over(**overrides):
    return make_enrolment(make_edition(starts_in_days=-5, **overrides))


def verify(client, code, language="en"):
    return client.get(f"/{language}/verify/", {"code": code})


# --- the number -------------------------------------------------------------------------------------------


def test_a_code_carries_eighty_random_bits_and_a_check_character():
    code = new_code()

    assert len(code) == 17
    assert set(code) <= set(ALPHABET)
    assert len({new_code() for _time in range(200)}) == 200


@given(position=st.integers(0, 16), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(position, other):
    code = new_code()
    wrong = code[:position] + other + code[position + 1 :]

    assert read_code(wrong) == (code if wrong == code else None)


def test_a_code_is_read_however_people_write_it():
    code = "0123456789ABCDEF"
    code += next(last for last in ALPHABET if read_code(code + last))

    spaced = "-".join(code[start : start + 4] for start in range(0, 17, 4))
    typed = [code.lower(), spaced, spaced.replace("-", "ー"), f" {spaced.replace('0', 'O').replace('1', 'l')} "]
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)

    assert {read_code(text) for text in [*typed, wide, wide.lower()]} == {code}
    assert [read_code(text) for text in ("", "難民", code[:-1], code + "0")] == [None] * 4


# --- issuing -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_completed_the_course_gets_one_certificate_and_the_qualification():
    staff = make_person()
    qualification = Qualification.objects.create(slug="assistant", name_ja="難民アシスタント", months_valid=36)
    enrolment = over(course=make_course(grants=qualification))

    first = actions.issue_certificate(enrolment=enrolment, by=staff)
    second = actions.issue_certificate(enrolment=enrolment, by=staff)

    assert first == second
    assert (first.name, first.edition) == (enrolment.person.display_name, enrolment.edition)
    assert enrolment.person.holds(qualification, on=timezone.localdate())
    assert not enrolment.person.holds(qualification, on=timezone.localdate() + dt.timedelta(days=36 * 31))


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.WAITLISTED])
def test_who_was_not_enrolled_gets_none(state):
    enrolment = make_enrolment(make_edition(starts_in_days=-5), state=state)

    with pytest.raises(actions.NotYetEarned):
        actions.issue_certificate(enrolment=enrolment, by=make_person())


@pytest.mark.django_db
def test_nobody_gets_one_before_the_last_session_is_over():
    enrolment = make_enrolment(make_edition())

    with pytest.raises(actions.NotYetEarned):
        actions.issue_certificate(enrolment=enrolment, by=make_person())
    with time_machine.travel(enrolment.edition.ends_at, tick=False):
        assert actions.issue_certificate(enrolment=enrolment, by=make_person()).is_valid


@pytest.mark.django_db
def test_the_name_is_a_snapshot():
    enrolment = over()
    certificate = actions.issue_certificate(enrolment=enrolment, by=make_person())
    name = enrolment.person.display_name

    enrolment.person.family_name = "別の姓"
    enrolment.person.save()

    certificate.refresh_from_db()
    assert certificate.name == name


# --- checking ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ja", "この修了証は有効です"), ("en", "This certificate is valid.")])
def test_a_valid_certificate_shows_name_course_dates_and_nothing_else(client, language, words):
    enrolment = over()
    certificate = actions.issue_certificate(enrolment=enrolment, by=make_person())

    text = verify(client, certificate.code_in_groups.lower(), language).content.decode()

    assert words in text
    assert certificate.name in text
    assert enrolment.person.email not in text


@pytest.mark.django_db
def test_a_revoked_certificate_says_so_and_shows_no_name(client):
    certificate = actions.issue_certificate(enrolment=over(), by=make_person())
    actions.revoke_certificate(certificate=certificate, by=make_person())

    text = verify(client, certificate.code).content.decode()

    assert "has been revoked" in text
    assert certificate.name not in text


@pytest.mark.django_db
def test_wrong_and_unknown_numbers_get_the_same_answer(client):
    actions.issue_certificate(enrolment=over(), by=make_person())

    def answer(code):
        return verify(client, code).content.decode().replace(code, "")

    answers = {answer(code) for code in (new_code(), "nonsense", "0" * 17)}

    assert len(answers) == 1
    assert "We know no certificate with this number." in answers.pop()


@pytest.mark.django_db
def test_numbers_cannot_be_tried_at_will(client):
    certificate = actions.issue_certificate(enrolment=over(), by=make_person())

    statuses = [verify(client, new_code()).status_code for _try in range(20)]
    refused = verify(client, certificate.code)

    assert set(statuses) == {200}
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert certificate.name not in refused.content.decode()


@pytest.mark.django_db
def test_the_page_without_a_number_asks_for_one_and_counts_no_try(client):
    for _time in range(25):
        response = client.get("/ja/verify/")

    assert response.status_code == 200
    assert Certificate.objects.count() == 0
