"""Each numbered rule about money has a test that cites it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
RULE = re.compile(r"^(\d+)\. ", re.MULTILINE)
CITED = re.compile(r"money\.md ([\d ,\-abc–]+)")


def rules() -> list[int]:
    return [int(number) for number in RULE.findall((ROOT / "docs/rules/money.md").read_text())]


def numbers(words: str) -> set[int]:
    """`5`, `6, 8`, `2-6` and `24c`, as comments write them."""
    found: set[int] = set()
    for part in re.sub(r"[abc]", "", words).replace("–", "-").split(","):
        first, _, last = part.strip(" -").partition("-")
        if first:
            found.update(range(int(first), int(last or first) + 1))
    return found


def cited() -> dict[int, list[str]]:
    """Rule → the test files that cite it; this file cites none."""
    where: dict[int, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for words in CITED.findall(path.read_text()):
            for number in numbers(words) if path != Path(__file__) else ():
                where.setdefault(number, []).append(path.name)
    return where


def test_the_rules_are_numbered_once():
    assert len(rules()) == len(set(rules()))
    assert len(rules()) > 40


@pytest.mark.parametrize("number", rules())
def test_the_rule_has_a_test_that_cites_it(number):
    assert cited().get(number), f"no test cites money.md {number}"


def test_no_test_cites_a_rule_that_does_not_exist():
    assert sorted(set(cited()) - set(rules())) == []


@pytest.mark.parametrize(
    ("words", "expected"), [("5", {5}), ("6, 8", {6, 8}), ("2-4", {2, 3, 4}), ("24b, c", {24}), ("33–35", {33, 34, 35})]
)
def test_citations_are_read_as_people_write_them(words, expected):
    assert numbers(words) == expected
