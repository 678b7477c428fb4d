"""Days, people and lines of a diary."""

import datetime as dt
from typing import Any

from django.template import Library
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.ui import words

register = Library()
DIARY_ICONS = {"shift": "volunteer", "session": "learn", "gathering": "people", "race": "run"}


@register.inclusion_tag("components/week.html")
def week(*, days: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """Seven days with a bar for each thing on them: {date, href, current?, bars: [{kind, share}]}; `kind` is
    open, mine, short or full, `share` (0–1) how high the bar stands."""
    return {"label": label, "days": [_week_day(day) for day in days]}


def _week_day(day: dict[str, Any]) -> dict[str, Any]:
    """Positions of the bars in a 40 × 22 picture, centred."""
    bars = day.get("bars", [])[:5]
    left = 20 - (len(bars) * 9 - 3) / 2
    drawn = []
    for index, bar in enumerate(bars):
        height = round(6 + 16 * min(max(bar.get("share", 1), 0), 1), 1)
        drawn.append({"kind": bar.get("kind", "open"), "x": left + index * 9, "y": 22 - height, "height": height})
    return {**day, "bars": drawn, "weekday": words.weekday(day["date"]), "name": words.day(day["date"])}


@register.simple_tag
def day_head(*, date: dt.date, note: str = "", level: int = 2) -> SafeString:
    """A day above its rows: the day, and how far away it is."""
    far = words.when(date)
    return format_html(
        '<div class="dayhead"><h{0}>{1}</h{0}><span class="small quiet">{2}</span></div>',
        level, words.day(date), f"{note} · {far}" if note else far,
    )  # fmt: skip


@register.inclusion_tag("components/person.html")
def person_row(
    *, name: str, seed: str | int, text: str = "", note: str = "", amount: str = "", href: str = "", tag: str = "div"
) -> dict[str, Any]:
    """A person in a list: drawn face, name, what they say or do, and at the end an amount or a note."""
    return {"name": name, "seed": seed, "text": text, "note": note, "amount": amount, "href": href, "tag": tag}


@register.inclusion_tag("components/diary.html")
def diary(*, entries: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """The day line: {at, until?, title, href?, place?, kind, state?, note?, all_day?} in order of time; days stand
    on the road. `kind`: shift, session, gathering or race; `state`: confirmed, tentative or cancelled.
    """
    groups: list[dict[str, Any]] = []
    today = timezone.localdate()
    for entry in entries:
        date = words.tokyo_day(entry["at"])
        if not groups or groups[-1]["date"] != date:
            groups.append({"date": date, "entries": [], "today": date == today, "past": date < today})
        groups[-1]["entries"].append(_diary_entry(entry))
    return {"groups": groups, "label": label}


def _diary_entry(entry: dict[str, Any]) -> dict[str, Any]:
    state = entry.get("state", "confirmed")
    time = "" if entry.get("all_day") else words.clock(entry["at"])
    if time and entry.get("until"):
        time = f"{time} – {words.clock(entry['until'])}"
    said = {"tentative": gettext("not confirmed yet"), "cancelled": gettext("cancelled")}
    return {
        **entry,
        "time": time,
        "state": state,
        "state_words": said.get(state, ""),
        "icon": DIARY_ICONS.get(entry["kind"], "calendar"),
    }
