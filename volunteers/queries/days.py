"""The list of a shift on the day: who may keep it, who is on it, and what was marked."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from portal.people.models import Person
from portal.ui import words
from volunteers.models import Captain, Demand, Guest, Mark, Shift, Signup, Status

from .own_people import ON_THE_LIST, lists_of_own
from .rights import may

# The list takes marks from this long before people meet until this long after the end.
LIST_OPENS = dt.timedelta(hours=2)
LIST_STAYS = dt.timedelta(days=7)
# Oneself only from half an hour before people meet (volunteering.md 9).
SELF_OPENS = dt.timedelta(minutes=30)
# A volunteer's QR code: signed, and no older than this.
CODE_SALT, CODE_WORKS = "volunteers.code", dt.timedelta(hours=2)
EVERY_LIST = "volunteers.change_signup"


@dataclass(frozen=True)
class Line:
    """One seat on the list. `note` says where two people marked differently."""

    signup: Signup
    number: int
    name: str
    kana: str
    note: str
    may_ring: bool = True

    @property
    def phone(self) -> str:
        """To ring somebody up who is expected and not there; nobody else's number is shown, and to nobody but who keeps
        the whole list."""
        person = self.signup.person if self.may_ring else None
        return person.phone if person and self.signup.status in (Status.CONFIRMED, Status.NO_SHOW) else ""

    @property
    def state(self) -> str:
        """`left` where the person has gone, else the status."""
        return "left" if self.signup.left_at and self.signup.status == Status.CHECKED_IN else self.signup.status


@dataclass(frozen=True)
class Board:
    """The list of one shift as it stands."""

    shift: Shift
    lines: list[Line]
    guests: list[Guest]
    whole: bool = True  # False: somebody's own people

    @property
    def by_role(self) -> list[tuple[Demand, list[Line]]]:
        """Lines under their role; on the whole list roles that nobody took too, because somebody may walk in."""
        demands = self.shift.demands.all()
        roles = [(demand, [line for line in self.lines if line.signup.demand_id == demand.pk]) for demand in demands]
        return [(demand, lines) for demand, lines in roles if lines or self.whole]

    @property
    def here(self) -> int:
        """How many are or were there, guests included."""
        return sum(line.signup.status in (Status.CHECKED_IN, Status.ATTENDED) for line in self.lines) + len(self.guests)

    @property
    def missing(self) -> int:
        return sum(line.signup.status == Status.NO_SHOW for line in self.lines)

    @property
    def unmarked(self) -> int:
        return sum(line.signup.status == Status.CONFIRMED for line in self.lines)

    @property
    def people(self) -> int:
        """Everybody the list knows."""
        return len(self.lines) + len(self.guests)

    @property
    def still_here(self) -> int:
        """Who becomes `attended` when the list is closed."""
        return sum(line.signup.status == Status.CHECKED_IN for line in self.lines)


def may_keep_list(person: Person | AnonymousUser, shift: Shift) -> bool:
    """The lead, the captains of this shift, and coordinators. Nobody else sees a name on it (volunteering.md 11)."""
    return runs_list(person, shift) or (isinstance(person, Person) and person.is_active and is_captain(person, shift))


def runs_list(person: Person | AnonymousUser, shift: Shift) -> bool:
    """The lead of this shift, and coordinators: they keep its list, and decide about its hours. No query for others."""
    if not isinstance(person, Person) or not person.is_active:
        return False
    return shift.lead_id == person.pk or may(person, EVERY_LIST, shift)


def is_captain(person: Person, shift: Shift) -> bool:
    return captaincies_of(person).filter(shift=shift).exists()


def captaincies_of(person: Person) -> QuerySet[Captain]:
    """Of whoever was named and still has a place: who gives the place back no longer sees the names."""
    seat = Signup.objects.filter(shift=OuterRef("shift"), person=OuterRef("person"), status__in=ON_THE_LIST)
    return Captain.objects.filter(Exists(seat), person=person)


def captains_of(shift: Shift) -> list[Captain]:
    """Whom the lead has chosen; `has_a_seat` is false for who has given the place back and sees no names any more."""
    seat = Signup.objects.filter(shift=shift, person=OuterRef("person"), status__in=ON_THE_LIST)
    rows = Captain.objects.filter(shift=shift).select_related("person").annotate(has_a_seat=Exists(seat))
    return list(rows.order_by("pk"))


def could_keep(shift: Shift, lines: Iterable[Line]) -> list[Signup]:
    """People on the list who do not keep it yet."""
    keepers = set(Captain.objects.filter(shift=shift).values_list("person", flat=True))
    return [line.signup for line in lines if line.signup.person_id and line.signup.person_id not in keepers]


def lists_of(person: Person, *, since: dt.datetime, until: dt.datetime) -> list[Shift]:
    """Shifts of that time whose list, or whose own people on it, this person keeps, in order."""
    mine = Q(lead=person) | Q(pk__in=captaincies_of(person).values("shift"))
    mine |= Q(pk__in=lists_of_own(person).values("shift"))
    shifts = Shift.objects.happening().between(since, until).filter(mine)
    return list(shifts.select_related("place").prefetch_related("demands__role").order_by("start", "pk"))


def today_of(person: Person, *, now: dt.datetime) -> list[Signup]:
    """Confirmed places at which this person can check in now, or very soon."""
    seats = Signup.objects.filter(person=person, status=Status.CONFIRMED, period_end__gt=now)
    soon = seats.filter(shift__report_at__lte=now + LIST_OPENS).select_related("shift", "demand__role")
    return list(soon.order_by("period_start", "pk"))


def lines_of(shift: Shift, only: Collection[int] | None = None) -> list[Line]:
    """Everybody with a place, or `only` these sign-ups, by role and name; three queries however many they are."""
    seats = Signup.objects.filter(shift=shift, status__in=ON_THE_LIST).select_related(
        "person", "party__captain", "demand__role"
    )
    notes = notes_on(Mark.objects.filter(shift=shift, refused="", signup__isnull=False).select_related("by"))
    if only is not None:
        seats = seats.filter(pk__in=only)
    ordered = sorted(seats, key=lambda seat: (seat.demand_id, sort_key(seat), seat.pk))
    return [
        Line(seat, number, seat.who, kana_of(seat), notes.get(seat.pk, ""), may_ring=only is None)
        for number, seat in enumerate(ordered, start=1)
    ]


def sort_key(seat: Signup) -> tuple[bool, str, bool, str]:
    """By kana where there are any, children below the adult who brings them; seats without a name last."""
    adult = seat.party.captain if seat.guest_name and seat.party else seat.person
    first = (kana_of_person(adult) or adult.display_name) if adult else seat.who
    return (seat.is_unnamed, first, bool(seat.guest_name), seat.who)


def kana_of(seat: Signup) -> str:
    return kana_of_person(seat.person) if seat.person else ""


def kana_of_person(person: Person) -> str:
    return f"{person.family_kana} {person.given_kana}".strip()


def notes_on(marks: Iterable[Mark]) -> dict[int, str]:
    """Per sign-up the last mark, where the one before was another person's and said something else."""
    by_signup: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.key)):
        by_signup.setdefault(mark.signup_id or 0, []).append(mark)
    return {pk: note for pk, of_one in by_signup.items() if (note := conflict(of_one))}


def conflict(marks: list[Mark]) -> str:
    """A sentence where two people marked differently; the last one counts."""
    if len(marks) < 2 or marks[-1].by_id == marks[-2].by_id or marks[-1].kind == marks[-2].kind:
        return ""
    before, last = marks[-2:]
    return _("%(name)s marked “%(mark)s” at %(time)s; before that, %(other)s had marked “%(old)s” at %(earlier)s.") % {
        "name": last.by.display_name,
        "mark": last.get_kind_display(),
        "time": words.clock(last.at),
        "other": before.by.display_name,
        "old": before.get_kind_display(),
        "earlier": words.clock(before.at),
    }


def guests_of(shift: Shift) -> list[Guest]:
    """Who came without a sign-up and an account."""
    return list(Guest.objects.filter(shift=shift, taken_back_at__isnull=True).select_related("demand__role"))


def board_of(shift: Shift, only: Collection[int] | None = None) -> Board:
    """Six queries, however many people; with `only` the lines of somebody's own people and no guests."""
    prefetch_related_objects([shift], Prefetch("demands", queryset=Demand.objects.select_related("role")))
    guests = guests_of(shift) if only is None else []
    return Board(shift, lines_of(shift, only), guests, whole=only is None)
