"""`manage.py demo [--scale N]`: fills an empty house with a demonstration, and keeps it fresh."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from home.demo.content import load_content
from home.demo.pages import load_pages
from home.demo.people import PASSWORD, load_people


class Command(BaseCommand):
    help = "Load the demonstration. A second run changes nothing; a run on a later day moves its dates along."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="how many times the usual amount of data")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is for development settings only (DEMO is off here).")
        if options["scale"] < 1:
            raise CommandError("--scale takes a whole number from 1 up.")
        with translation.override("ja"), transaction.atomic():
            self.load(options["scale"])
        self.stdout.write(f"Sign in as volunteer@example.org (or runner@, trainee@, … admin@) with {PASSWORD}")

    def load(self, scale: int) -> None:
        """Lower things first: people, then what they do."""
        today = timezone.localdate()
        people = load_people(today, scale)
        self.stdout.write(
            f"People: {len(people.by_name)} accounts, {len(people.runners)} runners, {len(people.crowd)} others"
        )
        made = load_content()
        self.stdout.write(
            "Reading list: {readings} entries on {topics} topics; directory: {organisations} organisations".format(
                **made
            )
        )
        self.stdout.write("Pages: {ja} in Japanese, {en} in English".format(**load_pages(today)))
