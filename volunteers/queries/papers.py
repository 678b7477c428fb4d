"""What stands on papers: certificates of hours and rosters."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.cms.models import OrganisationSettings
from portal.documents.render import render_pdf
from portal.ui import words
from portal.ui.qr import draw_qr
from volunteers.models import HoursCertificate, Shift, Status

from .days import Board, Line, board_of

SPARE_LINES = 4  # for people who come without a sign-up


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


def roster_pdf(shifts: Sequence[Shift], *, now: dt.datetime) -> bytes:
    """The A4 roster of these shifts in the language of the moment (documents/roster.typ)."""
    return render_pdf("roster", roster(shifts, now=now), at=now)


def roster(shifts: Sequence[Shift], *, now: dt.datetime) -> dict[str, Any]:
    """What stands on a roster: names and roles of who is expected, and how to reach the lead. No e-mail, no age."""
    house = OrganisationSettings.of_this_house()
    return {
        "language": "en" if words.in_english() else "ja",
        "organisation": house.name,
        "title": " ".join(dict.fromkeys(words.day(shift.start, year=True) for shift in shifts)),
        "printed": f"{words.day(now, year=True)} {words.clock(now)}",
        "shifts": [on_the_roster(board_of(shift)) for shift in shifts],
    }


def on_the_roster(board: Board) -> dict[str, Any]:
    shift = board.shift
    lead = shift.lead
    return {
        "day": words.day(shift.start, year=True),
        "times": f"{words.clock(shift.start)} – {words.clock(shift.end)}",
        "name": shift.name,
        "report_at": words.clock(shift.report_at),
        "place": shift.place.name,
        "meeting_point": shift.place.meeting_point,
        "lead": lead.display_name if lead else "—",
        "lead_phone": lead.phone if lead else "",
        "seats": [
            {"name": line.name, "kana": line.kana, "role": line.signup.demand.role.name, "note": mark_on(line)}
            for line in board.lines
        ],
        "spare": SPARE_LINES,
    }


def mark_on(line: Line) -> str:
    """Whose child this is; and what the list says already, for a roster that is printed late."""
    seat, notes = line.signup, []
    if seat.guest_name and seat.party:
        notes.append(_("child, with %(name)s") % {"name": seat.party.captain.display_name})
    if seat.status != Status.CONFIRMED:
        notes.append(str(seat.get_status_display()))
    return _(", ").join(notes)
