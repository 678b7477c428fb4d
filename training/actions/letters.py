"""What training writes to people. Rows in the outbox, in the caller's transaction, once per occasion."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.mail.send import queue

from ..models import Enrolment


def address(language: str, name: str, *args: object) -> str:
    """Absolute, in the reader's language."""
    with translation.override(language):
        return str(settings.BASE_URL) + reverse(f"training:{name}", args=args)


def tell(enrolment: Enrolment, template: str, *, occasion: str = "", **context: Any) -> None:
    """Queue `course_<template>` for the enrolled person. `occasion` tells apart what may happen twice."""
    edition, person = enrolment.edition, enrolment.person
    slug = edition.course.slug
    key = (f"course_{template}", str(enrolment.uuid), *([occasion] if occasion else []))
    queue(
        template=f"course_{template}",
        to=person,
        key=key,
        context={
            "enrolment": enrolment,
            "edition": edition,
            "course": edition.course,
            "course_url": address(person.language, "course-detail", slug),
            "learn_url": address(person.language, "learn", slug),
            **context,
        },
    )
