"""Names beside the road that never run into each other, the road, or the edge of the picture."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from .line import Line
from .money import RoadPoint

Box = tuple[float, float, float, float]  # left, top, right, bottom

NAME_SIZE = 15.0
KM_SIZE = 13.0
HALF_ROAD = 14.0
IMPORTANCE = {"start": 0, "finish": 1, "cheer": 2, "point": 3}


@dataclass(frozen=True)
class Space:
    """The picture's view box."""

    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """Two lines of words beside a place: its name, and its kilometre."""

    point: RoadPoint
    x: float
    name_y: float
    km_y: float
    anchor: str
    box: Box


def width_of(text: str, size: float) -> float:
    """A careful estimate of how wide `text` is drawn: full-width signs one em, others 0.6."""
    wide = sum(unicodedata.east_asian_width(sign) in "FW" for sign in text)
    return (wide + (len(text) - wide) * 0.6) * size


def place_labels(
    places: Sequence[tuple[RoadPoint, float, float]], space: Space, line: Line, obstacles: Sequence[Box] = ()
) -> tuple[Label, ...]:
    """A place for every label that fits, the important ones first; what finds none is left out of the picture.

    Names alternate above and below the road; beginning with the other side, or with the far end, sometimes leaves
    room for one more. `obstacles` are boxes that stay free: the runner, and what stands beyond the finish.
    """
    ways = product((1, -1), (0, 1))
    tries = [_place(places, space, line, obstacles, direction=way, above=parity) for way, parity in ways]
    return max(tries, key=len)  # the first of the fullest


def _place(
    places: Sequence[tuple[RoadPoint, float, float]],
    space: Space,
    line: Line,
    obstacles: Sequence[Box],
    *,
    direction: int,
    above: int,
) -> tuple[Label, ...]:
    order = sorted(range(len(places)), key=lambda i: (IMPORTANCE[places[i][0].kind], i * direction))
    placed: dict[int, Label] = {}
    for index in order:
        for candidate in _candidates(*places[index], above_first=index % 2 == above):
            others = [*obstacles, *(label.box for label in placed.values())]
            if _inside(candidate.box, space) and not _hits(candidate.box, others, line):
                placed[index] = candidate
                break
    return tuple(placed[index] for index in sorted(placed))


def _candidates(point: RoadPoint, x: float, y: float, *, above_first: bool) -> list[Label]:
    """Above and below, centred first, near first; then, for turns, to the right and left."""
    sides = (-1, 1) if above_first else (1, -1)
    width = max(width_of(point.label, NAME_SIZE), width_of(point.km_text, KM_SIZE))
    if point.kind in ("start", "finish"):
        width = max(width, width_of("フィニッシュ", KM_SIZE))
    centred = [
        _label(point, x, y, side, "middle", away, width) for away, side in product((0.0, 9.0, 18.0, 27.0), sides)
    ]
    beside = [_beside(point, x, y + shift, side, width) for shift, side in product((0.0, -14.0, 14.0, -28.0), (1, -1))]
    aside = [
        _label(point, x, y, side, anchor, away, width)
        for away, side, anchor in product((0.0, 12.0, 24.0, 36.0), sides, ("start", "end"))
    ]
    return [*centred, *beside, *aside]


def _beside(point: RoadPoint, x: float, y: float, side: int, width: float) -> Label:
    edge = x + side * (HALF_ROAD + 10)
    left = edge if side > 0 else edge - width
    return Label(point, edge, y - 2, y + 16, "start" if side > 0 else "end", (left, y - 17, left + width, y + 17))


def _label(point: RoadPoint, x: float, y: float, side: int, anchor: str, away: float, width: float) -> Label:
    near = HALF_ROAD + 10 + away
    top = y - near - 34 if side < 0 else y + near
    left = {"middle": x - width / 2, "start": x - 10, "end": x + 10 - width}[anchor]
    text_x = {"middle": x, "start": x - 10, "end": x + 10}[anchor]
    first, second = top + 13, top + 31  # baselines; the name stands nearer to the road
    name_y, km_y = (second, first) if side < 0 else (first, second)
    return Label(point, text_x, name_y, km_y, anchor, (left, top, left + width, top + 34))


def _inside(box: Box, space: Space) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= space.width and box[3] <= space.height


def _hits(box: Box, others: Sequence[Box], line: Line) -> bool:
    """Whether the box touches another label (6 units of air) or the bed of the road."""
    left, top, right, bottom = box
    if any(left < o[2] + 6 and o[0] < right + 6 and top < o[3] + 2 and o[1] < bottom + 2 for o in others):
        return True
    return any(
        left - HALF_ROAD <= x <= right + HALF_ROAD and top - HALF_ROAD <= y <= bottom + HALF_ROAD
        for x, y in line.points
    )
