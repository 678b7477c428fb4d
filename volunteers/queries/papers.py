"""What stands on papers: certificates of hours and rosters."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation

from portal.cms.models import OrganisationSettings
from portal.documents.render import render_pdf
from portal.ui import words
from portal.ui.qr import draw_qr
from volunteers.models import HoursCertificate


def hours_certificate_pdf(certificate: HoursCertificate) -> bytes:
    """The certificate in both languages (documents/hours-certificate.typ), the same bytes every time as long as the organisation's name stays."""
    return render_pdf("hours-certificate", said_on(certificate), at=certificate.issued_at)


def said_on(certificate: HoursCertificate) -> dict[str, Any]:
    """The data of the paper: a snapshot, and who issues it."""
    house = OrganisationSettings.of_this_house()
    verify = f"{settings.BASE_URL}/ja/verify/?code={certificate.code}"
    return {
        "number": certificate.number,
        "code": certificate.code_in_groups,
        "name": certificate.name or certificate.latin_name or "—",
        "latin_name": certificate.latin_name if certificate.name else "",
        "hours": words.hours(certificate.minutes),
        "occasions": certificate.occasions,
        "roles_ja": certificate.roles_ja,
        "roles_en": certificate.roles_en,
        "verify_url": f"{settings.BASE_URL}/en/verify/",
        "qr": str(draw_qr(verify, label="")),
        "organisation_ja": house.name_ja,
        "organisation_en": house.name_en,
        "address_ja": house.address_ja,
        "certification_ja": f"認定NPO法人 {house.certification_number}" if house.certification_number else "",
        **days("since", certificate.since),
        **days("until", certificate.until),
        **days("issued", certificate.issued_on),
    }


def days(name: str, day: dt.date) -> dict[str, str]:
    """One day in both languages, with its year."""
    said = {}
    for language in ("ja", "en"):
        with translation.override(language):
            said[f"{name}_{language}"] = words.day(day, year=True)
    return said
