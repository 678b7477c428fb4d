"""A line through the plane that knows its own length: where is kilometre 27, and how is it drawn up to there?"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A smooth line as dense samples. Shares run from 0 (first point) to 1 (last point) by length."""

    points: tuple[Point, ...]

    @cached_property
    def lengths(self) -> tuple[float, ...]:
        """Distance from the first point to each point along the line, in picture units."""
        total, found = 0.0, [0.0]
        for before, after in zip(self.points, self.points[1:], strict=False):
            total += math.dist(before, after)
            found.append(total)
        return tuple(found)

    def at(self, share: float) -> Point:
        """The point at `share` of the length; shares outside 0–1 are taken as the ends."""
        want = min(max(share, 0.0), 1.0) * self.lengths[-1]
        index = min(max(bisect_left(self.lengths, want), 1), len(self.points) - 1)
        (x0, y0), (x1, y1) = self.points[index - 1], self.points[index]
        step = self.lengths[index] - self.lengths[index - 1]
        part = (want - self.lengths[index - 1]) / step if step else 0.0
        return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part

    def stretch(self, start: float, end: float) -> str:
        """The path data from one share to another; empty where nothing lies between."""
        if end <= start:
            return ""
        low, high = start * self.lengths[-1], end * self.lengths[-1]
        inner = [p for p, length in zip(self.points, self.lengths, strict=True) if low < length < high]
        return path([self.at(start), *inner, self.at(end)])

    @cached_property
    def whole(self) -> str:
        return path(self.points)


def path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


@lru_cache
def wave(left: float, right: float, middle: float) -> Line:
    """The wide road: four unhurried bends, widest in the middle."""
    samples = []
    for index in range(161):
        t = index / 160
        swing = 30 + 10 * math.sin(math.pi * t)
        samples.append((left + (right - left) * t, middle - swing * math.sin(t * math.tau * 2 + 0.12)))
    return Line(tuple(samples))


@lru_cache
def serpentine(left: float, right: float, top: float, drop: float) -> Line:
    """The road for phones: three rows joined by two half circles; `drop` lies between the rows."""
    radius = drop / 2
    samples: list[Point] = []
    for row in range(3):
        y = top + row * drop
        ends = (left + radius, right - radius)
        start = left if row == 0 else ends[0]
        stop = right if row == 2 else ends[1]
        samples += _row(start, stop, y) if row % 2 == 0 else _row(stop, start, y)
        if row < 2:
            samples += _turn(ends[1] if row == 0 else ends[0], y + radius, radius, 1 if row == 0 else -1)
    return Line(tuple(samples))


def _row(start: float, stop: float, y: float) -> list[Point]:
    """Across, with a breath of a wave; level at both ends, so that turns join smoothly."""
    return [
        (start + (stop - start) * n / 40, y + 5 * math.sin(n / 40 * math.tau) * math.sin(n / 40 * math.pi))
        for n in range(41)
    ]


def _turn(x: float, y: float, radius: float, side: int) -> list[Point]:
    """Half a circle downwards, bulging to the right (side=1) or left (−1)."""
    angles = [math.pi * n / 20 - math.pi / 2 for n in range(1, 20)]
    return [(x + side * radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
