"""Why training says no, each in a sentence that the reader understands."""

from portal.people.errors import Refused


class EnrolmentClosed(Refused):
    """The edition takes nobody now: not yet open, closed, begun, cancelled."""


class EditionFull(Refused):
    """No seat is free."""


class NoLongerPossible(Refused):
    """The enrolment is not in a state that allows this."""


class CapacityTooSmall(Refused):
    """Fewer places than people who hold one."""


class SessionIsAnnounced(Refused):
    """A session that people have in their calendars is cancelled, never deleted."""


class NotYetEarned(Refused):
    """A certificate before the course is over."""
