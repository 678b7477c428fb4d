"""Django's `compilemessages` by a Python library: a bare machine has no gettext."""

from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile our .po files to .mo files."

    def handle(self, *args: Any, **options: Any) -> None:
        for po in sorted(settings.BASE_DIR.glob("*/locale/*/LC_MESSAGES/django.po")):
            polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
