"""`manage.py messages`: adds new ids to every .po and drops those that no source uses, without gettext.

For development (it needs Babel); servers only compile, see `compilemessages`.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import template as django_template

AREAS = {
    "portal": ["portal", "templates/people", "templates/components", "templates/account", "templates/mfa",
               "templates/allauth", "templates/payments", "templates/mail", "templates/ui", "templates/jobs", "templates/documents",
               "templates/wagtailadmin", "templates/cms", "templates/calendars", "templates/*.html"],
    "volunteers": ["volunteers", "templates/volunteers"],
    "campaigns": ["campaigns", "templates/campaigns"],
    "training": ["training", "templates/training"],
    "home": ["home", "templates/home"],
}  # fmt: skip
# Mails stand in one folder; which area a mail belongs to is the first word of its name.
MAILS = {"shift": "volunteers", "gift": "campaigns", "run": "campaigns", "course": "training", "diary": "home"}
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
Key = tuple[str | None, str, str | None]


def po_path(area: str) -> Path:
    return Path(settings.BASE_DIR) / area / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def sources(area: str) -> Iterator[Path]:
    """Every Python file and template that belongs to `area`."""
    for pattern in AREAS[area]:
        found = settings.BASE_DIR.glob(pattern) if "*" in pattern else settings.BASE_DIR.joinpath(pattern).rglob("*")
        for path in found:
            if (
                path.suffix in {".py", ".html", ".txt"}
                and "sandbox" not in path.parts
                and "migrations" not in path.parts
            ):
                yield path
    for path in settings.BASE_DIR.joinpath("templates/emails").glob("*"):
        if MAILS.get(path.name.split("_")[0], "portal") == area:
            yield path


def ids_in(path: Path) -> Iterator[Key]:
    """The message ids of one file, as (context, id, plural)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template are calls on lines of their own; their indentation means nothing.
        lines = django_template.templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.lstrip() for line in lines)
    for _line, function, message, _comments in extract_python(
        io.BytesIO(text.encode()), dict.fromkeys(KEYWORDS), [], {"encoding": "utf-8"}
    ):
        parts = [message] if isinstance(message, str) else list(message)
        if not parts or not all(isinstance(part, str) for part in parts if part is not None) or parts[0] is None:
            continue
        name = str(function)
        if name.startswith(("pgettext", "npgettext")):
            yield (parts[0], parts[1], parts[2] if name.startswith("np") else None)
        else:
            yield (None, parts[0], parts[1] if name.startswith("ngettext") else None)


def ids_of(area: str) -> set[Key]:
    return {key for path in sources(area) for key in ids_in(path) if key[1]}


def open_po(area: str) -> polib.POFile:
    path = po_path(area)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "ja",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return po


def update(area: str) -> int:
    """Bring one catalogue in step with its sources; returns how many ids wait for a translation."""
    po = open_po(area)
    wanted = ids_of(area)
    have: dict[tuple[str | None, str], polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in po}
    for context, message, plural in sorted(wanted, key=lambda key: (key[1], key[0] or "", key[2] or "")):
        entry = have.get((context, message))
        if entry is None:
            entry = polib.POEntry(msgid=message, msgctxt=context)
            po.append(entry)
            have[context, message] = entry
        if plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural, entry.msgstr = plural, {0: entry.msgstr}, ""
    keep = {(context, message) for context, message, _plural in wanted}
    for entry in list(po):
        if (entry.msgctxt, entry.msgid) not in keep:
            po.remove(entry)
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    po_path(area).parent.mkdir(parents=True, exist_ok=True)
    po.save(str(po_path(area)))
    return len([entry for entry in po if not entry.translated()])


class Command(BaseCommand):
    help = "Collect message ids into the .po files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("areas", nargs="*", help="only these areas (portal, volunteers, …)")

    def handle(self, *args: Any, **options: Any) -> None:
        for area in options["areas"] or AREAS:
            self.stdout.write(f"{area}: {update(area)} to translate")
