"""Every pair of colours that meet on a page is readable, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "portal/ui/static/tomoni/css/tokens.css"
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9A-Fa-f]{6}), (#[0-9A-Fa-f]{6})\)", TOKENS.read_text(encoding="utf-8")
    )
}
GROUNDS = ["paper", "surface", "wash"]
TEXT = [
    *((ink, ground) for ink in ("ink", "quiet", "ai", "kaki", "wakaba", "beni") for ground in GROUNDS),
    ("on-ai", "ai"),
    ("on-kaki", "kaki-fill"),
    ("on-yamabuki", "yamabuki"),
    ("ai", "ai-wash"),
    ("wakaba", "wakaba-wash"),
    ("beni", "beni-wash"),
    *(("ink", f"{tone}-wash") for tone in ("ai", "wakaba", "yamabuki", "beni")),
]
SHAPES = [
    *((line, ground) for line in ("edge", "focus", "ai", "wakaba", "beni") for ground in GROUNDS),
    *((band, "wash") for band in ("ai-soft", "kaki-fill")),
    *((band, "surface") for band in ("ai-soft", "kaki-fill")),
]


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground, theme):
    assert contrast(PAIRS[ink][theme], PAIRS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_shapes_that_mean_something_can_be_seen(line, ground, theme):
    assert contrast(PAIRS[line][theme], PAIRS[ground][theme]) >= 3


def test_contrast_is_computed_as_the_standard_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
