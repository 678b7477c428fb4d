"""How one address is handed to the calendars of the world (calendars.md 22)."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Subscription:
    """The same feed three ways: to copy, for Apple and Outlook, for Google."""

    address: str
    webcal: str
    google: str


def subscription(path: str) -> Subscription:
    """The ways to subscribe to the feed at `path` (`/calendar/….ics`)."""
    address = f"{settings.BASE_URL}{path}"
    webcal = "webcal:" + address.partition(":")[2]
    google = f"https://calendar.google.com/calendar/render?cid={quote(webcal, safe='')}"
    return Subscription(address=address, webcal=webcal, google=google)


def private_subscription(token: str) -> Subscription:
    """The ways to subscribe to one's own diary."""
    return subscription(reverse("feeds:private", args=[token]))
