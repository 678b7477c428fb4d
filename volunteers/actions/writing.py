"""A mail to everyone of a day: written once, sent by a job, to each person once and in their language."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.jobs.actions import Progress, start
from portal.jobs.models import Job
from portal.mail.send import queue
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import DayLetter, Shift
from volunteers.queries.letters import readers_of

# The same words for the same day again within this time are a second click.
SECOND_CLICK = dt.timedelta(minutes=10)
STEP = 20
Words = dict[str, str]


@transaction.atomic
def write_letter(*, day: dt.date, shifts: Iterable[Shift], words: Words, by: Person) -> DayLetter:
    """Keep the letter and have it sent. `words` are `subject_ja`, `subject_en`, `text_ja`, `text_en`.

    Raises Refused where nobody would get it.
    """
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    fresh = DayLetter.objects.filter(day=day, by=by, at__gt=timezone.now() - SECOND_CLICK, **words).first()
    if fresh is not None:
        return fresh
    chosen = list(shifts)
    if not readers_of(chosen):
        raise Refused(_("Nobody has a confirmed place in these shifts yet, so there is nobody to write to."))
    letter = DayLetter.objects.create(day=day, by=by, **words)
    letter.shifts.set(chosen)
    letter.job = start(kind="shift_letter", parameters={"letter": letter.pk}, by=by)
    letter.save(update_fields=["job"])
    for shift in chosen:
        log(shift, "volunteers.letter", user=by, data={"subject": letter.subject_ja})
    return letter


def send_letter(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: a mail for everybody who has a place now. Begun again, it passes over whom it reached."""
    letter = DayLetter.objects.get(pk=job.parameters["letter"])
    people = readers_of(list(letter.shifts.all()))
    for number, (person, shifts) in enumerate(people, start=1):
        send_to(letter, person, shifts)
        if number % STEP == 0 or number == len(people):
            progress(number, len(people))
    return {"mails": len(people)}


def send_to(letter: DayLetter, person: Person, shifts: list[Shift]) -> None:
    """One copy; the key sees to it that it is the only one."""
    queue(
        template="shift_letter",
        to=person,
        context={"letter": letter, "shifts": shifts},
        key=("shift_letter", str(letter.pk), str(person.pk)),
        reply_to=letter.by.email,
    )
