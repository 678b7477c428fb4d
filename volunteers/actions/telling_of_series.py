"""Mail about many dates at once: whoever would get several mails of one edit gets one, with every date in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Protocol

from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import Shift, ShiftSeries, Signup

from .inviting import calendar_file
from .telling import Was, tell
from .telling_of_duties import numbered


class Say(Protocol):
    """How an action tells somebody about a sign-up: at once, as `tell` does, or gathered."""

    def __call__(
        self,
        template: str,
        signup: Signup,
        *,
        once: str = "",
        alternatives: Sequence[Shift] = (),
        was: Was | None = None,
        reason: str = "",
    ) -> None: ...


@dataclass(frozen=True)
class Said:
    """One thing to tell."""

    template: str
    signup: Signup
    once: str
    alternatives: Sequence[Shift]
    was: Was | None
    reason: str

    @property
    def shift(self) -> Shift:
        return self.signup.shift

    @property
    def reader(self) -> Person:
        return self.signup.reader

    @property
    def key(self) -> str:
        """The same for two seats of one reader in one shift, which are told once."""
        return f"{self.template}-{self.shift.pk}-{self.once}"


@dataclass
class Gathered:
    """What one edit has to tell, until all of it is done. Used in place of `tell`."""

    said: list[Said] = field(default_factory=list)

    def __call__(
        self,
        template: str,
        signup: Signup,
        *,
        once: str = "",
        alternatives: Sequence[Shift] = (),
        was: Was | None = None,
        reason: str = "",
    ) -> None:
        self.said.append(Said(template, signup, once, alternatives, was, reason))

    def send(self, series: ShiftSeries) -> None:
        """One mail to each reader: the usual one about a single date, else one that lists them."""
        ordered = sorted(self.said, key=lambda each: (each.reader.pk, each.shift.start, each.shift.pk))
        for _pk, of_reader in groupby(ordered, key=lambda each: each.reader.pk):
            dates = list({each.key: each for each in of_reader}.values())
            if len(dates) == 1:
                (only,) = dates
                tell(
                    only.template, only.signup, once=only.once, alternatives=only.alternatives, was=only.was,
                    reason=only.reason,
                )  # fmt: skip
            else:
                tell_of_dates(series, dates)


def tell_of_dates(series: ShiftSeries, dates: Sequence[Said]) -> None:
    """One mail with every date of one reader, and a calendar file for each that is in their calendar."""
    reader = dates[0].reader
    said = " ".join(each.key for each in dates)
    files = chain.from_iterable(calendar_file(each.template, each.signup) for each in dates)
    reasons = dict.fromkeys(each.shift.reason for each in dates if each.shift.is_cancelled and each.shift.reason)
    queue(
        template="shift_series_changed",
        to=reader,
        context={"series": series, "dates": dates, "reasons": list(reasons)},
        key=("shift_series_changed", str(reader.pk), hashlib.sha256(said.encode()).hexdigest()[:20]),
        attachments=numbered(files),
        thread=f"series-{reader.pk}",
    )
