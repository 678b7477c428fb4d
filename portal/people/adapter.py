"""allauth, told how this house does things."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from .models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signs people up with a language, and writes to them in it."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.language = translation.get_language() or "ja"
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """There are no user names."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user")
        with translation.override(getattr(person, "language", None) or translation.get_language()):
            super().send_mail(template_prefix, email, context)
