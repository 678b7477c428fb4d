"""What needs staff today, from each domain; everybody sees only what they may do something about."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from campaigns import queries as campaigns
from portal.people.models import Person
from training import queries as training
from volunteers import queries as volunteers


@dataclass(frozen=True)
class Duty:
    """One line of the panel: how many of something wait, and the board where to do it."""

    sentence: str
    href: str


def waiting_for(staff: Person | AnonymousUser) -> list[Duty]:
    """The duties of this member of staff; an empty list means that nothing waits."""
    duties: list[Duty] = []
    if staff.is_anonymous:
        return duties
    if staff.has_perm("volunteers.change_shift"):
        duties += shift_duties(staff)
    if staff.has_perm("campaigns.change_fundraisingpage"):
        duties += campaign_duties()
    if staff.has_perm("training.change_edition"):
        duties += course_duties()
    return duties


def shift_duties(staff: Person) -> list[Duty]:
    """Within reach only: the board that the line leads to shows no other shifts."""
    short = len(volunteers.at_risk(timezone.now(), volunteers.reach_of(staff)))
    sentence = ngettext(
        "%(count)s shift of the next three weeks still needs people.",
        "%(count)s shifts of the next three weeks still need people.",
        short,
    )
    return lines(reverse("volunteers_board"), [(short, sentence)])


def campaign_duties() -> list[Duty]:
    waiting = campaigns.waiting()
    messages, texts, applied = len(waiting.messages), len(waiting.texts), len(waiting.applications)
    counted = [
        (messages, ngettext("%(count)s message to read.", "%(count)s messages to read.", messages)),
        (texts, ngettext("%(count)s page text to read.", "%(count)s page texts to read.", texts)),
        (applied, ngettext("%(count)s runner has applied.", "%(count)s runners have applied.", applied)),
    ]
    return lines(reverse("campaigns_office:desk"), counted)


def course_duties() -> list[Duty]:
    requests = sum(len(edition.requests) for edition in training.board())
    refunds = len(training.refunds_due())
    counted = [
        (requests, ngettext("%(count)s enrolment to decide on.", "%(count)s enrolments to decide on.", requests)),
        (refunds, ngettext("%(count)s course fee to give back.", "%(count)s course fees to give back.", refunds)),
    ]
    return lines(reverse("training_board"), counted)


def lines(href: str, counted: list[tuple[int, str]]) -> list[Duty]:
    """One line for each kind of thing that there is at least one of."""
    return [Duty(sentence % {"count": count}, href) for count, sentence in counted if count]
