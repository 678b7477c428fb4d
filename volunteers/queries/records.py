"""What was approved and certified, to look up and to put right: within a coordinator's reach."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.documents.codes import read_code
from portal.people.models import Person
from volunteers.models import HoursCertificate, HoursEntry
from volunteers.models.hours import HoursQuerySet

from .rights import Reach


def entries_within(reach: Reach) -> HoursQuerySet:
    """Approved hours within reach, reversals aside, the newest day first, each with what took it back."""
    rows = HoursEntry.objects.filter(reverses__isnull=True)
    if not reach.everywhere:
        rows = rows.filter(signup__shift__place__in=reach.places)
    return rows.select_related("person", "by", "reversal__by", "signup__shift__place", "signup__demand__role").order_by(
        "-day", "-pk"
    )


def certificates_within(reach: Reach) -> QuerySet[HoursCertificate]:
    """Certificates whose every hour lies within reach: a paper is revoked as a whole, by who answers for all of it."""
    rows = HoursCertificate.objects.select_related("person")
    if reach.everywhere:
        return rows
    beyond = HoursEntry.objects.filter(
        person=OuterRef("person"), day__gte=OuterRef("since"), day__lte=OuterRef("until")
    ).exclude(signup__shift__place__in=reach.places)
    return rows.filter(~Exists(beyond), person__isnull=False)


def find_certificates(rows: QuerySet[HoursCertificate], wanted: str) -> QuerySet[HoursCertificate]:
    """Those that `wanted` names: by the number to check, the number in the register, or by words of a name or an
    address; all of them for an empty wish."""
    code = read_code(wanted)
    if code is not None:
        return rows.filter(code=code)
    for word in wanted.split():
        names = Q(name__icontains=word) | Q(latin_name__icontains=word) | Q(person__email__iexact=word)
        rows = rows.filter(names | Q(pk=register_number(word)))
    return rows


def register_number(word: str) -> int | None:
    """12 for H2026-00012, the number in the register; None for anything else."""
    head, _dash, tail = word.upper().partition("-")
    fits = head.startswith("H") and head[1:].isdecimal() and tail.isascii() and tail.isdecimal() and len(tail) < 10
    return int(tail) if fits else None


def counted_in(entry: HoursEntry) -> QuerySet[HoursCertificate]:
    """Valid certificates that were made after `entry` and cover its day: they count it."""
    return HoursCertificate.objects.filter(
        person=entry.person_id,
        since__lte=entry.day,
        until__gte=entry.day,
        issued_at__gte=entry.at,
        revoked_at__isnull=True,
    )


def person_of(pk: int, reach: Reach) -> Person | None:
    """Somebody with approved hours or a certificate within reach."""
    mine = Q(pk__in=entries_within(reach).filter(person=pk).values("person"))
    mine |= Q(pk__in=certificates_within(reach).filter(person=pk).values("person"))
    return Person.objects.filter(mine, pk=pk).first()
