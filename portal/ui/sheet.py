"""What the component sheet shows: every component in every state, with invented content."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.icons import ICONS
from portal.ui.road import Road, RoadPoint
from portal.ui.words import day, yen

TOKENS = (
    "paper", "surface", "wash", "ink", "quiet", "line", "edge", "ai", "ai-soft", "ai-wash", "on-ai",
    "kaki", "kaki-fill", "on-kaki", "wakaba", "wakaba-wash", "yamabuki", "yamabuki-wash", "beni", "beni-wash", "focus",
)  # fmt: skip


DRAWINGS = ("volunteer", "run", "learn", "know", "lost", "empty-calendar", "empty-road", "empty-book")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Your name"), help_text=_("The name that the receipt will bear."))
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=[("ja", "日本語"), ("en", "English")])
    amount = forms.ChoiceField(label=_("Amount"), widget=forms.RadioSelect)
    message = forms.CharField(label=_("Message"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(label=_("I agree to how you use personal data"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amounts = {5_000: gettext("15 meals"), 10_000: gettext("an interpreter for two consultations")}
        self.fields["amount"].choices = [(str(n), f"{yen(n)} — {text}") for n, text in amounts.items()]  # type: ignore[attr-defined]


def course() -> list[RoadPoint]:
    return [
        RoadPoint(0, gettext("Shinjuku"), "start"),
        RoadPoint(10, gettext("Akihabara")),
        RoadPoint(20, gettext("Kuramae bridge")),
        RoadPoint(30, gettext("Hamacho")),
        RoadPoint(39, gettext("Cheering"), "cheer"),
        RoadPoint(42.195, gettext("Marunouchi"), "finish"),
    ]


def roads() -> list[tuple[str, Road]]:
    points = course()
    return [
        (gettext("On the way"), Road(paid_jpy=51_000, offline_jpy=6_200, matched_jpy=7_600, promised_jpy=10_000,
                                     goal_jpy=100_000, points=points)),
        (gettext("Nothing yet"), Road(paid_jpy=0, goal_jpy=100_000, points=points)),
        (gettext("A first promise"), Road(paid_jpy=0, promised_jpy=3_000, goal_jpy=100_000, points=points)),
        (gettext("Past the goal"), Road(paid_jpy=98_000, offline_jpy=10_000, matched_jpy=15_000, promised_jpy=5_000,
                                        goal_jpy=100_000, points=points)),
    ]  # fmt: skip


def week(today: dt.date) -> list[dict[str, Any]]:
    kinds = [
        ["open", "open"],
        ["short", "open"],
        ["mine", "open"],
        ["full"],
        ["open", "short", "open"],
        ["open"] * 3,
        [],
    ]
    shares = [0.3, 0.6, 1.0]
    return [
        {
            "date": today + dt.timedelta(days=n),
            "href": "#week",
            "current": n == 2,
            "bars": [{"kind": kind, "share": shares[i]} for i, kind in enumerate(row)],
            "words": gettext("%(number)s shifts") % {"number": len(row)},
        }
        for n, row in enumerate(kinds)
    ]


def staffing(today: dt.date) -> list[dict[str, Any]]:
    rows = [
        (6, 6),
        (8, 5),
        (4, 4),
        (10, 9),
        (0, 0),
        (12, 4),
        (6, 7),
        (5, 5),
        (8, 8),
        (9, 2),
        (6, 6),
        (3, 1),
        (0, 0),
        (7, 7),
    ]
    return [
        {"date": today + dt.timedelta(days=n), "needed": needed, "taken": taken}
        for n, (needed, taken) in enumerate(rows)
    ]


def nights(today: dt.date) -> list[dict[str, Any]]:
    """Thirty days of every kind."""
    states = ["ok"] * 30
    states[7], states[18], states[24] = "mended", "off", "none"
    return [{"date": today - dt.timedelta(days=29 - n), "state": state} for n, state in enumerate(states)]


def ways() -> dict[str, str]:
    return {
        "card": gettext("card"),
        "konbini": gettext("convenience store"),
        "offline": gettext("cash or bank transfer"),
        "matched": gettext("matched by a sponsor"),
    }


def gift_days(today: dt.date) -> list[tuple[str, list[tuple[str, int]]]]:
    """Thirty days of gifts in yen, by the way they came; on some nothing came, on one only money that went back."""
    days = []
    for n in range(30):
        yen_of = {"card": n * 7919 % 41 * 1000, "konbini": n % 4 * 3000, "offline": 60_000 * (n == 21)}
        yen_of["matched"] = min(yen_of["card"] // 2, 12_000)
        if n % 9 == 4:
            yen_of = dict.fromkeys(yen_of, 0) | {"card": -5000 * (n == 13)}
        days.append((day(today - dt.timedelta(days=29 - n)), list(yen_of.items())))
    return days


def diary(now: dt.datetime) -> list[dict[str, Any]]:
    def at(days: int, hour: int) -> dt.datetime:
        return timezone.localtime(now).replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)

    return [
        {"at": at(-3, 10), "until": at(-3, 13), "title": gettext("Sorting food"), "kind": "shift", "href": "#diary",
         "place": gettext("Nishi-Kanda office, 4th floor"), "note": gettext("3 hours, approved")},
        {"at": at(0, 19), "until": at(0, 21), "title": gettext("Course, session 3: asylum law"), "kind": "session",
         "href": "#diary", "place": gettext("Online")},
        {"at": at(2, 10), "until": at(2, 13), "title": gettext("Sorting food"), "kind": "shift", "href": "#diary",
         "place": gettext("Nishi-Kanda office, 4th floor")},
        {"at": at(2, 14), "until": at(2, 17), "title": gettext("Interpreting at the hospital"), "kind": "shift",
         "href": "#diary", "state": "tentative", "note": gettext("Waiting list, second in line")},
        {"at": at(40, 9), "title": "Tokyo Marathon", "kind": "race", "href": "#diary", "place": gettext("Shinjuku")},
    ]  # fmt: skip


def everything(page: int = 2) -> dict[str, Any]:
    """The context of the sheet."""
    today = timezone.localdate()
    wrong = SampleForm(data={"email": "hanako@", "name": "", "language": "ja"})
    paginator = Paginator(range(240), 10)
    columns, names = gift_days(today), ways()
    shares = [(way, name, sum(dict(parts)[way] for _day, parts in columns)) for way, name in names.items()]
    return {
        "tokens": TOKENS, "icons": sorted(ICONS), "roads": roads(), "week": week(today), "today": today,
        "staffing": staffing(today), "nights": nights(today), "diary": diary(timezone.now()), "form": SampleForm(), "wrong": wrong,
        "drawings": DRAWINGS, "wrong_fields": [wrong[name] for name in ("name", "email", "amount", "agree")],
        "page_obj": paginator.get_page(page), "crowd": range(48),
        "chips": [
            {"label": label, "href": "#chips", "current": n == 0}
            for n, label in enumerate(
                [gettext("Shifts I can take"), gettext("Office"), gettext("Interpreting"), gettext("Cheering")]
            )
        ],
        "tabs": [
            {"label": gettext("Coming"), "href": "#tabs", "current": True, "count": 3},
            {"label": gettext("Past"), "href": "#tabs", "count": 12},
        ],
        "crumbs": [(gettext("About"), "#"), (gettext("Reading list"), "#"), (gettext("Law and policy"), "")],
        "steps": [
            {"label": gettext("Welcome"), "state": "done", "href": "#steps"},
            {"label": gettext("Asylum law"), "state": "done", "href": "#steps"},
            {"label": gettext("Listening"), "state": "now", "href": "#steps", "note": gettext("25 minutes")},
            {"label": gettext("Quiz"), "state": "next"},
        ],
        "people": [
            {"name": gettext("Colleagues at work"), "text": gettext("The whole office is behind you. See you at the kerb!"), "yen": 30_000},
            {"name": gettext("Friends from university"), "text": gettext("We will wave a flag at kilometre 39."), "yen": 3_000},
            {"name": gettext("A supporter"), "text": "", "yen": 5_000},
        ],
        "table_head": [gettext("Day"), gettext("Role"), gettext("Hours")],
        "table_rows": [["11/25", gettext("Sorting food"), "3.0"], ["11/27", gettext("Interpreting"), "2.5"]],
        "months": [(gettext("Jul"), 4), (gettext("Aug"), 9), (gettext("Sep"), 6), (gettext("Oct"), 14), (gettext("Nov"), 11)],
        "gift_days": columns, "ways": names, "shares": shares,
        "gifts": [3, 5, 4, 8, 6, 12, 9, 15, 22, 18, 30, 41],
    }  # fmt: skip
