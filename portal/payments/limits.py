"""Against card testing: how many hosted checkouts one may open, and a breaker on declines (money.md 21).

Counters live in the cache and rise by `incr`, which Redis does in one step for all processes. What is counted is hashed:
no address of a person is kept. Webhooks are never limited; they only tell the breaker how cards fare.
"""

import hashlib
import ipaddress
import time
import uuid

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .errors import CardsPaused, TooManyCheckouts, TooOften

OUTCOMES = {"charge.succeeded": "accepted", "charge.failed": "declined"}
PAUSED = "checkout-paused"
HALF_OPEN = "checkout-half-open"


def count_visitor(request: HttpRequest) -> None:
    """Count one checkout for the visitor's address and browser session. Raises TooManyCheckouts."""
    _count("address", network_of(request.META.get("REMOTE_ADDR", "")))
    _count("session", _session_of(request))


def _session_of(request: HttpRequest) -> str:
    return request.session.session_key or request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")


def count_email(email: str) -> None:
    """Count one new checkout for an e-mail address, however it is written. Raises TooManyCheckouts."""
    _count("email", email.strip().casefold())


def count_challenge(email: str) -> None:
    """Count one code sent to an e-mail address: nobody's mailbox is filled from here. Raises TooManyCheckouts."""
    _count("challenge", email.strip().casefold())


def count_portal(request: HttpRequest, plan_id: uuid.UUID) -> None:
    """Count one way to the provider's page of a plan, for who goes there (person, else browser session) and for the plan.

    Raises TooOften.
    """
    who = f"person-{request.user.pk}" if request.user.is_authenticated else _session_of(request)
    if not all([_is_within("portal", who), _is_within("portal", f"plan-{plan_id}")]):
        raise TooOften(
            _(
                "This page of the payment service was opened very often in a short time. Please wait an hour, or write to us."
            ),
            way_out_url=_contact(),
            way_out_label=_("How to reach us"),
        )


def may_ask(thing_id: uuid.UUID) -> bool:
    """Count one question to the provider about a thing, asked because somebody opened a page; False where the last known
    state must do for now.
    """
    return _is_within("asking", str(thing_id))


def network_of(address: str) -> str:
    """The address; of IPv6 its /64, because one household has them all."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def _count(what: str, value: str) -> None:
    if not _is_within(what, value):
        raise TooManyCheckouts(
            _("Too many payments were begun from here in a short time. Please wait an hour, or write to us."),
            way_out_url=_contact(),
            way_out_label=_("How to reach us"),
        )


def _is_within(what: str, value: str) -> bool:
    """Count one more; whether it is still within the limit, or nothing limits it."""
    if what not in settings.CHECKOUT_LIMITS or not value:
        return True
    times, seconds = settings.CHECKOUT_LIMITS[what]
    name = hashlib.sha256(f"{settings.SECRET_KEY}{value}".encode()).hexdigest()[:32]
    return _up(f"checkouts-{what}-{name}", seconds) <= times


def _up(name: str, seconds: int) -> int:
    """One more within this window of `seconds`; how many there are now."""
    key = f"{name}-{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the cache was emptied in between
        cache.set(key, 1, timeout=2 * seconds)
        return 1


def _contact() -> str:
    """The page about us, by its address in contract.md: its code stands above payments."""
    return f"/{get_language() or 'ja'}/about/"


def note_outcome(event_type: str) -> None:
    """A webhook told how a card fared; too many declines pause every new checkout for a while."""
    outcome = OUTCOMES.get(event_type)
    if outcome is None or not settings.CHECKOUT_BREAKER:
        return
    rule = settings.CHECKOUT_BREAKER
    _up(f"cards-{outcome}", rule["seconds"])
    declined, accepted = _lately("declined"), _lately("accepted")
    tried = declined + accepted
    if tried >= rule["attempts"] and declined * 100 >= tried * rule["declined_percent"]:
        cache.set(PAUSED, int(time.time()) + rule["pause_seconds"], timeout=rule["pause_seconds"])
        cache.set(HALF_OPEN, 1, timeout=rule["pause_seconds"] + rule.get("half_open_seconds", 0))


def _lately(outcome: str) -> int:
    """Within this window and the one before."""
    seconds = settings.CHECKOUT_BREAKER["seconds"]
    window = int(time.time()) // seconds
    keys = [f"cards-{outcome}-{window}", f"cards-{outcome}-{window - 1}"]
    return sum(cache.get_many(keys).values())


def paused_until() -> int:
    """When the breaker lets checkouts through again, in seconds since 1970; 0 while nothing is paused."""
    return int(cache.get(PAUSED) or 0)


def is_half_open() -> bool:
    """For a while after a pause, checkouts go on with care (see `challenge`)."""
    return bool(cache.get(HALF_OPEN)) and not paused_until()


def ask_breaker() -> None:
    """Raises CardsPaused while the breaker is open."""
    if paused_until():
        raise CardsPaused(
            _(
                "Somebody is trying out stolen cards here, so payments rest for half an hour. Nothing was charged. "
                "Please try again later, or write to us."
            ),
            way_out_url=_contact(),
            way_out_label=_("How to reach us"),
        )
