"""Figures as pictures, computed here and drawn as SVG: staffing, bars, a line over time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.template import Library
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from portal.ui import words

register = Library()

STRIP_HEIGHT = 72  # picture units that the fullest day fills
STRIP_STEP = 52


@register.inclusion_tag("components/staffing.html")
def staffing_strip(*, days: Sequence[dict[str, Any]], label: str) -> dict[str, Any]:
    """A column per day: people needed as an outline, people taken as its filling, what is missing hatched in red.

    `days` are {date, needed, taken, href?}; more than needed stands above the outline.
    """
    most = max((max(day["needed"], day["taken"]) for day in days), default=0) or 1
    columns = [_column(day, index, most) for index, day in enumerate(days)]
    short = [column for column in columns if column["missing"]]
    return {
        "columns": columns, "label": label, "width": len(columns) * STRIP_STEP + 4, "height": STRIP_HEIGHT,
        "short": short, "words": _staffing_words(label, short),
    }  # fmt: skip


def _column(day: dict[str, Any], index: int, most: int) -> dict[str, Any]:
    """Heights from the ground up; `y` counts downwards from the top of the picture, as SVG does."""
    needed, taken = day["needed"], day["taken"]
    unit = STRIP_HEIGHT / most
    missing = max(needed - taken, 0)
    date: dt.date = words.tokyo_day(day["date"])
    return {
        "date": date, "x": 4 + index * STRIP_STEP, "needed": needed, "taken": taken, "missing": missing,
        "outline_y": STRIP_HEIGHT - needed * unit, "outline_height": needed * unit,
        "taken_y": STRIP_HEIGHT - taken * unit, "taken_height": taken * unit,
        "missing_y": STRIP_HEIGHT - needed * unit, "missing_height": missing * unit,
        "weekday": words.weekday(date), "name": words.day(date), "href": day.get("href", ""),
        "weekend": date.weekday() >= 5,
    }  # fmt: skip


def _staffing_words(label: str, short: list[dict[str, Any]]) -> str:
    if not short:
        return f"{label}: {gettext('every day has enough people.')}"
    told = [
        gettext("%(day)s: %(missing)s missing") % {"day": column["name"], "missing": column["missing"]}
        for column in short
    ]
    return f"{label}: {', '.join(told)}"


@register.inclusion_tag("components/bars.html")
def bars(*, values: Sequence[tuple[str, float]], label: str, unit: str = "") -> dict[str, Any]:
    """A bar for each (name, value), with both written beside it; at best no more than twelve."""
    most = max((value for _name, value in values), default=0) or 1
    step = 320 / max(len(values), 1)
    drawn = [
        {
            "name": name, "value": f"{value:g}", "x": index * step + step / 2,
            "height": max(value / most * 96, 1.5), "y": 118 - max(value / most * 96, 1.5), "most": value == most,
        }
        for index, (name, value) in enumerate(values)
    ]  # fmt: skip
    told = ", ".join(f"{name}: {value:g}{unit}" for name, value in values)
    width = min(step * 0.56, 28)
    return {
        "bars": drawn,
        "label": label,
        "unit": unit,
        "words": f"{label}: {told}",
        "width": width,
        "half": -width / 2,
    }


@register.inclusion_tag("components/bars.html")
def hours_by_month(*, hours: Sequence[tuple[dt.date, float]], label: str) -> dict[str, Any]:
    """Hours of each month, given as (any day of the month, hours)."""
    english = words.in_english()
    named = [(words.MONTHS_EN[day.month - 1][:3] if english else f"{day.month}月", value) for day, value in hours]
    return bars(values=named, label=label, unit=pgettext("hours", "h"))


ROW_OF_DAYS, DAY_STEP, ROW_STEP = 10, 34, 46  # a road of days turns after ten of them; picture units


@register.inclusion_tag("components/day_road.html")
def day_road(*, days: Sequence[dict[str, Any]], label: str) -> dict[str, Any]:
    """A road that winds through the days, each with its mark: how it went (`ok`, `mended`, `off`, `none`).

    `days` are {date, state}, oldest first. Marks differ by shape, not only by colour.
    """
    stops = [{**day, **_stop(number), "name": words.day(day["date"])} for number, day in enumerate(days)]
    rows = [stops[n : n + ROW_OF_DAYS] for n in range(0, len(stops), ROW_OF_DAYS)]
    turns = [f"A{ROW_STEP / 2:g} {ROW_STEP / 2:g} 0 0 {n % 2 ^ 1} " for n in range(len(rows))]
    line = "M" + "".join(
        f"{'' if n == 0 else turns[n - 1]}{row[0]['x']} {row[0]['y']}L{row[-1]['x']} {row[-1]['y']}"
        for n, row in enumerate(rows)
    )
    return {
        "stops": stops,
        "line": line if stops else "",
        "named": [stop for row in rows for stop in {id(row[0]): row[0], id(row[-1]): row[-1]}.values()],
        "width": ROW_OF_DAYS * DAY_STEP + 24,
        "height": max(len(rows), 1) * ROW_STEP + 18,
        "words": _road_words(label, stops),
    }


def _stop(number: int) -> dict[str, int]:
    """Rows run to and fro, as a winding road does."""
    row, place = divmod(number, ROW_OF_DAYS)
    place = ROW_OF_DAYS - 1 - place if row % 2 else place
    return {"x": 29 + place * DAY_STEP, "y": 16 + row * ROW_STEP}


def _road_words(label: str, stops: Sequence[dict[str, Any]]) -> str:
    told = [f"{stop['name']}: {_OUTCOMES[stop['state']]}" for stop in stops if stop["state"] in ("mended", "off")]
    agreed = sum(stop["state"] == "ok" for stop in stops)
    sentence = ngettext("%(number)s day matched", "%(number)s days matched", agreed) % {"number": agreed}
    return f"{label}: {', '.join([sentence, *told])}"


_OUTCOMES = {
    "mended": gettext_lazy("something was missing and was added"),
    "off": gettext_lazy("a difference was open"),
}


@register.inclusion_tag("components/sparkline.html")
def sparkline(*, values: Sequence[float], label: str, unit: str = "") -> dict[str, Any]:
    """A line over time, newest at the right, where a dot carries the last value."""
    if not values:
        return {"label": label, "points": [], "words": label}
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = 292 / max(len(values) - 1, 1)
    points = [(8 + n * step, 66 - (value - low) / span * 56) for n, value in enumerate(values)]
    told = gettext("from %(first)s to %(last)s, at most %(most)s") % {
        "first": f"{values[0]:g}{unit}", "last": f"{values[-1]:g}{unit}", "most": f"{high:g}{unit}",
    }  # fmt: skip
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return {
        "label": label, "points": points, "line": line, "area": f"{line}L{points[-1][0]:.1f} 76L8 76Z",
        "last": points[-1], "value": f"{values[-1]:g}{unit}", "words": f"{label}: {told}",
    }  # fmt: skip


@register.inclusion_tag("components/stacked.html")
def stacked_bars(
    *, columns: Sequence[tuple[str, Sequence[tuple[str, int]]]], names: Mapping[str, str], label: str
) -> dict[str, Any]:
    """A column for each (name, parts), its parts (kind, value) one above the other; `names` says what the kinds are.

    For many columns: only every fifth is named below, counted from the last; the table beside it has them all.
    """
    totals = [sum(value for _kind, value in parts) for _name, parts in columns]
    most = max(totals, default=0) or 1
    step = STACK_WIDTH / max(len(columns), 1)
    drawn = []
    for index, ((name, parts), total) in enumerate(zip(columns, totals, strict=True)):
        named = (len(columns) - 1 - index) % 5 == 0
        drawn.append({"name": name if named else "", "x": index * step, "parts": _stack(parts, most), "total": total})
    best = max(zip(totals, (name for name, _parts in columns), strict=True), default=(0, ""))
    told = gettext("%(sum)s in all, most on %(day)s: %(most)s") % {
        "sum": words.yen(sum(totals)), "day": best[1], "most": words.yen(best[0]),
    }  # fmt: skip
    legend = [(kind, name) for kind, name in names.items()]
    return {
        "columns": drawn, "label": label, "words": f"{label}: {told}", "width": step * 0.72, "legend": legend,
        "most": words.yen(most), "half": words.yen(most // 2), "rows": [(name, total) for (name, _), total in zip(columns, totals, strict=True)],
    }  # fmt: skip


STACK_WIDTH, STACK_HEIGHT, STACK_GROUND = 600, 150, 168


def _stack(parts: Sequence[tuple[str, int]], most: int) -> list[dict[str, Any]]:
    """From the ground up; what is nothing or was taken back draws nothing."""
    drawn, top = [], float(STACK_GROUND)
    for kind, value in parts:
        height = max(value, 0) / most * STACK_HEIGHT
        top -= height
        if height:
            drawn.append({"kind": kind, "y": top, "height": height})
    return drawn


@register.inclusion_tag("components/shares.html")
def shares_bar(*, parts: Sequence[tuple[str, str, int]], label: str) -> dict[str, Any]:
    """One bar cut into (kind, name, value): what share each has, with a legend that says it in words."""
    whole = sum(max(value, 0) for _kind, _name, value in parts) or 1
    drawn, at = [], 0.0
    percents = hundredths([value for _kind, _name, value in parts])
    for (kind, name, value), percent in zip(parts, percents, strict=True):
        width = max(value, 0) / whole * STACK_WIDTH
        drawn.append({"kind": kind, "name": name, "value": value, "x": at, "width": width, "percent": percent})
        at += width
    told = ", ".join(f"{name}: {words.yen(value)}" for _kind, name, value in parts)
    return {"parts": drawn, "label": label, "words": f"{label}: {told}"}


def hundredths(values: Sequence[int]) -> list[int]:
    """Whole percents that are 100 together: what rounding down leaves goes to the largest rests. All 0 where nothing is."""
    kept = [max(value, 0) for value in values]
    whole = sum(kept)
    if not whole:
        return [0] * len(kept)
    percents = [value * 100 // whole for value in kept]
    by_rest = sorted(range(len(kept)), key=lambda index: kept[index] * 100 % whole, reverse=True)
    for index in by_rest[: 100 - sum(percents)]:
        percents[index] += 1
    return percents
