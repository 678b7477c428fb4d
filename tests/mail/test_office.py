"""Outgoing mail in the back office."""

import pytest
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from portal.mail.outbox import store
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def make_mail(*, state: str = "failed", thread: str = "") -> OutgoingMail:
    mail = store(EmailMessage("件名", "コード 123456", to=["b@example.org"]), thread=thread)
    mail.state, mail.attempts, mail.last_error = state, 10, "OSError: no route"
    mail.sent_at = timezone.now() if state == "sent" else None
    mail.save()
    return mail


@pytest.fixture
def staff(client):
    """Somebody who may look at mail and send it again."""
    person = make_person(is_staff=True)
    names = ["access_admin", "view_outgoingmail", "change_outgoingmail"]
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(person)
    return person


@pytest.mark.usefixtures("staff")
def test_staff_see_what_became_of_a_mail_and_not_its_words(client):
    mail = make_mail()

    listed = client.get(reverse("outgoing_mail:index")).content.decode()
    facts = client.get(reverse("outgoing_mail:inspect", args=[mail.pk])).content.decode()

    assert "件名" in listed
    assert "OSError: no route" in facts
    assert 'data-action="send-again"' in facts
    assert "123456" not in listed + facts


def test_a_mail_that_was_given_up_is_sent_again_and_the_log_says_by_whom(client, staff):
    mail = make_mail()

    client.post(reverse("outgoing_mail_send_again", args=[mail.pk]))

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)
    entry = ModelLogEntry.objects.get(action="mail.send_again")
    assert (entry.user, entry.object_id) == (staff, str(mail.pk))


@pytest.mark.usefixtures("staff")
def test_an_invitation_is_not_sent_after_its_cancellation(client):
    request = make_mail(thread="signup:1")
    make_mail(thread="signup:1", state="sent")

    page = client.post(reverse("outgoing_mail_send_again", args=[request.pk]), follow=True).content.decode()

    assert OutgoingMail.objects.get(pk=request.pk).state == "failed"
    assert "同じ件についての新しいメール" in page


@pytest.mark.usefixtures("staff")
def test_a_mail_that_was_sent_is_not_sent_again(client):
    mail = make_mail(state="sent")

    client.post(reverse("outgoing_mail_send_again", args=[mail.pk]))

    assert OutgoingMail.objects.get().state == "sent"


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_nobody_writes_changes_or_deletes_mail_here(client, name):
    mail = make_mail()

    response = client.get(reverse(f"outgoing_mail:{name}", args=[] if name == "add" else [mail.pk]))

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_looking_does_not_include_sending(client):
    mail = make_mail()
    person = make_person(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_outgoingmail"]))
    client.force_login(person)

    page = client.get(reverse("outgoing_mail:inspect", args=[mail.pk])).content.decode()
    client.post(reverse("outgoing_mail_send_again", args=[mail.pk]))

    assert 'data-action="send-again"' not in page
    assert OutgoingMail.objects.get().state == "failed"
