"""`manage.py demo [--scale N] [--sandbox FILE]`: fills an empty house with a demonstration, and keeps it fresh."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from home.demo.campaigns import load_campaigns, plant_in_sandbox
from home.demo.content import load_content
from home.demo.pages import load_pages
from home.demo.people import PASSWORD, load_people
from home.demo.training import load_training
from home.demo.volunteers import load_volunteers


class Command(BaseCommand):
    help = "Load the demonstration. A second run changes nothing; a run on a later day moves its dates along."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sandbox", type=Path, help="the sandbox's store, to know the monthly gifts too")
        parser.add_argument("--scale", type=int, default=1, help="how many times the usual amount of data")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is for development settings only (DEMO is off here).")
        if options["scale"] < 1:
            raise CommandError("--scale takes a whole number from 1 up.")
        with translation.override("ja"), transaction.atomic():
            self.load(options["scale"])
        if options["sandbox"]:
            plant_in_sandbox(options["sandbox"])
        self.stdout.write(f"Sign in as volunteer@example.org (or runner@, trainee@, … admin@) with {PASSWORD}")

    def load(self, scale: int) -> None:
        """Lower things first: people, then pages, then what people do."""
        today = timezone.localdate()
        people = load_people(today, scale)
        made = {"accounts": len(people.by_name), "runners": len(people.runners), "others": len(people.crowd)}
        self.say("People", made)
        self.say("Library", load_content())
        self.say("Pages", load_pages(today))
        self.say("Volunteering", load_volunteers(people=people, today=today, scale=scale))
        self.say("Campaigns", load_campaigns(people=people, today=today, scale=scale))
        self.say("Training", load_training(people=people, today=today))

    def say(self, area: str, made: dict[str, int]) -> None:
        """`Library: 8 topics, 71 readings, 24 organisations`."""
        self.stdout.write(f"{area}: " + ", ".join(f"{count} {name}" for name, count in made.items()))
