"""What the outbox refuses."""

from portal.people.errors import Refused


class CannotSendAgain(Refused):
    """The mail is not one that was given up, or a later one of its thread has left already."""
