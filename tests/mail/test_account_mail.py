"""Mail about one's account: through the outbox, in our frame, in the person's language."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.contrib.auth.models import AnonymousUser
from django.core import mail as django_mail
from django.test import RequestFactory

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

CODES = ["login_code", "password_reset_code", "email_confirmation", "email_confirmation_signup"]
LINKS = ["unknown_account", "account_already_exists", "email_confirmation", "email_confirmation_signup"]
NOTICES = ["password_changed", "password_set", "password_reset", "email_confirm", "email_deleted", "email_changed"]


def written(name: str, language: str, **context) -> OutgoingMail:
    """What allauth would send for this occasion."""
    person = make_person(language=language)
    request = RequestFactory().get("/accounts/")
    request.user = AnonymousUser()
    with request_context(request):
        facts = {"user": person, "email": person.email} | context
        get_adapter(request).send_mail(f"account/email/{name}", person.email, facts)
    return OutgoingMail.objects.get()


def is_japanese(text: str) -> bool:
    return bool(re.search(r"[ぁ-んァ-ン]", text))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", CODES)
def test_a_code_stands_in_the_mail_and_never_in_its_subject(name, language):
    mail = written(name, language, code="ABC-123")

    assert "ABC-123" in mail.text
    assert '<p class="code">ABC-123</p>' in mail.html
    assert "ABC-123" not in mail.subject
    assert mail.language == language
    assert [is_japanese(part) for part in (mail.subject, mail.text)] == [language == "ja"] * 2
    assert f'<html lang="{language}"' in mail.html


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", LINKS)
def test_a_link_stands_in_both_forms_of_the_mail(name, language):
    link = "https://tomoni.example.org/accounts/somewhere/?a=1&b=2"
    mail = written(name, language, activate_url=link, signup_url=link, password_reset_url=link)

    assert link in mail.text
    assert f'href="{link.replace("&", "&amp;")}"' in mail.html
    assert mail.text.rstrip().endswith("アカウントの登録に関するお知らせとして、このメールをお送りしています。") == (
        language == "ja"
    )


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_says_what_changed_when_and_from_where(name, language):
    facts = {"deleted_email": "old@example.org", "from_email": "old@example.org", "to_email": "new@example.org"}
    mail = written(
        name, language, ip="192.0.2.7", user_agent="Firefox & friends", timestamp="2026-11-22 10:00", **facts
    )

    assert "192.0.2.7" in mail.text
    assert "Firefox & friends" in mail.text
    assert is_japanese(mail.subject) == (language == "ja")
    assert is_japanese(mail.text) == (language == "ja")


def test_signing_in_by_code_writes_one_mail(client, settings):
    person = make_person(language="ja")

    client.post("/accounts/login/code/", {"email": person.email})

    mail = OutgoingMail.objects.get()
    assert mail.to == [person.email]
    assert mail.html
    assert django_mail.outbox == []  # it leaves after commit, by the worker
