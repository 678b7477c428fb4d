import re

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
