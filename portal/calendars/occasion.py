"""What happens, when, where, in which state: the one thing every calendar of the house is made of."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Literal

Kind = Literal["shift", "gathering", "session", "race"]
State = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One occurrence of something, as one person (or the public) sees it.

    `uid` never changes (RFC 5545 3.8.4.7); `sequence` only rises; `changed_at` is the stored moment of the
    last change that a calendar should hear of. `start` and `end` are aware, `end` is later; an all-day `end`
    is exclusive (the midnight after the last day). `url` is the absolute address of the portal's own page,
    never a join link. Texts are plain. Raises ValueError for times that no calendar could show.
    """

    uid: uuid.UUID
    kind: Kind
    title: str
    start: dt.datetime
    end: dt.datetime
    changed_at: dt.datetime
    sequence: int = 0
    state: State = "confirmed"
    place: str = ""
    url: str = ""
    description: str = ""
    note: str = ""
    all_day: bool = False
    lat: float | None = None
    lng: float | None = None

    def __post_init__(self) -> None:
        if any(moment.utcoffset() is None for moment in (self.start, self.end, self.changed_at)):
            raise ValueError(f"{self.kind} {self.uid}: a moment without a time zone")
        if self.end <= self.start:
            raise ValueError(f"{self.kind} {self.uid}: it ends before it begins")
