"""Carrying one mail from the outbox to the world, once as far as SMTP allows."""

import datetime as dt
import logging
import smtplib
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailAlternative, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from .models import Attachment, OutgoingMail

logger = logging.getLogger(__name__)

# A claim that is older belongs to a process that died; sending takes far less.
CLAIM_LAPSES_AFTER = dt.timedelta(minutes=10)
MAX_ATTEMPTS = 10
FIRST_DELAY = dt.timedelta(seconds=30)
LONGEST_DELAY = dt.timedelta(hours=6)
SMTP_TIMEOUT_SECONDS = 30


def deliver(mail_id: int) -> OutgoingMail | None:
    """Claim a mail, send it, note the outcome; returns the mail, or None where it was not ours to send.

    Calling it again, or from many workers at once, sends nothing twice: one conditional UPDATE decides who
    claims. Only a process that dies between the server's "250 OK" and our note can make a second copy.
    """
    mail = _claim(mail_id)
    if mail is None:
        return None
    try:
        connection().send_messages([as_message(mail)])
    except Exception as error:  # noqa: BLE001  whatever went wrong is noted on the row and tried again
        _note_failure(mail, error)
    else:
        _note_sent(mail)
    mail.refresh_from_db()
    return mail


def _claim(mail_id: int) -> OutgoingMail | None:
    now = timezone.now()
    claimed = (
        OutgoingMail.objects.filter(pk=mail_id)
        .due(now)
        .next_in_thread()
        .update(state=OutgoingMail.State.SENDING, attempts=F("attempts") + 1, next_attempt=now + CLAIM_LAPSES_AFTER)
    )
    return OutgoingMail.objects.get(pk=mail_id) if claimed else None


def _note_sent(mail: OutgoingMail) -> None:
    # Whoever holds the claim by now: the mail did leave.
    OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.SENT, sent_at=timezone.now(), last_error="")


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    given_up = mail.attempts >= MAX_ATTEMPTS or is_final(error)
    # The text of an SMTP error names the address: it stays in the back office and never reaches a log.
    logger.error(
        "mail %s was not delivered: attempt %s, %s%s",
        mail.pk,
        mail.attempts,
        type(error).__name__,
        ", given up" if given_up else "",
    )
    # `attempts` is the number of our claim: a newer claim is not touched.
    OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.SENDING, attempts=mail.attempts).update(
        state=OutgoingMail.State.FAILED if given_up else OutgoingMail.State.QUEUED,
        next_attempt=timezone.now() + delay_after(mail.attempts),
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )


def delay_after(attempts: int) -> dt.timedelta:
    """How long to wait after the n-th failed attempt: 30 s, doubled each time, at most six hours."""
    return min(FIRST_DELAY * (1 << (attempts - 1)), LONGEST_DELAY)


def is_final(error: Exception) -> bool:
    """Whether the server said for good that it will not take this mail (RFC 5321 4.2.1: 5yz).

    A refused password is our mistake, not the mail's: it is tried again.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def connection() -> BaseEmailBackend:
    """The way out named by EMAIL_URL (settings.DELIVERY)."""
    way_out: dict[str, Any] = settings.DELIVERY
    names = {
        "host": "EMAIL_HOST",
        "port": "EMAIL_PORT",
        "username": "EMAIL_HOST_USER",
        "password": "EMAIL_HOST_PASSWORD",
        "use_tls": "EMAIL_USE_TLS",
        "use_ssl": "EMAIL_USE_SSL",
        "file_path": "EMAIL_FILE_PATH",
    }
    options = {option: way_out[name] for option, name in names.items() if way_out.get(name)}
    backend = way_out["EMAIL_BACKEND"]
    if backend.endswith("smtp.EmailBackend"):
        options["timeout"] = SMTP_TIMEOUT_SECONDS
    way: BaseEmailBackend = get_connection(backend, fail_silently=False, **options)
    return way


def as_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The row as a message of Django's, with a Message-ID that stays the same over attempts."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.sender,
        to=mail.to,
        cc=mail.cc,
        bcc=mail.bcc,
        reply_to=mail.reply_to,
        headers={"Message-ID": message_id(mail), "Content-Language": mail.language, **mail.headers},
    )
    if mail.html and mail.text:
        message.attach_alternative(mail.html, "text/html")
    elif mail.html:
        message.body, message.content_subtype = mail.html, "html"
    for attachment in mail.attachments.all():
        if attachment.is_alternative:
            text = bytes(attachment.content).decode()
            message.alternatives.append(EmailAlternative(text, attachment.mimetype))
        else:
            message.attach(_part(attachment))
    return message


def message_id(mail: OutgoingMail) -> str:
    """The same for every attempt, so that a copy sent by accident is recognised as one (RFC 5322 3.6.4)."""
    domain = parseaddr(mail.sender)[1].rpartition("@")[2] or "localhost"
    return f"<{mail.uuid}@{domain}>"


def _part(attachment: Attachment) -> MIMEBase:
    """One file as a MIME part; Django alone would lose the parameters of the content type."""
    wanted = Message()
    wanted["Content-Type"] = attachment.mimetype
    parameters = {name: value for name, value in wanted.get_params([])[1:] if value}
    part = MIMEBase(wanted.get_content_maintype(), wanted.get_content_subtype(), policy=None, **parameters)
    part.set_payload(bytes(attachment.content))
    encode_base64(part)
    name: str | tuple[str, str, str] = attachment.name
    if not attachment.name.isascii():
        name = ("utf-8", "", attachment.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part
