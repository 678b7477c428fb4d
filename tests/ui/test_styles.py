"""Style sheets and markup keep the house's promises: strict CSP, layers, tokens, nothing that hangs in the air."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "portal/ui/static/tomoni/css"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# The back office wears Wagtail's clothes; its few sheets follow Wagtail's rules.
SHEETS = sorted(path for path in CSS.rglob("*.css") if not path.stem.endswith("office"))
LAYERS = ["reset", "tokens", "base", "layout", "components", "utilities"]
ALL_CSS = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
LINKS = (TEMPLATES / "components/stylesheets.html").read_text(encoding="utf-8")
OURS = [
    *sorted((TEMPLATES / "components").rglob("*.html")),
    *sorted((TEMPLATES / "ui").rglob("*.html")),
    *sorted(TEMPLATES.glob("*.html")),
]


@pytest.mark.parametrize("template", OURS, ids=lambda path: path.name)
def test_no_style_or_script_stands_in_a_page(template):
    markup = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", markup)
    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "print.css"], ids=lambda path: path.name)
def test_every_rule_stands_in_a_layer(sheet):
    bare = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    depth, outside = 0, ""
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            outside += sign
    assert depth == 0
    assert set(re.findall(r"@layer (\w+)", bare)) <= set(LAYERS)
    assert re.sub(r"@layer [\w, ]+;?|[}\s]", "", outside) == ""


def test_layers_are_declared_once_in_the_first_sheet():
    assert f"@layer {', '.join(LAYERS)};" in (CSS / "reset.css").read_text(encoding="utf-8")
    assert LINKS.index("reset.css") == min(LINKS.index(name) for name in re.findall(r"[\w-]+\.css", LINKS))


def test_every_sheet_of_the_frame_exists():
    for path in re.findall(r'static "tomoni/css/([^"]+)"', LINKS):
        assert (CSS / path).exists(), path


def test_every_token_in_use_is_defined():
    defined = set(re.findall(r"(--[\w-]+)\s*:", ALL_CSS))
    used = set(re.findall(r"var\((--[\w-]+)", ALL_CSS))
    assert used - defined == set()


def test_drawings_use_only_classes_that_have_a_colour():
    known = set(re.findall(r"\.(art[\w-]*)", ALL_CSS))
    for drawing in [
        *sorted((TEMPLATES / "components/illustrations").glob("*.html")),
        TEMPLATES / "components/avatar.html",
    ]:
        used = {
            name
            for group in re.findall(r'class="([^"{]*)"', drawing.read_text(encoding="utf-8"))
            for name in group.split()
        }
        assert {name for name in used if re.match(r"art-(?!-)", name)} - known == set(), drawing.name


def test_colours_are_written_only_among_the_tokens():
    for sheet in SHEETS:
        if sheet.name in {"tokens.css", "art.css", "print.css"}:
            continue
        bare = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![\w-]*\s*[{,.:>])", bare) == [], sheet.name


def test_persimmon_means_give_and_nothing_else():
    for sheet in SHEETS:
        if sheet.name == "tokens.css" or sheet.parent.name == "areas":
            continue
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet.read_text(encoding="utf-8")):
            if "--kaki" in body or "--on-kaki" in body:
                assert re.search(r"give|gift|promised", selector), f"{sheet.name}: {selector.strip()}"


def test_nothing_moves_for_who_asked_for_less_motion():
    assert "prefers-reduced-motion: reduce" in (CSS / "base.css").read_text(encoding="utf-8")
