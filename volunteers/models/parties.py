"""People who come together: friends, a group, a company, a family."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.calendars.models import hash_token

from .shifts import Demand
from .states import Status

SEATS_PER_LEADER = 10


@dataclass(frozen=True)
class Size:
    """How many seats a kind of party takes, both ends included."""

    least: int
    most: int


class PartyQuerySet(models.QuerySet["Party"]):
    def to_release(self, now: dt.datetime) -> "PartyQuerySet":
        """Parties whose time for naming is over and whose unnamed seats have not been released."""
        return self.filter(naming_deadline__lte=now, released_at__isnull=True)

    def to_remind(self, now: dt.datetime) -> "PartyQuerySet":
        """Parties whose captain is due a word about the deadline and has not had it."""
        return self.filter(remind_at__lte=now, reminded_at__isnull=True, naming_deadline__gt=now)


class Party(models.Model):
    """Seats of one demand that a captain booked at once; people are named by a link, until a deadline.

    The link's token is computed from the secret key and stored as a hash only: the captain can look at it again,
    a reader of the database cannot use it. `link_number` makes a new one and ends the old one.
    """

    class Kind(models.TextChoices):
        FRIENDS = "friends", _("friends")
        GROUP = "group", _("group")
        COMPANY = "company", _("company or organisation")
        FAMILY = "family", _("family")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name of the group"), max_length=80)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="parties", verbose_name=_("demand"))
    captain = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="parties", verbose_name=_("captain")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    link_number = models.PositiveSmallIntegerField(default=1, editable=False)
    naming_deadline = models.DateTimeField(_("names are wanted by"))
    created_at = models.DateTimeField(_("booked"), default=timezone.now, editable=False)
    remind_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["naming_deadline"], condition=Q(released_at__isnull=True), name="party_by_naming_deadline"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["friends", "group", "company", "family"]), name="party_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """The token of the invitation link; it opens one page on which one takes a seat, and nothing else."""
        return make_token(self.captain_id, self.demand_id, self.created_at, self.link_number)

    @property
    def is_asked(self) -> bool:
        """Whether the coordinator has yet to say yes."""
        return self.seats.filter(status=Status.REQUESTED).exists()

    @property
    def link_works(self) -> bool:
        """Whether `token` is still what the link asks for: not after the secret key was changed."""
        return hash_token(self.token) == self.token_hash


# Rules seen at Japanese races: groups of 2–9, organisations of ten and more with a leader per ten.
SIZES: dict[str, Size] = {
    Party.Kind.FRIENDS: Size(2, 9),
    Party.Kind.GROUP: Size(2, 9),
    Party.Kind.COMPANY: Size(10, 60),
    Party.Kind.FAMILY: Size(2, 8),
}


def make_token(captain: int, demand: int, at: dt.datetime, number: int) -> str:
    """160 bits that nobody guesses."""
    return salted_hmac("volunteers.party", f"{captain}:{demand}:{at.timestamp()}:{number}").hexdigest()


def leaders_needed(seats: int) -> int:
    """One for every ten begun."""
    return -(-seats // SEATS_PER_LEADER)
