"""From the outbox to the world: once, in order, with patience."""

import datetime as dt
import email
import email.policy
import smtplib
from unittest import mock

import environ
import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal.mail import delivery, tasks
from portal.mail.delivery import CLAIM_LAPSES_AFTER, MAX_ATTEMPTS, deliver
from portal.mail.models import Attachment, OutgoingMail
from portal.mail.outbox import store
from tests.mail.smtp import mail_server

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


def make_mail(**overrides) -> OutgoingMail:
    thread = overrides.pop("thread", "")
    fields = {"subject": "件名", "body": "本文", "from_email": "ともに <a@example.org>", "to": ["b@example.org"]}
    return store(django_mail.EmailMultiAlternatives(**fields | overrides), thread=thread)


def broken(error: Exception):
    """A way out that always ends in `error`."""
    return mock.patch.object(delivery, "connection", return_value=mock.Mock(send_messages=mock.Mock(side_effect=error)))


def state(mail: OutgoingMail) -> str:
    return OutgoingMail.objects.get(pk=mail.pk).state


def test_a_delivered_mail_is_the_one_that_was_written():
    invitation = ("招待.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST; charset=utf-8")
    mail = make_mail(reply_to=["c@example.org"], cc=["d@example.org"], attachments=[invitation])
    mail.html = "<p>本文</p>"
    mail.save()

    deliver(mail.pk)

    (sent,) = django_mail.outbox
    message = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
    assert message["Subject"] == "件名"
    assert message["From"] == "ともに <a@example.org>"
    assert (message["To"], message["Cc"], message["Reply-To"]) == ("b@example.org", "d@example.org", "c@example.org")
    assert message["Message-ID"] == f"<{mail.uuid}@example.org>"
    assert message.get_body(("plain",)).get_content().strip() == "本文"
    assert message.get_body(("html",)).get_content().strip() == "<p>本文</p>"
    (file,) = message.iter_attachments()
    assert file.get_filename() == "招待.ics"
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "REQUEST")
    assert file.get_payload(decode=True) == b"BEGIN:VCALENDAR"


def test_an_alternative_keeps_its_method_and_stands_beside_the_text():
    mail = make_mail()
    Attachment.objects.create(
        mail=mail, mimetype="text/calendar; method=CANCEL", content="予定".encode(), is_alternative=True
    )

    deliver(mail.pk)

    message = email.message_from_bytes(django_mail.outbox[0].message().as_bytes(), policy=email.policy.default)
    assert message.get_content_type() == "multipart/alternative"
    _text, calendar = message.iter_parts()
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "CANCEL")
    assert calendar.get_content().strip() == "予定"


def test_a_mail_is_sent_once_however_often_it_is_called():
    mail = make_mail()

    assert deliver(mail.pk).state == "sent"
    assert deliver(mail.pk) is None

    assert len(django_mail.outbox) == 1
    assert OutgoingMail.objects.get().sent_at is not None


def test_a_mail_that_somebody_is_sending_is_not_sent_by_another():
    mail = make_mail()

    with mock.patch.object(delivery, "connection") as connection:
        connection.return_value.send_messages.side_effect = lambda _messages: deliver(mail.pk)
        deliver(mail.pk)

    assert connection.return_value.send_messages.call_count == 1


def test_a_claim_of_a_process_that_died_lapses_after_ten_minutes(time_machine):
    time_machine.move_to(NOW, tick=False)
    mail = make_mail()
    with broken(SystemExit()), pytest.raises(SystemExit):
        deliver(mail.pk)
    assert state(mail) == "sending"

    time_machine.move_to(NOW + CLAIM_LAPSES_AFTER - dt.timedelta(seconds=1), tick=False)
    assert deliver(mail.pk) is None
    time_machine.move_to(NOW + CLAIM_LAPSES_AFTER, tick=False)
    assert deliver(mail.pk).state == "sent"


def test_a_failed_attempt_is_noted_and_tried_again_later_each_time_with_more_patience(time_machine):
    time_machine.move_to(NOW, tick=False)
    mail = make_mail()
    waits = []

    for _ in range(4):
        with broken(OSError("no route")):
            tried = deliver(mail.pk)
        waits.append((tried.next_attempt - timezone.now()).total_seconds())
        assert (tried.state, tried.last_error) == ("queued", "OSError: no route")
        assert deliver(mail.pk) is None  # not yet
        time_machine.move_to(tried.next_attempt, tick=False)

    assert waits == [30, 60, 120, 240]
    assert deliver(mail.pk).state == "sent"
    assert OutgoingMail.objects.get().last_error == ""


def test_patience_ends_and_staff_can_see_it(time_machine):
    time_machine.move_to(NOW, tick=False)
    mail = make_mail()

    for _ in range(MAX_ATTEMPTS):
        with broken(OSError("no route")):
            tried = deliver(mail.pk)
        time_machine.move_to(tried.next_attempt, tick=False)

    assert (tried.state, tried.attempts) == ("failed", MAX_ATTEMPTS)
    assert deliver(mail.pk) is None


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"b@example.org": (550, b"no such user")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"b@example.org": (451, b"greylisted")}), "queued"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPDataError(452, b"full"), "queued"),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), "queued"),
        (smtplib.SMTPServerDisconnected("gone"), "queued"),
        (ValueError("a header nobody can write"), "queued"),
    ],
)
def test_only_a_final_answer_is_final(error, outcome):
    mail = make_mail()

    with broken(error):
        deliver(mail.pk)

    assert state(mail) == outcome


def test_the_log_names_no_address(caplog):
    mail = make_mail()

    with broken(smtplib.SMTPRecipientsRefused({"b@example.org": (550, b"no such user")})):
        deliver(mail.pk)

    assert "SMTPRecipientsRefused, given up" in caplog.text
    assert "b@example.org" not in caplog.text
    assert "b@example.org" in OutgoingMail.objects.get().last_error


def test_a_slow_failure_does_not_undo_what_a_newer_claim_did():
    mail = make_mail()

    def lapse_and_be_sent_by_another(_messages):
        OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt=timezone.now())
        with mock.patch.object(delivery, "connection"):
            deliver(mail.pk)
        raise OSError("too late")

    with mock.patch.object(delivery, "connection") as connection:
        connection.return_value.send_messages.side_effect = lapse_and_be_sent_by_another
        deliver(mail.pk)

    assert state(mail) == "sent"


def test_a_cancellation_never_overtakes_its_invitation(time_machine):
    time_machine.move_to(NOW, tick=False)
    request, cancel = make_mail(subject="REQUEST", thread="signup:1"), make_mail(subject="CANCEL", thread="signup:1")
    other = make_mail(subject="other", thread="signup:2")
    with broken(OSError()):
        tried = deliver(request.pk)

    assert deliver(cancel.pk) is None
    assert deliver(other.pk).state == "sent"

    time_machine.move_to(tried.next_attempt, tick=False)
    with mock.patch.object(tasks.deliver, "delay", side_effect=tasks.deliver):
        tasks.deliver(request.pk)
    assert [message.subject for message in django_mail.outbox] == ["other", "REQUEST", "CANCEL"]


def test_an_invitation_that_was_given_up_does_not_hold_the_thread_for_ever():
    request, cancel = make_mail(thread="signup:1"), make_mail(thread="signup:1")
    with broken(smtplib.SMTPDataError(554, b"no")):
        deliver(request.pk)

    assert deliver(cancel.pk).state == "sent"


def test_the_sweeper_calls_what_is_due_and_nothing_else(time_machine):
    time_machine.move_to(NOW, tick=False)
    due, first, behind = make_mail(), make_mail(thread="t"), make_mail(thread="t")
    deliver(make_mail().pk)
    with broken(OSError()):
        deliver(make_mail().pk)  # waits for its next attempt
    assert behind.state == "queued"

    with mock.patch.object(tasks.deliver, "delay") as delay:
        assert tasks.sweep() == 2

    assert sorted(call.args[0] for call in delay.call_args_list) == [due.pk, first.pk]


def test_a_mail_leaves_after_commit_and_not_before(django_capture_on_commit_callbacks):
    with mock.patch.object(tasks.deliver, "apply_async") as apply_async:
        with django_capture_on_commit_callbacks() as callbacks:
            mail = make_mail()
        apply_async.assert_not_called()
        for callback in callbacks:
            callback()

    apply_async.assert_called_once_with(args=(mail.pk,), retry=False)


def test_a_broker_that_is_down_fails_no_request_and_says_so(django_capture_on_commit_callbacks, caplog):
    away = mock.patch.object(tasks.deliver, "apply_async", side_effect=OperationalError("refused"))

    with away, django_capture_on_commit_callbacks(execute=True):
        mail = make_mail()

    assert state(mail) == "queued"
    assert f"mail {mail.pk} waits for the sweeper" in caplog.text


def test_mail_of_django_itself_goes_through_the_outbox():
    django_mail.send_mail("件名\n二行目 ", "本文", None, ["b@example.org"], html_message="<p>本文</p>")

    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.text, mail.html) == ("件名 二行目", "本文", "<p>本文</p>")
    assert (mail.sender, mail.language) == ("Tomoni <hello@tomoni.example.org>", "ja")
    assert django_mail.outbox == []


def test_a_mail_to_nobody_is_not_written():
    assert django_mail.send_mail("件名", "本文", None, []) == 0
    assert not OutgoingMail.objects.exists()


def test_an_html_only_mail_stays_one():
    message = django_mail.EmailMessage("件名", "<p>本文</p>", to=["b@example.org"])
    message.content_subtype = "html"
    mail = store(message)

    deliver(mail.pk)

    assert django_mail.outbox[0].message().get_content_type() == "text/html"


def test_a_mail_is_sent_exactly_when_it_has_a_time_of_sending():
    mail = make_mail()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(state="sent")


@pytest.fixture
def smtp_server(settings):
    with mail_server() as server:
        settings.DELIVERY = environ.Env.email_url_config(f"smtp://127.0.0.1:{server.server_address[1]}")
        yield server


def test_a_real_mail_server_gets_the_mail(smtp_server):
    mail = make_mail()

    assert deliver(mail.pk).state == "sent"

    (received,) = smtp_server.received
    message = email.message_from_bytes(received, policy=email.policy.default)
    assert (message["Subject"], message.get_content().strip()) == ("件名", "本文")


def test_a_real_refusal_is_final(smtp_server):
    smtp_server.refusal = "550 5.1.1 no such user"

    assert deliver(make_mail().pk).state == "failed"
    assert smtp_server.received == []
