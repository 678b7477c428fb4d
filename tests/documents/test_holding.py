"""Files that wait for their form: private, for one person, for a day."""

import datetime as dt

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.documents.holding import FOLDER, KEPT_FOR, LONGEST_NAME, clear_held, held, hold
from portal.documents.tasks import clear_held_uploads
from portal.documents.uploads import PNG
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def keep(by, content: bytes = b"paper", name: str = "paper.png"):
    return hold(SimpleUploadedFile(name, content), PNG, name=name, by=by)


def test_its_owner_gets_it_back_as_it_was():
    person = make_person()
    kept = keep(person)

    found = held(kept.token, by=person)

    assert (found, found.opened().read(), found.content_type) == (kept, b"paper", "image/png")


def test_its_place_says_nothing_and_lies_in_the_private_storage():
    kept = keep(make_person(), name="../../山田さんの領収書.png" + "x" * 200)

    assert kept.path.startswith(f"{FOLDER}/")
    assert "山田" not in kept.path
    assert len(kept.name) == LONGEST_NAME
    assert storages["private"].exists(kept.path)
    assert not storages["default"].exists(kept.path)


def test_nobody_else_and_no_forged_word_leads_to_it():
    kept = keep(make_person())

    assert held(kept.token, by=make_person()) is None
    assert held(kept.token + "x", by=make_person()) is None
    assert held("", by=make_person()) is None


def test_after_a_day_it_is_gone_and_the_sweeper_deletes_the_file():
    person = make_person()
    clear_held(timezone.now() + 2 * KEPT_FOR)  # what other tests have left
    kept = keep(person)

    assert clear_held_uploads() == 0
    with time_machine.travel(timezone.now() + KEPT_FOR + dt.timedelta(minutes=1)):
        assert held(kept.token, by=person) is None
        assert clear_held_uploads() == 1
    assert not storages["private"].exists(kept.path)
    assert held(kept.token, by=person) is None
