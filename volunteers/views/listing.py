"""The list of shifts and the page of one."""

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers import queries
from volunteers.forms import LENGTHS, WishesForm
from volunteers.models import LANGUAGES, Role, Shift
from volunteers.queries import Card, Standing
from volunteers.queries.days import LIST_OPENS
from volunteers.queries.staffing import Day

# Cards on one page; the last day is never cut in two.
PAGE = 40
MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True)
class Group:
    """The cards of one Tokyo day."""

    date: dt.date
    cards: list[Card]


def shift_list(request: HttpRequest) -> HttpResponse:
    """Shifts that the reader can take, from a day on; with `all`, the others too."""
    now = timezone.now()
    form = WishesForm(request.GET)
    since, wishes, show_all = form.since(), form.wishes(), form.wants_all()
    standing = standing_of_reader(request, now)
    first, spoken = first_of_strip(since), queries.languages_wanted()
    found = queries.find(wishes, since=queries.midnight(first), now=now)
    cards = [queries.card_of(shift, standing, now=now) for shift in found]
    if not show_all:
        cards = [card for card in cards if card.can_be_taken]
    # What the strip counts is what a tap on it shows.
    days = queries.days_of([card.shift for card in cards], first, 7, standing=standing)
    groups, later = pages_of_days([card for card in cards if card.shift.day >= since], found)
    context = {
        "groups": groups,
        "later": link(request.GET, **{"from": later.isoformat()}) if later else "",
        "week": [strip_day(request.GET, day, since) for day in days],
        "week_before": link(request.GET, **{"from": (first - dt.timedelta(days=7)).isoformat()}),
        "week_after": link(request.GET, **{"from": (first + dt.timedelta(days=7)).isoformat()}),
        "can_go_back": first > timezone.localdate(),
        "first": first,
        "filters": filters(request.GET, now, spoken),
        "show_all": show_all,
        "chips": first_chips(request.GET, show_all=show_all, mine=my_languages(standing, spoken)),
        "is_filtered": wishes != queries.Wishes(),
        "filter_count": sum(bool(wish) for wish in (wishes.place, wishes.language, wishes.hours)),
        "link_all": link(request.GET, all="1"),
        "here": request.get_full_path(),
    }
    return render(request, "volunteers/shift-list.html", context)


def shift_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One shift: what, when, where, who leads, what to bring, and a place in it."""
    now = timezone.now()
    shift = get_object_or_404(queries.with_demands(Shift.objects.published()).select_related("lead", "event"), pk=pk)
    standing = standing_of_reader(request, now)
    card = queries.card_of(shift, standing, now=now)
    mine = card.mine
    needs_other = shift.is_cancelled or (card.is_full and mine is None) or shift.end <= now
    place = shift.place
    context = {
        "card": card,
        "shift": shift,
        "series": card.rhythm,
        "squad": queries.squad_for(mine.signup) if mine and mine.signup else None,
        "crumbs": [(_("Shifts"), reverse("volunteers:shift-list")), (shift.name, "")],
        "map": f"{MAP}?mlat={place.lat}&mlon={place.lng}#map=17/{place.lat}/{place.lng}" if place.lat else "",
        # Only somebody with a place can be its captain.
        "may_keep": queries.runs_list(request.user, shift)
        or bool(standing and mine and queries.is_captain(standing.person, shift)),
        "leads_some": bool(standing and mine and mine.is_confirmed)
        and queries.own_people(request.user, shift).exclude(person=request.user.pk).exists(),
        "today": mine is not None and mine.is_confirmed and shift.report_at - LIST_OPENS <= now < shift.end,
        "has_place": mine is not None and mine.is_confirmed,
        "chosen": request.GET.get("take", ""),
        "my_party": standing.party_in(shift) if standing else None,
        "may_come_together": not shift.is_cancelled
        and now < shift.closes_at
        and any(offer.left > 1 for offer in card.offers),
        "is_over": shift.end <= now,
        "call_coordinator": now >= shift.offers_end_at and not shift.is_cancelled and now < shift.end,
        "others": queries.alternatives(shift, standing, now=now) if needs_other else [],
    }
    return render(request, "volunteers/shift-detail.html", context)


def standing_of_reader(request: HttpRequest, now: dt.datetime) -> Standing | None:
    """What the reader holds; None for a visitor."""
    return queries.standing_of(request.user, now=now) if request.user.is_authenticated else None


def pages_of_days(cards: list[Card], found: list[Shift]) -> tuple[list[Group], dt.date | None]:
    """The cards of whole days until there are PAGE of them, and the day on which the rest begins."""
    groups: list[Group] = []
    shown = 0
    for date, of_day in itertools.groupby(cards, key=lambda card: card.shift.day):
        if shown >= PAGE:
            return groups, date
        groups.append(Group(date, list(of_day)))
        shown += len(groups[-1].cards)
    if len(found) < queries.MOST:
        return groups, None
    # More shifts lie behind what was looked at; its last day may be incomplete, so it comes again.
    last = found[-1].day
    if groups and groups[-1].date == last and len(groups) > 1:
        groups.pop()
    return groups, last if not groups or groups[-1].date < last else last + dt.timedelta(days=1)


def link(query: QueryDict, **changes: str | None) -> str:
    """The address of this list with parameters changed; None takes one away."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def first_of_strip(since: dt.date) -> dt.date:
    """The strip shows seven days, counted in sevens from today: choosing a day does not move it, and no day is past."""
    today = timezone.localdate()
    return today + dt.timedelta(days=(since - today).days // 7 * 7)


def strip_day(query: QueryDict, day: Day, since: dt.date) -> dict[str, Any]:
    """A day of the week strip, with its words for screen readers."""
    count = len(day.bars)
    words = ngettext("%(count)s shift", "%(count)s shifts", count) % {"count": count}
    if day.short:
        lacking = ngettext("%(count)s person needed", "%(count)s people needed", day.short)
        words = _(", ").join([words, lacking % {"count": day.short}])
    return {
        "date": day.date,
        "href": link(query, **{"from": day.date.isoformat()}),
        "current": day.date == since,
        "bars": [{"kind": bar.kind, "share": bar.share} for bar in day.bars],
        "words": words,
    }


def my_languages(standing: Standing | None, spoken: set[str]) -> list[tuple[str, str]]:
    """The reader's languages that some role wants, as chips say it; Japanese goes without saying."""
    mine = standing.person.languages_spoken if standing else []
    return [
        (code, _("My %(language)s helps") % {"language": name})
        for code, name in LANGUAGES
        if code in mine and code in spoken and code != "ja"
    ]


def first_chips(query: QueryDict, *, show_all: bool, mine: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The chips that are always in sight: for me or all, where my languages help, and the kinds of work there are."""
    used = set(Role.objects.values_list("kind", flat=True))
    kinds = group(query, "kind", _("What"), [(key, label) for key, label in Role.Kind.choices if key in used])
    return [
        {"label": _("For me"), "current": not show_all, "href": link(query, all=None)},
        {"label": _("All shifts"), "current": show_all, "href": link(query, all="1")},
        *group(query, "lang", _("Languages"), mine)["items"],
        *kinds["items"],
    ]


def filters(query: QueryDict, now: dt.datetime, spoken: set[str]) -> list[dict[str, Any]]:
    """The other chips, group by group: where, in which language, how long."""
    return [
        group(query, "place", _("Where"), [(str(p.pk), p.name) for p in queries.places_in_use(now)]),
        group(query, "lang", _("Languages"), [(code, name) for code, name in LANGUAGES if code in spoken]),
        group(query, "hours", _("How long"), [(str(hours), label) for hours, label in LENGTHS]),
    ]


def group(query: QueryDict, name: str, label: str, values: list[tuple[str, Any]]) -> dict[str, Any]:
    """One row of chips; the chosen one leads back to all."""
    chosen = query.get(name, "")
    items = [
        {"label": text, "current": value == chosen, "href": link(query, **{name: None if value == chosen else value})}
        for value, text in values
    ]
    return {"name": name, "label": label, "items": items, "chosen": any(item["current"] for item in items)}
