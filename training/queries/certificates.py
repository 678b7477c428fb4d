"""What anybody may learn of a certificate by its number."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.documents.codes import Checked
from portal.ui import words
from training.models import Certificate


def check_certificate(code: str) -> Checked | None:
    """Name, course and dates of a valid certificate; of a revoked one no name; None for a number we do not know."""
    certificate = Certificate.objects.select_related("course", "edition").filter(code=code).first()
    if certificate is None:
        return None
    course = (_("Course"), _(", ").join([certificate.course.name, certificate.edition.name]))
    if certificate.revoked_at is not None:
        revoked = (_("Revoked"), words.day(certificate.revoked_at, year=True))
        return Checked(valid=False, sentence=_("This certificate has been revoked."), facts=[course, revoked])
    return Checked(
        valid=True,
        sentence=_("This certificate is valid."),
        facts=[
            (pgettext("person", "Name"), certificate.name or "—"),
            course,
            (_("Held on"), _(", ").join(words.day(day, year=True) for day in certificate.edition.days)),
            (_("Issued on"), words.day(certificate.issued_at, year=True)),
        ],
    )
