"""What a view behind `login_required` is given."""

from django.http import HttpRequest

from portal.people.models import Person


class SignedIn(HttpRequest):
    """A request whose reader is known."""

    user: Person
