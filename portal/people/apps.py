from allauth.account.signals import email_confirmed
from django.apps import AppConfig

from .confirmed import tell_rooms


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """The one signal of the house: allauth has no other door for it (CONTRIBUTING.md)."""
        email_confirmed.connect(tell_rooms, dispatch_uid="portal.people.confirmed")
