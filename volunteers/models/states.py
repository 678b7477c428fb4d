"""The states of a sign-up and of a shift, and the only ways from one to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a sign-up stands."""

    REQUESTED = "requested", pgettext_lazy("sign-up", "asked for")
    WAITLISTED = "waitlisted", _("on the waiting list")
    OFFERED = "offered", _("place offered")
    CONFIRMED = "confirmed", _("confirmed")
    CHECKED_IN = "checked_in", _("checked in")
    ATTENDED = "attended", _("was there")
    NO_SHOW = "no_show", _("did not come")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("offer ran out")
    HANDED_OVER = "handed_over", _("handed over")
    CANCELLED_BY_VOLUNTEER = "cancelled_by_volunteer", _("withdrawn")
    CANCELLED_BY_TEAM = "cancelled_by_team", _("cancelled by the team")


S = Status
CANCELLATIONS = frozenset({S.CANCELLED_BY_VOLUNTEER, S.CANCELLED_BY_TEAM})
# What a new row may begin with.
INITIAL = frozenset({S.REQUESTED, S.WAITLISTED, S.CONFIRMED})
# The one table: from a state to every state it may go to. On the day everything is reversible until the list is
# closed: lists are filled in haste.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    S.REQUESTED: frozenset({S.CONFIRMED, S.DECLINED}) | CANCELLATIONS,
    S.WAITLISTED: frozenset({S.OFFERED}) | CANCELLATIONS,
    S.OFFERED: frozenset({S.CONFIRMED, S.EXPIRED}) | CANCELLATIONS,
    S.CONFIRMED: frozenset({S.CHECKED_IN, S.NO_SHOW, S.HANDED_OVER}) | CANCELLATIONS,
    S.CHECKED_IN: frozenset({S.ATTENDED, S.CONFIRMED}) | CANCELLATIONS,
    S.NO_SHOW: frozenset({S.CONFIRMED}),
    S.ATTENDED: frozenset(),
    S.DECLINED: frozenset(),
    S.EXPIRED: frozenset(),
    S.HANDED_OVER: frozenset(),
    S.CANCELLED_BY_VOLUNTEER: frozenset(),
    S.CANCELLED_BY_TEAM: frozenset(),
}
# These take one of the demand's places; an offer HOLDS its place (waiting lists would oversell otherwise).
HOLDING = frozenset({S.OFFERED, S.CONFIRMED, S.CHECKED_IN, S.ATTENDED, S.NO_SHOW})
# One person has at most one of these per shift.
LIVE = HOLDING | {S.REQUESTED, S.WAITLISTED}
# The person is expected, or was there.
COMING = frozenset({S.CONFIRMED, S.CHECKED_IN, S.ATTENDED})
# What a person's calendar shows; states that are missing here are not in it.
CALENDAR_STATE = {
    S.REQUESTED: "tentative",
    S.WAITLISTED: "tentative",
    S.OFFERED: "tentative",
    S.CONFIRMED: "confirmed",
    S.CHECKED_IN: "confirmed",
    S.ATTENDED: "confirmed",
    S.NO_SHOW: "confirmed",
    S.CANCELLED_BY_VOLUNTEER: "cancelled",
    S.CANCELLED_BY_TEAM: "cancelled",
    S.HANDED_OVER: "cancelled",
}


class ShiftState(models.TextChoices):
    """Where a shift stands."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


SHIFT_TRANSITIONS: dict[ShiftState, frozenset[ShiftState]] = {
    ShiftState.DRAFT: frozenset({ShiftState.OPEN, ShiftState.CANCELLED}),
    ShiftState.OPEN: frozenset({ShiftState.CLOSED, ShiftState.CANCELLED}),
    ShiftState.CLOSED: frozenset({ShiftState.OPEN, ShiftState.CANCELLED}),
    ShiftState.CANCELLED: frozenset(),
}
# Everyone may know of these.
PUBLISHED = frozenset({ShiftState.OPEN, ShiftState.CLOSED, ShiftState.CANCELLED})
