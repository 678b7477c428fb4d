"""From a Road to what the template draws: a wide picture and one for phones."""

from dataclasses import dataclass

from .labels import Box, Label, Space, place_labels
from .line import Line, Point, serpentine, wave
from .money import Road, RoadPoint

DASH_UNITS = 9.0  # length of one promised dash, in picture units
GAP_UNITS = 7.0


@dataclass(frozen=True)
class Stretch:
    """A band as it is drawn."""

    kind: str
    path: str


@dataclass(frozen=True)
class Dot:
    """A place on the road."""

    point: RoadPoint
    x: float
    y: float
    passed: bool


@dataclass(frozen=True)
class Drawing:
    """One picture of the road, in units of its view box."""

    shape: str
    width: float
    height: float
    line: Line
    bands: tuple[Stretch, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    marker: Point
    start: Point
    finish: Point
    first_band: str
    beyond: str
    plus: Point


def draw_wide(road: Road) -> Drawing:
    """One line across; the end keeps room for what lies beyond the finish."""
    return _draw(road, "wide", Space(1120, 206), wave(34, 1060, 102), room_beyond=True)


def draw_phone(road: Road) -> Drawing:
    """Three rows with names that can be read on a phone."""
    return _draw(road, "phone", Space(320, 404), serpentine(22, 284, 78, 124), room_beyond=False)


def _draw(road: Road, shape: str, space: Space, line: Line, *, room_beyond: bool) -> Drawing:
    marker = line.at(road.km / road.length)
    dots = tuple(_dots(road, line))
    covered = next((band.kind for band in road.bands[:3] if band.length_km > 0), "")
    finish = line.at(1)
    plus = (min(finish[0] + 34, space.width - 4), finish[1] + 46)
    taken = [_around(marker, 36 if road.is_finished else 24)]
    if road.beyond_km > 0:
        taken.append((plus[0] - 68, plus[1] - 14, plus[0], plus[1] + 6))
    return Drawing(
        shape=shape, width=space.width, height=space.height, line=line,
        bands=tuple(_stretches(road, line)), dots=dots,
        labels=place_labels([(dot.point, dot.x, dot.y) for dot in dots], space, line, taken),
        marker=marker, start=line.at(0), finish=finish, first_band=covered,
        beyond=_chevrons(finish) if room_beyond and road.beyond_km > 0 else "", plus=plus,
    )  # fmt: skip


def _around(marker: Point, radius: float) -> Box:
    """The runner's circle; with its rays once the goal is reached."""
    x, y = marker
    return x - radius, y - radius, x + radius, y + radius


def _chevrons(finish: Point) -> str:
    """Onwards: three arrow heads past the finish."""
    x, y = finish
    return "".join(f"M{x + away:.1f} {y - 7:.1f}l7 7-7 7" for away in (26, 37, 48))


def _dots(road: Road, line: Line) -> list[Dot]:
    """Places on the course; one outside it is not drawn."""
    found = []
    for point in sorted(road.points, key=lambda p: p.km):
        km = float(point.km)
        if 0 <= km <= road.length + 1e-9:
            x, y = line.at(km / road.length)
            found.append(Dot(point, x, y, passed=road.km > 0 and km <= road.km))
    return found


def _stretches(road: Road, line: Line) -> list[Stretch]:
    """Bands with something in them; what is promised is dashed in the geometry itself."""
    found = []
    for band in road.bands:
        start, end = band.start_km / road.length, band.end_km / road.length
        if band.kind == "promised":
            drawn = "".join(line.stretch(a, b) for a, b in dashes(start, end, line.lengths[-1]))
        else:
            drawn = line.stretch(start, end)
        if drawn:
            found.append(Stretch(band.kind, drawn))
    return found


def dashes(start: float, end: float, length: float) -> list[tuple[float, float]]:
    """Shares of the dashes between two shares; a promise too small for one dash is still one."""
    found, at = [], start
    while at < end:
        found.append((at, min(at + DASH_UNITS / length, end)))
        at += (DASH_UNITS + GAP_UNITS) / length
    return found
