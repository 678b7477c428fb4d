"""What needs somebody today, as one list: our own, and what the domains bring along (settings.MONEY_BOARD_NEEDS)."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal.people.models import Person
from portal.ui import words

from . import board
from .models import Finding, Payment, ReconcilerSwitch, WebhookEvent

SOON = dt.timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Need:
    """One kind of thing that waits: how many, where to do it, and the one detail that decides the order of the day.

    `right` is who it is for; `urgent` means that waiting costs money or trust, `later`
    that its day has not come.
    """

    key: str
    label: str
    count: int
    url: str
    detail: str = ""
    right: str = "payments.view_payment"
    urgent: bool = False
    later: bool = False


Source = Callable[[], Iterable[Need]]


def needs_of(person: Person) -> list[Need]:
    """What this person may look after, what is urgent first, then what there is most of; what is 0 comes last."""
    sources: list[Source] = [ours, *(import_string(path) for path in settings.MONEY_BOARD_NEEDS)]
    mine = [need for source in sources for need in source() if person.has_perm(need.right)]
    return sorted(mine, key=lambda need: (not need.count, not need.urgent, need.later, -need.count))


def ours() -> list[Need]:
    """Findings, disputes, surplus, promises that end, failing plans, what is held back."""
    top = reverse("money_board:index")
    ending = board.promised().filter(voucher_expires_at__lte=timezone.now() + SOON)
    held = Payment.objects.exclude(quarantine="").count()
    stuck = WebhookEvent.objects.filter(status__in=["failed", "quarantined"]).count()
    return [
        *_stopped(),
        Need(
            key="findings",
            label=_("Findings"),
            count=Finding.objects.open().count(),
            url=f"{top}#findings",
            urgent=True,
        ),
        _disputes(f"{top}#disputes"),
        Need(
            key="surplus",
            label=_("Money that came twice"),
            count=board.surplus().count(),
            url=f"{top}#surplus",
            urgent=True,
        ),
        Need(key="ending", label=_("Slips that end within two days"), count=ending.count(), url=f"{top}#promised"),
        Need(
            key="plans",
            label=_("Monthly gifts that fail"),
            count=board.failing_plans().count(),
            url=f"{top}#plans",
        ),
        Need(key="held", label=_("Held back"), count=held + stuck, url=f"{top}#failing", urgent=True),
    ]


def _disputes(url: str) -> Need:
    """Disputes that are open, and by when the first of them wants an answer."""
    disputes = board.open_disputes()
    first = disputes.filter(status__in=board.WAITS_FOR_US).first()
    by = _("answer %(when)s") % {"when": words.when(first.respond_by)} if first and first.respond_by else ""
    return Need(
        key="disputes", label=_("Disputes"), count=disputes.count(), url=url, detail=by, urgent=first is not None
    )


def _stopped() -> list[Need]:
    """The comparisons, while somebody has switched them off; a card that says so beside a 0 would frighten."""
    switch = ReconcilerSwitch.current()
    if switch.is_on:
        return []
    since = {"day": words.day(switch.changed_at), "clock": words.clock(switch.changed_at)}
    return [
        Need(
            key="switch",
            label=_("Comparisons with Stripe are switched off"),
            count=1,
            url=reverse("money_board:switch"),
            detail=_("since %(day)s, %(clock)s") % since,
            urgent=True,
        )
    ]
