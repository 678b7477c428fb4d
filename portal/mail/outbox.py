"""The EMAIL_BACKEND of the whole house: a mail is a row in the caller's transaction, and leaves after it."""

import logging
from collections.abc import Iterable, Sequence
from email.message import Message
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import get_language
from kombu.exceptions import OperationalError

from .models import Attachment, OutgoingMail
from .tasks import deliver

logger = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """Writes what Django, allauth, Wagtail or our own code sends into the outbox.

    A transaction that is rolled back takes its mail with it.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            return len([store(message) for message in email_messages if message.recipients()])


def store(message: EmailMessage, *, language: str = "", key: str | None = None, thread: str = "") -> OutgoingMail:
    """Write one message as a row and have it delivered after commit.

    `key` is unique: writing it twice raises IntegrityError. Mails of one `thread` never overtake each other.
    """
    is_html = message.content_subtype == "html"
    alternatives = list(getattr(message, "alternatives", None) or [])
    html = [str(content) for content, mimetype in alternatives if mimetype == "text/html"]
    with transaction.atomic():
        mail = OutgoingMail.objects.create(
            sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
            to=list(message.to),
            cc=list(message.cc),
            bcc=list(message.bcc),
            reply_to=list(message.reply_to),
            headers={name: str(value) for name, value in message.extra_headers.items()},
            subject=_one_line(str(message.subject)),
            text="" if is_html else str(message.body),
            html=str(message.body) if is_html else "".join(html[:1]),
            language=language or get_language() or settings.LANGUAGE_CODE,
            key=key,
            thread=thread,
        )
        Attachment.objects.bulk_create(_attachments(mail, message, alternatives))
        transaction.on_commit(partial(call_the_carrier, mail.pk))
    return mail


def call_the_carrier(mail_id: int) -> None:
    """Ask the worker to deliver; where the broker is away the mail waits for the sweeper and nobody notices."""
    try:
        deliver.apply_async(args=(mail_id,), retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("mail %s waits for the sweeper, the broker is away: %s", mail_id, type(error).__name__)


def _one_line(text: str) -> str:
    """A subject cannot break (RFC 5322 2.2): a line break in a name must not become a header."""
    return " ".join(text.split())[:500]


def _attachments(mail: OutgoingMail, message: EmailMessage, alternatives: Iterable[Any]) -> list[Attachment]:
    rows = []
    for content, mimetype in alternatives:
        if mimetype != "text/html":
            rows.append(Attachment(mail=mail, mimetype=mimetype, content=_bytes(content), is_alternative=True))
    for attachment in message.attachments:
        if isinstance(attachment, Message):
            name, content, mimetype = (
                attachment.get_filename(),
                attachment.get_payload(decode=True),
                attachment["Content-Type"],
            )
        else:
            name, content, mimetype = attachment
        rows.append(
            Attachment(
                mail=mail,
                name=name or "",
                content=_bytes(content),
                mimetype=mimetype or "application/octet-stream",
            )
        )
    return rows


def _bytes(content: Any) -> bytes:
    return content.encode() if isinstance(content, str) else bytes(content)
