"""Certificates of hours: a snapshot of what was approved, with a number that anybody can check."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import HoursCertificate, HoursEntry
from volunteers.queries.hours import snapshot
from volunteers.queries.records import counted_in

from .refusals import HoursRefused


@transaction.atomic
def issue_hours_certificate(*, person: Person, since: dt.date, until: dt.date, by: Person) -> HoursCertificate:
    """A certificate of the hours approved for the days from `since` to `until`, both included.

    Where a valid one says the same, that one comes back. Raises HoursRefused where there is nothing to certify.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    until = min(until, timezone.localdate())
    facts = snapshot(person, since=since, until=until) if since <= until else None
    if facts is None or facts["minutes"] <= 0:
        raise HoursRefused(_("No hours have been approved for these days yet."))
    said = {"person": person, "since": since, "until": until, **facts}
    same = HoursCertificate.objects.filter(**said, revoked_at__isnull=True).first()
    return same or HoursCertificate.objects.create(**said)


@transaction.atomic
def revoke_hours_certificate(*, certificate: HoursCertificate, by: Person, reason: str) -> HoursCertificate:
    """The certificate stays in the register, as revoked, and its owner is told why. Raises HoursRefused without a
    reason, and where it has been revoked already."""
    if not reason.strip():
        raise HoursRefused(_("Please write why the certificate is revoked."))
    certificate = HoursCertificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if not certificate.is_valid:
        raise HoursRefused(_("This certificate has been revoked already."))
    revoke(certificate, reason=reason)
    person = certificate.person
    if person is not None and person.is_active:
        key = ("shift_certificate_revoked", str(certificate.pk))
        queue(template="shift_certificate_revoked", to=person, context={"certificate": certificate}, key=key)
    return certificate


def revoke_what_counted(entry: HoursEntry, *, reason: str) -> list[HoursCertificate]:
    """Hours that are taken off take every certificate along that counts them; their person is locked."""
    gone = list(counted_in(entry))
    for certificate in gone:
        revoke(certificate, reason=reason)
    return gone


def revoke(certificate: HoursCertificate, *, reason: str) -> None:
    certificate.revoked_at, certificate.reason = timezone.now(), reason.strip()[:300]
    certificate.save(update_fields=["revoked_at", "reason"])


@transaction.atomic
def blank_hours_certificates(*, person: Person, by: Person) -> int:
    """After an erasure a certificate can still be checked, and names nobody; returns how many were blanked."""
    return HoursCertificate.objects.filter(person=person).update(person=None, name="", latin_name="")
