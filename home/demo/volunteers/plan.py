"""Which shift stands on which day, and how many places of it are taken."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from home.demo.campaigns.setting import race_day

from .setting import EXPO, HAMACHO, HIBIYA, HOSPITAL, KURAMAE, OFFICE

WEEKS_BACK, WEEKS_AHEAD = 2, 10
# Nearer than this a shift is about as full as it will get.
SOON = dt.timedelta(days=14)


@dataclass(frozen=True)
class Need:
    """A role with its figures; `soon` places are taken when the day is near, `waiting` people wait."""

    role: str
    min_needed: int
    capacity: int
    soon: int
    waiting: int = 0


@dataclass(frozen=True)
class Plan:
    """One shift of the demonstration."""

    date: dt.date
    start: dt.time
    end: dt.time
    place: str
    needs: tuple[Need, ...]
    title_ja: str = ""
    title_en: str = ""
    meet_before: int = 10  # minutes
    cancelled: bool = False


# weekday (0 is Monday), start, end, place, role, needed, places, taken when near, waiting.
# Every week has one with exactly one place left, one that is full with people waiting, one that is short.
WEEK = [
    (0, "10:00", "13:00", OFFICE, "food", 4, 6, 5, 0),
    (0, "14:00", "17:00", OFFICE, "clothes", 2, 5, 2, 0),
    (1, "10:00", "13:00", OFFICE, "food", 4, 6, 6, 2),
    (1, "13:30", "15:30", OFFICE, "interpreting-french", 1, 2, 1, 0),
    (2, "10:00", "13:00", OFFICE, "food", 4, 6, 5, 0),
    (2, "14:00", "17:00", OFFICE, "clothes", 2, 5, 3, 0),
    (3, "9:30", "12:00", HOSPITAL, "hospital-english", 1, 2, 0, 0),
    (3, "14:00", "17:00", OFFICE, "clothes", 2, 5, 1, 0),
    (4, "9:30", "12:30", HOSPITAL, "hospital-french", 1, 2, 0, 0),
    (4, "13:00", "16:00", OFFICE, "food", 4, 6, 6, 3),
    (5, "10:00", "13:00", OFFICE, "food", 4, 8, 7, 0),
    (5, "14:00", "16:00", OFFICE, "translation-english", 1, 4, 2, 0),
]


def clock(text: str) -> dt.time:
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))


def plans(today: dt.date) -> Iterator[Plan]:
    """Twelve weeks around `today`, and the days of the marathon."""
    monday = today - dt.timedelta(days=today.weekday())
    for week in range(-WEEKS_BACK, WEEKS_AHEAD):
        yield from week_of(monday + dt.timedelta(weeks=week))
    yield from marathon(race_day(today))


def week_of(monday: dt.date) -> Iterator[Plan]:
    """The usual week, with a session for juniors every other Saturday and one cancelled afternoon in between."""
    even = monday.isocalendar().week % 2 == 0
    for weekday, start, end, place, role, needed, places, soon, waiting in WEEK:
        yield Plan(
            date=monday + dt.timedelta(days=weekday),
            start=clock(start),
            end=clock(end),
            place=place,
            needs=(Need(role, needed, places, soon, waiting),),
            cancelled=even and (weekday, role) == (3, "clothes"),
        )
    if even:
        yield Plan(
            date=monday + dt.timedelta(days=5),
            start=dt.time(10, 30),
            end=dt.time(12),
            place=OFFICE,
            needs=(Need("junior", 3, 4, 2), Need("junior-family", 4, 12, 0)),
            title_ja="ジュニアボランティア体験",
            title_en="Junior volunteer session",
            meet_before=30,
        )


def marathon(day: dt.date) -> Iterator[Plan]:
    """Three days of EXPO before the race, then the race with three points of cheering."""
    for days_before in (3, 2, 1):
        for begins, ends in ((10, 13), (13, 16), (16, 19)):
            yield Plan(
                date=day - dt.timedelta(days=days_before),
                start=dt.time(begins),
                end=dt.time(ends),
                place=EXPO,
                needs=(Need("expo-booth", 2, 4, 2), Need("expo-english", 1, 2, 1), Need("expo-flags", 1, 2, 0)),
                title_ja="東京マラソンEXPO",
                title_en="Tokyo Marathon EXPO",
                meet_before=30,
            )
    for place, start, end, places, taken in (
        (KURAMAE, dt.time(9, 45), dt.time(13), 12, 4),
        (HAMACHO, dt.time(10, 15), dt.time(14, 15), 12, 6),
        (HIBIYA, dt.time(11), dt.time(15, 30), 24, 7),
    ):
        yield Plan(
            date=day,
            start=start,
            end=end,
            place=place,
            needs=(Need("cheering", 5, places, taken),),
            meet_before=30,
        )
