"""How the house writes to somebody: a template in the reader's language, once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation

from portal.people.models import Person

from .models import OutgoingMail
from .outbox import store

File = tuple[str, bytes, str]  # name, content, content type


def queue(
    *,
    template: str,
    to: Person | str,
    language: str = "",
    context: Mapping[str, Any] | None = None,
    key: Sequence[str] | None = None,
    attachments: Iterable[File] = (),
    thread: str = "",
    reply_to: str = "",
) -> OutgoingMail:
    """Write a mail into the outbox, in the caller's transaction; it leaves after commit.

    Renders `templates/emails/<template>.subject.txt`, `.txt` (both unescaped) and `.html` in `language`
    (default: the person's, else Japanese) with `context` plus `person`, `base_url`, `language` and `subject`.
    A second call with the same `key` writes nothing and returns the first mail. Mails with the same `thread`
    leave in the order of the calls. Raises TemplateDoesNotExist where one of the three is missing.
    """
    once = ":".join(key) if key else None
    person = to if isinstance(to, Person) else None
    language = language or (person.language if person else settings.LANGUAGE_CODE)
    address = person.email if person else str(to)
    if once is not None and (already := OutgoingMail.objects.filter(key=once).first()):
        return already
    message = _render(template, language, {"person": person, **(context or {})})
    message.to = [address]
    message.reply_to = [reply_to] if reply_to else []
    for name, content, mimetype in attachments:
        message.attach(name, content, mimetype)
    try:
        with transaction.atomic():  # a savepoint: the caller's transaction survives the race for a key
            return store(message, language=language, key=once, thread=thread)
    except IntegrityError:
        if once is None:
            raise
        return OutgoingMail.objects.get(key=once)


def is_written(key: Sequence[str]) -> bool:
    """Whether a mail of this key stands in the outbox, gone or about to go."""
    return OutgoingMail.objects.filter(key=":".join(key)).exists()


def _render(template: str, language: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    name = f"emails/{template}"
    with translation.override(language):
        context = {"base_url": settings.BASE_URL, "language": language, **context}
        subject = " ".join(_plain(f"{name}.subject.txt", context).split())
        context["subject"] = subject
        # What a template's tags leave behind are empty lines: one is enough.
        text = re.sub(r"\n\s*\n", "\n\n", _plain(f"{name}.txt", context)).strip() + "\n"
        html = render_to_string(f"{name}.html", context)
    message = EmailMultiAlternatives(subject=subject, body=text, from_email=settings.DEFAULT_FROM_EMAIL)
    message.attach_alternative(html, "text/html")
    return message


def _plain(name: str, context: dict[str, Any]) -> str:
    """A text template without HTML escaping: an `&` in a title is an `&`."""
    template = engines["django"].get_template(name).template  # type: ignore[attr-defined]
    return str(template.render(Context(context, autoescape=False)))
