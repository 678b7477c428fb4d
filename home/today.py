"""What needs staff today, from each domain; everybody sees only what they may do something about."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import ngettext

from campaigns import queries as campaigns
from portal.people.models import Person
from training import queries as training
from volunteers import queries as volunteers

RISK_DAYS = 7


@dataclass(frozen=True)
class Duty:
    """One line of the panel: how many of something wait."""

    icon: str
    sentence: str


def waiting_for(staff: Person | AnonymousUser) -> list[Duty]:
    """The duties of this member of staff; an empty list means that nothing waits."""
    duties: list[Duty] = []
    if staff.has_perm("volunteers.change_shift"):
        duties += shift_duties()
    if staff.has_perm("campaigns.change_fundraisingpage"):
        duties += campaign_duties()
    if staff.has_perm("training.change_edition"):
        duties += course_duties()
    return duties


def shift_duties() -> list[Duty]:
    short = len(volunteers.at_risk(timezone.now(), days=RISK_DAYS))
    sentence = ngettext(
        "%(count)s shift this week still needs people.", "%(count)s shifts this week still need people.", short
    )
    return [Duty("group", sentence % {"count": short})] if short else []


def campaign_duties() -> list[Duty]:
    waiting = campaigns.waiting()
    messages, texts, applied = len(waiting.messages), len(waiting.texts), len(waiting.applications)
    lines = [
        (messages, ngettext("%(count)s message to read.", "%(count)s messages to read.", messages)),
        (texts, ngettext("%(count)s page text to read.", "%(count)s page texts to read.", texts)),
        (applied, ngettext("%(count)s runner has applied.", "%(count)s runners have applied.", applied)),
    ]
    return [Duty("openquote", sentence % {"count": count}) for count, sentence in lines if count]


def course_duties() -> list[Duty]:
    requests = sum(len(edition.requests) for edition in training.board())
    refunds = len(training.refunds_due())
    lines = [
        (requests, ngettext("%(count)s enrolment to decide on.", "%(count)s enrolments to decide on.", requests)),
        (refunds, ngettext("%(count)s course fee to give back.", "%(count)s course fees to give back.", refunds)),
    ]
    return [Duty("history", sentence % {"count": count}) for count, sentence in lines if count]
