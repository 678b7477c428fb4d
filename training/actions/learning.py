"""What learners do, and what they earn."""

import uuid

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person, QualificationGrant

from ..models import Certificate, Enrolment, LessonProgress, State
from .refusals import NoLongerPossible, NotYetEarned
from .seats import lock_enrolment


def mark_lesson_read(*, enrolment: Enrolment, lesson_key: uuid.UUID, by: Person) -> LessonProgress:
    """Note that a lesson was read; reading it again changes nothing. Raises NoLongerPossible for who is not enrolled."""
    if enrolment.state != State.ENROLLED:
        raise NoLongerPossible(_("Only enrolled people keep their progress."))
    progress, _new = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson_key=lesson_key)
    return progress


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, by: Person) -> Certificate:
    """The certificate of an enrolled person whose edition is over, and the qualification that goes with it.

    A second call returns the first certificate. Raises NotYetEarned.
    """
    enrolment = lock_enrolment(enrolment.pk)
    already = enrolment.certificates.filter(state=Certificate.State.VALID).first()
    if already is not None:
        return already
    edition, now = enrolment.edition, timezone.now()
    ends_at = edition.ends_at
    if enrolment.state != State.ENROLLED or ends_at is None or ends_at > now:
        raise NotYetEarned(_("A certificate is issued to enrolled people, after the last session."))
    _grant_qualification(enrolment)
    return Certificate.objects.create(
        enrolment=enrolment,
        name=enrolment.person.display_name,
        course=edition.course,
        edition=edition,
        issued_at=now,
    )


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, by: Person) -> Certificate:
    """The certificate stays in the register, as revoked."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.is_valid:
        certificate.state = Certificate.State.REVOKED
        certificate.revoked_at = timezone.now()
        certificate.save(update_fields=["state", "revoked_at"])
    return certificate


def _grant_qualification(enrolment: Enrolment) -> None:
    qualification = enrolment.edition.course.grants
    if qualification is None:
        return
    today = timezone.localdate()
    months = qualification.months_valid
    QualificationGrant.objects.get_or_create(
        person=enrolment.person,
        qualification=qualification,
        granted_on=today,
        defaults={
            "valid_until": today + relativedelta(months=months) if months else None,
            "reason": str(enrolment.edition),
        },
    )
