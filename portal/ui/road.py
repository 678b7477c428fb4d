"""The progress road: money raised moves a runner along the course."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

MARATHON_KM = 42.195


@dataclass(frozen=True)
class RoadPoint:
    """A place on the course. `kind`: start, point, cheer or finish."""

    km: float | Decimal
    label: str
    kind: str = "point"


@dataclass(frozen=True, kw_only=True)
class Road:
    """Amounts in yen. Bands stand behind each other: paid, offline, matched, then what is promised."""

    paid_jpy: int
    goal_jpy: int
    offline_jpy: int = 0
    matched_jpy: int = 0
    promised_jpy: int = 0
    points: Sequence[RoadPoint] = field(default_factory=tuple)
    length_km: float | Decimal = MARATHON_KM
    label: str = ""
