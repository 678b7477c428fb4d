import re
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest

from portal.ui.management.commands.messages import AREAS, ids_of, po_path


@pytest.mark.parametrize("area", AREAS)
def test_every_message_speaks_japanese(area):
    catalogue = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(po_path(area)))}
    wanted = {(context, message) for context, message, _plural in ids_of(area)}

    assert sorted(message for context, message in wanted if (context, message) not in catalogue) == []
    assert [entry.msgid for entry in catalogue.values() if not entry.translated()] == []


# The code gives more names than the English sentence uses: 46th, but 第46期.
ALSO_GIVEN = {"%(ordinal)s course": {("number", "")}}


@pytest.mark.parametrize("area", AREAS)
def test_placeholders_survive_translation(area):
    names = re.compile(r"%\((\w+)\)|\{(\w*)\}")
    for entry in polib.pofile(str(po_path(area))):
        wanted = (
            set(names.findall(entry.msgid))
            | set(names.findall(entry.msgid_plural))
            | ALSO_GIVEN.get(entry.msgid, set())
        )
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(names.findall(text)) <= wanted, entry.msgid


def test_a_message_means_the_same_in_every_area():
    """Django merges all catalogues into one: of two translations of one id, one would be shown in the wrong place.
    Words that are spelt alike and mean different things take a context."""
    meanings: dict[tuple[str | None, str], dict[str, str]] = {}
    for area in AREAS:
        for entry in polib.pofile(str(po_path(area))):
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            meanings.setdefault((entry.msgctxt, entry.msgid), {})[area] = text

    assert {key: said for key, said in meanings.items() if len(set(said.values())) > 1} == {}


# Said in the house's own words where Django and Wagtail say the same thing in others.
REWORDED = set(
    """
    , |All|All types|Approve|Cancel|Cancelled|Change|Choose|Confirm|Copy|English|Filter|Forms|Move|Order|Pages|Publish|Reject|Save|Sessions|Show|Sign in|
    Templates|Text|Time|Title|Type|Undo|Your password was changed.|description|expired|live|now|scheduled|session|sessions|status|version
    """.strip()
    .replace("\n    ", "")
    .split("|")
)


def test_a_message_does_not_change_what_django_or_wagtail_say():
    """Our catalogues are laid over theirs: a word of theirs that means something else here takes a context, or "New" of
    the office's headings would read as the new date of a cloned shift."""
    theirs: dict[tuple[str | None, str], set[str]] = {}
    for package in ("django", "wagtail"):
        for path in Path(find_spec(package).origin).parent.rglob("locale/ja/LC_MESSAGES/django.po"):
            for entry in polib.pofile(str(path)):
                if entry.translated():
                    theirs.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr)

    ours = {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for area in AREAS
        for entry in polib.pofile(str(po_path(area)))
        if entry.msgid not in REWORDED
    }

    assert {key: (text, theirs[key]) for key, text in ours.items() if text not in theirs.get(key, {text})} == {}
