"""Offline gifts for the office: what waits for a second person, and what was decided."""

from django.db.models import QuerySet

from campaigns.models import OfflineGift
from portal.people.models import Person


def offline_waiting() -> QuerySet[OfflineGift]:
    """Entries that nobody has decided on, the oldest first, with all that a row shows."""
    return _with_names(OfflineGift.objects.waiting())


def offline_decided() -> QuerySet[OfflineGift]:
    """Everything decided, the newest first."""
    decided = OfflineGift.objects.exclude(state=OfflineGift.State.WAITING)
    return _with_names(decided.order_by("-decided_at", "-pk"))


def may_confirm(gift: OfflineGift, person: Person) -> bool:
    """Whether this person is the second one."""
    return gift.is_waiting and not gift.was_entered_by(person)


def _with_names(gifts: QuerySet[OfflineGift]) -> QuerySet[OfflineGift]:
    return gifts.select_related("campaign", "page", "entered_by", "decided_by")
