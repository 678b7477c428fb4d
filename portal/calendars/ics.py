"""Occasions as an iCalendar stream (RFC 5545, RFC 7986)."""

import datetime as dt
import html
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from .occasion import Kind, Occasion
from .window import one_per_uid

PRODID = "-//Tomoni//Calendar//EN"
REFRESH = "PT1H"  # a calendar that asks once an hour asks often enough
TOKYO = ZoneInfo("Asia/Tokyo")

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters; half surrogate pairs, which UTF-8 cannot write; the byte-order mark.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAKING_TAG = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6])>", re.IGNORECASE)


def to_ics(occasions: Iterable[Occasion], *, name: str, language: str = "ja", discreet: bool = False) -> bytes:
    """A whole calendar named `name`, in `language`; the same occasions always give the same bytes.

    One VEVENT per UID and occurrence, in order of time; no METHOD, ORGANIZER, ATTENDEE, RRULE or alarm, so
    it is fit for a feed and for a single file. `discreet` leaves out what a stranger should not read on a
    lock screen: title, place, words and kind. Choosing a window of time is the caller's (`window.within`).
    """
    with translation.override(language):
        calendar = _calendar(name)
        calendar.add_component(tokyo())
        for occasion in one_per_uid(occasions):
            calendar.add_component(event_of(occasion, discreet=discreet))
        return bytes(calendar.to_ical())  # type: ignore[no-untyped-call]


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # As vText, because icalendar would not escape it here.
    title = vText(plain(name).replace("\n", " ") or "Tomoni")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)  # what clients read that do not know RFC 7986 yet
    calendar.add("x-wr-timezone", TOKYO.key)
    calendar.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(REFRESH))
    return calendar


def tokyo() -> Timezone:
    """Japan has kept one offset since 1951; Outlook shifts times that come without this (RFC 5545 3.6.5)."""
    standard = TimezoneStandard()
    standard.add("dtstart", dt.datetime(1970, 1, 1))  # noqa: DTZ001  local time by definition
    standard.add("tzoffsetfrom", dt.timedelta(hours=9))
    standard.add("tzoffsetto", dt.timedelta(hours=9))
    zone = Timezone()
    zone.add("tzid", TOKYO.key)
    zone.add_component(standard)
    return zone


def event_of(occasion: Occasion, *, discreet: bool) -> Event:
    """One VEVENT in the active language."""
    event = Event()
    event.add("uid", f"{occasion.uid}@{settings.CALENDAR_UID_DOMAIN}")
    event.add("dtstamp", _second(occasion.changed_at))
    event.add("last-modified", _second(occasion.changed_at))
    event.add("sequence", occasion.sequence)
    event.add("status", occasion.state.upper())
    # What is cancelled no longer takes up anybody's time.
    event.add("transp", "TRANSPARENT" if occasion.state == "cancelled" else "OPAQUE")
    start, end = _span(occasion)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _summary(occasion, _("Appointment") if discreet else plain(occasion.title)))
    url = iri_to_uri(plain(occasion.url))
    if url:
        event.add("url", url)
    if not discreet:
        _add_details(event, occasion, url)
    return event


def _add_details(event: Event, occasion: Occasion, url: str) -> None:
    event.add("categories", [category(occasion.kind)])
    # Google and Outlook show no URL property, so the link also ends the description.
    words = [plain(occasion.note), plain(occasion.description), url]
    texts = {"location": plain(occasion.place), "description": "\n\n".join(filter(None, words))}
    for name, text in texts.items():
        if text:
            event.add(name, text)
    if occasion.lat is not None and occasion.lng is not None:
        event.add("geo", (occasion.lat, occasion.lng))


def _summary(occasion: Occasion, title: str) -> str:
    title = title.replace("\n", " ") or category(occasion.kind)
    if occasion.state == "cancelled":
        return _("Cancelled: %(title)s") % {"title": title}
    if occasion.state == "tentative":
        return _("Not confirmed: %(title)s") % {"title": title}
    return title


def category(kind: Kind) -> str:
    """The kind of an occasion in the active language."""
    return {
        "shift": _("Volunteering"),
        "gathering": _("Gathering"),
        "session": _("Course"),
        "race": _("Race day"),
    }[kind]


def _span(occasion: Occasion) -> tuple[dt.date, dt.date]:
    """DTSTART and DTEND: Tokyo times, or Tokyo days of which the last is exclusive (RFC 5545 3.6.1)."""
    start = occasion.start.astimezone(TOKYO).replace(microsecond=0)
    end = occasion.end.astimezone(TOKYO).replace(microsecond=0)
    if occasion.all_day:
        last_moment = occasion.end.astimezone(TOKYO) - dt.timedelta(microseconds=1)
        return start.date(), last_moment.date() + dt.timedelta(days=1)
    return start, max(end, start + dt.timedelta(seconds=1))


def _second(moment: dt.datetime) -> dt.datetime:
    """UTC, to the second: iCalendar knows nothing finer."""
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def plain(text: str) -> str:
    r"""Text as a calendar can carry it: lines end in \n, no tags, no control characters, nothing around it."""
    if _TAG.search(text):
        text = html.unescape(_TAG.sub("", _BREAKING_TAG.sub("\n", text)))
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    return _UNPRINTABLE.sub("", text).strip()
