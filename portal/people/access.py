"""Who is asking."""

from typing import cast

from django.http import HttpRequest

from .models import Person


def signed_in(request: HttpRequest) -> Person:
    """The person of a request that `login_required` has let through."""
    return cast(Person, request.user)
