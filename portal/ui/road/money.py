"""How far the money carries: from yen to kilometres."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

MARATHON_KM = 42.195
POINT_KINDS = ("start", "point", "cheer", "finish")


@dataclass(frozen=True)
class RoadPoint:
    """A place on the course, `km` from the start. `kind`: start, point, cheer or finish."""

    km: float | Decimal
    label: str
    kind: str = "point"

    def __post_init__(self) -> None:
        if self.kind not in POINT_KINDS:
            raise ValueError(f"kind={self.kind!r}: one of {', '.join(POINT_KINDS)}")

    @property
    def km_text(self) -> str:
        """`39 km`, `21.0975 km`: no noughts that nobody measured."""
        return f"{float(self.km):g} km"


@dataclass(frozen=True)
class Band:
    """A stretch of the road that one kind of money covers, in kilometres from the start."""

    kind: str
    start_km: float
    end_km: float
    amount_jpy: int

    @property
    def length_km(self) -> float:
        return self.end_km - self.start_km


@dataclass(frozen=True, kw_only=True)
class Road:
    """Net amounts in yen (refunds already taken off). What has arrived lies first: paid, offline, matched;
    what is promised follows it and never moves the runner.

    Past the goal the three share the whole road in proportion, so that none of them disappears.
    """

    paid_jpy: int
    goal_jpy: int
    offline_jpy: int = 0
    matched_jpy: int = 0
    promised_jpy: int = 0
    points: Sequence[RoadPoint] = field(default_factory=tuple)
    length_km: float | Decimal = MARATHON_KM

    @property
    def length(self) -> float:
        return float(self.length_km)

    @property
    def real_jpy(self) -> int:
        """What has arrived. A band below zero (more refunded than paid) counts as nothing."""
        return sum(max(amount, 0) for amount in (self.paid_jpy, self.offline_jpy, self.matched_jpy))

    @property
    def is_finished(self) -> bool:
        return self.real_jpy > 0 and self.real_jpy >= self.goal_jpy

    @property
    def percent(self) -> int:
        """Of the goal, rounded down: 100 is said only when it is reached."""
        if self.goal_jpy <= 0:
            return 100 if self.real_jpy else 0
        return self.real_jpy * 100 // self.goal_jpy

    @property
    def km(self) -> float:
        """Where the runner stands."""
        return self.bands[2].end_km

    @property
    def promised_km(self) -> float:
        """Where the runner would stand if every promise were kept."""
        return self.bands[3].end_km

    @property
    def beyond_km(self) -> float:
        """How far past the finish the money would carry."""
        if not self.is_finished or self.goal_jpy <= 0:
            return 0.0
        return (self.real_jpy - self.goal_jpy) / self.goal_jpy * self.length

    @cached_property
    def bands(self) -> tuple[Band, Band, Band, Band]:
        """Paid, offline, matched, promised: each begins where the one before it ends."""
        full = max(self.goal_jpy, self.real_jpy, 1)  # yen that the whole road stands for
        amounts = (self.paid_jpy, self.offline_jpy, self.matched_jpy, self.promised_jpy)
        edges, total = [0.0], 0
        for amount in amounts:
            total += max(amount, 0)
            edges.append(min(total / full, 1.0) * self.length)
        kinds = ("paid", "offline", "matched", "promised")
        made = [
            Band(kind, edges[index], edges[index + 1], max(amount, 0))
            for index, (kind, amount) in enumerate(zip(kinds, amounts, strict=True))
        ]
        return made[0], made[1], made[2], made[3]
