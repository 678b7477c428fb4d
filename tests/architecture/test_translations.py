import polib
import pytest

from portal.ui.management.commands.messages import AREAS, ids_of, po_path


@pytest.mark.parametrize("area", AREAS)
def test_every_message_speaks_japanese(area):
    catalogue = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(po_path(area)))}
    wanted = {(context, message) for context, message, _plural in ids_of(area)}

    assert sorted(message for context, message in wanted if (context, message) not in catalogue) == []
    assert [entry.msgid for entry in catalogue.values() if not entry.translated()] == []


@pytest.mark.parametrize("area", AREAS)
def test_placeholders_survive_translation(area):
    import re

    names = re.compile(r"%\((\w+)\)|\{(\w*)\}")
    for entry in polib.pofile(str(po_path(area))):
        wanted = set(names.findall(entry.msgid)) | set(names.findall(entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(names.findall(text)) <= wanted, entry.msgid
