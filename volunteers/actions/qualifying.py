"""Qualifications that no course grants: a coordinator notes who took part in a briefing, and until when that holds."""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.errors import Refused
from portal.people.models import Person, Qualification, QualificationGrant

from .refusals import NothingToDecide, ReasonMissing


class GrantRefused(Refused):
    """This qualification cannot be noted for this person and day."""


@transaction.atomic
def grant_qualification(
    *, person: Person, qualification: Qualification, granted_on: dt.date, by: Person
) -> QualificationGrant:
    """Note that somebody holds a qualification from the Tokyo day `granted_on`, as long as it is valid.

    Raises GrantRefused for oneself, for a day to come, and where it is noted for that day already.
    """
    if person.pk == by.pk:
        raise GrantRefused(_("Please ask a colleague: nobody notes a qualification of their own."))
    if granted_on > timezone.localdate():
        raise GrantRefused(_("That day is still to come. Please note it once the person has been there."))
    months = qualification.months_valid
    until = granted_on + relativedelta(months=months) if months else None
    grant, made = QualificationGrant.objects.get_or_create(
        person=person, qualification=qualification, granted_on=granted_on, defaults={"valid_until": until}
    )
    if not made:
        raise GrantRefused(_("This is noted for that day already."))
    log(grant, "volunteers.grant_qualification", user=by, data={"qualification": qualification.slug})
    return grant


@transaction.atomic
def end_qualification(*, grant: QualificationGrant, by: Person, reason: str) -> QualificationGrant:
    """A qualification ends before its time: from today on, or with its first day. It stays on record.

    Places that somebody has already are kept. Raises ReasonMissing, and NothingToDecide where it has ended.
    """
    why, yesterday = reason.strip()[:200], timezone.localdate() - dt.timedelta(days=1)
    if not why:
        raise ReasonMissing(_("Please say why; it is kept for the records."))
    grant = QualificationGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.valid_until is not None and grant.valid_until <= max(yesterday, grant.granted_on):
        raise NothingToDecide(_("This qualification has ended already."))
    grant.valid_until, grant.reason = max(yesterday, grant.granted_on), why
    grant.save(update_fields=["valid_until", "reason"])
    log(grant, "volunteers.end_qualification", user=by, data={"reason": why})
    return grant
