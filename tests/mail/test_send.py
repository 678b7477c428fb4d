"""queue(): a mail in the reader's language, written once, in the caller's transaction."""

import pytest
from django.db import transaction
from django.template import TemplateDoesNotExist

from portal.mail.models import OutgoingMail
from portal.mail.send import queue
from tests.factories.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("templates_for_tests")]


def test_a_mail_is_written_in_the_language_of_the_person():
    person = make_person(language="en", latin_name="Hanako Yamada")

    mail = queue(template="greeting", to=person, context={"greeting": "Hello"})

    assert (mail.language, mail.to, mail.state) == ("en", [person.email], "queued")
    assert mail.subject == "Hello & en"
    assert mail.text.startswith("Hello & Hanako\n")
    assert '<html lang="en"' in mail.html


def test_html_is_escaped_and_text_is_not():
    mail = queue(template="greeting", to="a@example.org", context={"greeting": "<b>Tom & Jerry</b>"})

    assert "<b>Tom & Jerry</b>" in mail.text
    assert "&lt;b&gt;Tom &amp; Jerry&lt;/b&gt;" in mail.html
    assert mail.language == "ja"


def test_the_same_key_writes_one_mail():
    first = queue(template="greeting", to="a@example.org", context={"greeting": "1"}, key=("hello", "7"))
    second = queue(template="greeting", to="a@example.org", context={"greeting": "2"}, key=("hello", "7"))

    assert second == first
    assert OutgoingMail.objects.get().subject.startswith("1")


def test_the_race_for_a_key_leaves_the_callers_transaction_intact(monkeypatch):
    first = queue(template="greeting", to="a@example.org", context={"greeting": "1"}, key=("hello", "7"))
    lookups = iter([None])  # the other writer commits between our look and our write
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda self: next(lookups))

    with transaction.atomic():
        second = queue(template="greeting", to="a@example.org", context={"greeting": "2"}, key=("hello", "7"))
        assert OutgoingMail.objects.count() == 1

    assert second == first


def test_a_rolled_back_transaction_takes_its_mail_with_it():
    @transaction.atomic
    def write_and_fail():
        queue(template="greeting", to="a@example.org", context={"greeting": "1"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert not OutgoingMail.objects.exists()


def test_attachments_travel_with_the_mail():
    invitation = ("招待.ics", "予定".encode(), "text/calendar; method=REQUEST; charset=utf-8")

    mail = queue(template="greeting", to="a@example.org", context={"greeting": "1"}, attachments=[invitation])

    attached = mail.attachments.get()
    assert (attached.name, bytes(attached.content), attached.mimetype) == invitation


def test_a_mail_without_its_templates_is_an_error():
    with pytest.raises(TemplateDoesNotExist):
        queue(template="nobody_wrote_this", to="a@example.org")
