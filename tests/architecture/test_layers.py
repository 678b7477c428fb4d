"""What an import linter cannot see: relations by string, files that nobody uses, files that grew."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TIER = {"portal": 0, "volunteers": 1, "campaigns": 1, "training": 1, "home": 2}
PORTAL_TIER = {"people": 0, "calendars": 1, "ui": 1, "payments": 2, "mail": 2, "jobs": 2, "documents": 2, "cms": 2}


def product_files(pattern: str = "*.py") -> list[Path]:
    return [path for tier in TIER for path in ROOT.joinpath(tier).rglob(pattern) if "migrations" not in path.parts]


def ours() -> list:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in TIER]


def may_point(source: str, target: str) -> bool:
    """Down only; within portal likewise; never sideways between domains."""
    (top, *rest), (target_top, *target_rest) = source.split("."), target.split(".")
    if top == target_top == "portal":
        return rest[0] == target_rest[0] or PORTAL_TIER[rest[0]] > PORTAL_TIER[target_rest[0]]
    return top == target_top or TIER[top] > TIER[target_top]


def test_foreign_keys_run_down_never_sideways():
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        and field.related_model.__module__.split(".")[0] in TIER
        and not may_point(model.__module__, field.related_model.__module__)
    ]  # fmt: skip

    assert wrong == []


def test_import_contracts_are_kept():
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout


def test_every_template_is_used():
    sources = "\n".join(path.read_text() for path in product_files())
    templates = [path for path in ROOT.joinpath("templates").rglob("*") if path.is_file()]
    sources += "\n".join(path.read_text() for path in templates)
    # Overrides of other packages' templates are found by their names.
    foreign = ("account/", "mfa/", "allauth/", "wagtailadmin/", "django/", "wagtailcore/", "wagtail_localize/")
    by_name = (
        "components/illustrations/",
        "documents/page.typ",
        "documents/receipt.typ",  # render_pdf("receipt", …)
    )  # {% illustration "run" %}; the layout that documents import
    by_django = {"403.html", "404.html", "500.html", "csrf_failure.html"}
    unused = []
    for path in templates:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith((*foreign, *by_name)) or name in by_django:
            continue
        stem = re.sub(r"\.(subject\.txt|txt|html)$", "", path.name)
        # Training names its mails without the first word, which is always its own.
        mail = name.startswith("emails/") and any(
            f'"{word}"' in sources for word in (stem, stem.removeprefix("course_"))
        )
        if not mail and name not in sources:
            unused.append(name)

    assert unused == []


def test_no_template_of_a_page_has_inline_style_or_script():
    pages = [path for path in ROOT.joinpath("templates").rglob("*.html") if "email" not in str(path)]
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*(\ssrc=|type=\"application/(ld\+)?json\"))")

    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())] == []


@pytest.mark.parametrize("path", product_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_holds_one_idea(path):
    text = path.read_text()
    functions = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 45
    ]

    assert text.count("\n") <= 400
    assert functions == []


def test_no_signals_and_nothing_in_save():
    wrong = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if re.search(r"^from django\.db\.models\.signals|^\s+def save\(self, \*args", path.read_text(), re.M)
    ]

    assert wrong == []


def test_domains_never_enqueue():
    wrong = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if re.search(r"\.(delay|apply_async)\(", path.read_text())
        and not str(path.relative_to(ROOT)).startswith(("portal/mail", "portal/payments", "portal/jobs"))
    ]

    assert wrong == []


def test_the_lock_has_hashes_and_no_addresses():
    for lock in ROOT.joinpath("requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_every_dependency_says_why_it_is_there():
    project = ROOT.joinpath("pyproject.toml").read_text()
    block = project[project.index("dependencies = [") : project.index("[tool.")]
    named = [line for line in block.splitlines() if re.match(r'\s+"[a-z]', line)]

    assert len(named) > 20
    assert [line for line in named if "# " not in line and not line.strip().startswith('"types-')] == []
