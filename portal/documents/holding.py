"""A chosen file that waits while the rest of its form is put right, so that nobody chooses it a second time.

It lies in the private storage under a name that says nothing; a signed word in the form leads back to it, for the person
who chose it and for a day: also after it was taken, because a form may be sent twice. No address shows it. The sweeper of
every hour deletes what is older.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from portal.people.models import Person

from .uploads import FileType

FOLDER = "held-uploads"
SALT = "portal.documents.holding"
KEPT_FOR = dt.timedelta(hours=24)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Held:
    """A file that waits: the word that leads to it, the name that its owner knows it by, where it lies, and what it is."""

    token: str
    name: str
    path: str
    content_type: str

    def opened(self) -> File[bytes]:
        """The content, from its beginning; raises FileNotFoundError."""
        return _storage().open(self.path, "rb")


def hold(upload: UploadedFile, kind: FileType, *, name: str, by: Person) -> Held:
    """Keep a file whose content was looked at. `name` is shown to its owner again and means nothing to us."""
    upload.seek(0)
    path = _storage().save(f"{FOLDER}/{uuid.uuid4().hex}{kind.suffix}", upload)
    facts = {"path": path, "name": name[:LONGEST_NAME], "type": kind.content_type, "by": by.pk}
    return _held(signing.dumps(facts, salt=SALT), facts)


def held(token: str, *, by: Person) -> Held | None:
    """The file that a form's word leads to; None for a forged word, another person, after a day, and once it is gone."""
    try:
        facts = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    if facts["by"] != by.pk or not _storage().exists(facts["path"]):
        return None
    return _held(token, facts)


def clear_held(now: dt.datetime | None = None) -> int:
    """Delete what waited for longer than a day; returns how many files."""
    before = (now or timezone.now()) - KEPT_FOR
    storage = _storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:  # nothing was ever held
        return 0
    old = [f"{FOLDER}/{name}" for name in names if storage.get_modified_time(f"{FOLDER}/{name}") < before]
    for path in old:
        storage.delete(path)
    return len(old)


def _held(token: str, facts: dict[str, Any]) -> Held:
    return Held(token, facts["name"], facts["path"], facts["type"])


def _storage() -> Storage:
    return storages["private"]
