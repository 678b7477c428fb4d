"""Hours: what counts, what waits, by month, and what certificates say."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.documents.codes import Checked
from portal.people.models import Person
from portal.ui import words
from volunteers.models import HoursCertificate, HoursClaim, HoursEntry, Role, Shift, Signup, Status

from .rights import reach_of

MONTHS = 12
ROWS = 60
CORRECTED_WITHIN = dt.timedelta(days=60)
DECIDES = "volunteers.change_signup"


@dataclass(frozen=True)
class MyHours:
    """One's own hours. `months` are (first day, hours) of the last twelve, the oldest first."""

    minutes: int
    this_year: int
    waiting: int
    months: list[tuple[dt.date, float]]
    rows: list["Row"]
    certificates: list[HoursCertificate]


@dataclass(frozen=True)
class Row:
    """One shift at which one was, with what counts and what was claimed last."""

    signup: Signup
    minutes: int
    claim: HoursClaim | None
    taken_back: HoursEntry | None = None

    @property
    def may_be_corrected(self) -> bool:
        """Memory is good for a while: later the team corrects."""
        return timezone.now() - self.signup.period_end <= CORRECTED_WITHIN


def minutes_of(person: Person) -> int:
    """Approved minutes, reversals taken off."""
    return HoursEntry.objects.filter(person=person).minutes()


def my_hours(person: Person) -> MyHours:
    """Six queries, however many shifts there were; the list shows the last ROWS."""
    today = timezone.localdate()
    entries = HoursEntry.objects.filter(person=person)
    signups = Signup.objects.filter(person=person, status=Status.ATTENDED).select_related(
        "shift__place", "demand__role"
    )
    rows = [
        row_of(signup)
        for signup in signups.prefetch_related("claims", "hours_entries").order_by("-period_start")[:ROWS]
    ]
    return MyHours(
        minutes=entries.minutes(),
        this_year=entries.filter(day__year=today.year).minutes(),
        waiting=HoursClaim.objects.filter(signup__person=person, decision=HoursClaim.Decision.OPEN).count(),
        months=by_month(entries, today),
        rows=rows,
        certificates=list(HoursCertificate.objects.filter(person=person)),
    )


def row_of(signup: Signup) -> Row:
    """From what was prefetched. What was taken back is said as long as nothing newer was claimed."""
    claims = sorted(signup.claims.all(), key=lambda claim: claim.pk)
    entries = sorted(signup.hours_entries.all(), key=lambda entry: entry.pk)
    claim, minutes = claims[-1] if claims else None, sum(entry.minutes for entry in entries)
    is_taken_back = bool(entries) and not minutes and claim is not None and claim.pk == entries[-1].claim_id
    return Row(signup, minutes, claim, entries[-1] if is_taken_back else None)


def by_month(entries: QuerySet[HoursEntry], today: dt.date) -> list[tuple[dt.date, float]]:
    """Hours of this month and the eleven before it, empty ones too."""
    firsts = [month_back(today, back) for back in range(MONTHS - 1, -1, -1)]
    sums = entries.filter(day__gte=firsts[0]).annotate(month=TruncMonth("day")).order_by().values("month")
    found = {row["month"]: row["sum"] for row in sums.annotate(sum=Sum("minutes"))}
    return [(first, round(found.get(first, 0) / 60, 1)) for first in firsts]


def month_back(day: dt.date, months: int) -> dt.date:
    """The first day of the month that lies `months` before `day`."""
    count = day.year * 12 + day.month - 1 - months
    return dt.date(count // 12, count % 12 + 1, 1)


def claims_to_decide(person: Person) -> QuerySet[HoursClaim]:
    """Open claims that this person may decide: of shifts they lead, and within their reach; never their own."""
    mine = Q(signup__shift__lead=person)
    if person.has_perm(DECIDES):
        reach = reach_of(person)
        mine |= Q() if reach.everywhere else Q(signup__shift__place__in=reach.places)
        if reach.everywhere:
            mine = Q()
    claims = HoursClaim.objects.filter(mine, decision=HoursClaim.Decision.OPEN).exclude(signup__person=person)
    return claims.select_related("signup__person", "signup__shift__place", "signup__demand__role").order_by(
        "start", "pk"
    )


def lists_without_marks(person: Person, *, since: dt.datetime) -> QuerySet[Shift]:
    """Shifts that are over since then and still have people whom nobody marked, within reach."""
    unmarked = Signup.objects.filter(status=Status.CONFIRMED, period_end__lte=timezone.now(), period_end__gte=since)
    shifts = Shift.objects.happening().filter(pk__in=unmarked.values("shift"))
    if not person.has_perm(DECIDES):
        return shifts.filter(lead=person)
    return reach_of(person).shifts(shifts)


def snapshot(person: Person, *, since: dt.date, until: dt.date) -> dict[str, Any]:
    """What a certificate would say of these days, names included."""
    entries = HoursEntry.objects.filter(person=person, day__range=(since, until))
    counted = entries.standing()
    roles = Role.objects.filter(demands__signups__hours_entries__in=counted).distinct().order_by("slug")
    names = list(roles.values_list("name_ja", "name_en"))
    return {
        "minutes": entries.minutes(),
        "occasions": counted.count(),
        "name": japanese_name(person),
        "latin_name": person.latin_name,
        "roles_ja": "、".join(ja or en for ja, en in names)[:300],
        "roles_en": ", ".join(en or ja for ja, en in names)[:300],
    }


def japanese_name(person: Person) -> str:
    """The name as Japanese pages show it."""
    with translation.override("ja"):
        return person.display_name


def check_hours_certificate(code: str) -> Checked | None:
    """What anybody may learn of a certificate of hours by its number; None for a number we do not know."""
    certificate = HoursCertificate.objects.filter(code=code).first()
    if certificate is None:
        return None
    if certificate.revoked_at is not None:
        revoked = (pgettext("certificate", "Revoked"), words.day(certificate.revoked_at, year=True))
        return Checked(valid=False, sentence=_("This certificate of hours has been revoked."), facts=[revoked])
    return Checked(
        valid=True,
        sentence=_("This certificate of hours is valid."),
        facts=[
            (pgettext("certificate", "Name"), name_on(certificate)),
            (pgettext("certificate", "Volunteer hours"), figures(certificate)),
            (pgettext("certificate", "Days"), _("%(since)s to %(until)s") % days(certificate)),
            (pgettext("certificate", "Issued"), words.day(certificate.issued_at, year=True)),
        ],
    )


def name_on(certificate: HoursCertificate) -> str:
    """The name in the reader's language; a dash after an erasure."""
    names = [certificate.latin_name, certificate.name] if words.in_english() else [certificate.name]
    return next((name for name in names if name), "—")


def figures(certificate: HoursCertificate) -> str:
    """How long, and how often."""
    times = ngettext("%(times)s time", "%(times)s times", certificate.occasions) % {"times": certificate.occasions}
    return _("%(hours)s (%(times)s)") % {"hours": words.hours_in_words(certificate.minutes), "times": times}


def days(certificate: HoursCertificate) -> dict[str, str]:
    return {
        "since": words.day(certificate.since, year=True),
        "until": words.day(certificate.until, year=True),
    }
