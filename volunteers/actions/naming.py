"""Who sits where: friends claim seats by link, a captain names children, what stays unnamed is released in time."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.mail.send import queue
from portal.people.folding import fold_email
from portal.people.models import PRIVACY_VERSION, Consent, Person
from volunteers.models import LIVE, Party, Signup, Status
from volunteers.queries.obstacles import WINDOW, Kind
from volunteers.queries.standing import standing_of

from .handing_over import leave_the_line
from .juniors import Child, keep_consent, refuse_grade
from .locks import Held, lock
from .parties import lock_party, seats_of, write_to_captain
from .promising import keep_promises
from .refusals import GuardianMissing, PartyClosed, TooYoung, refuse_for
from .steps import move, name_seat
from .telling import tell
from .waiting import offer_free_places


@transaction.atomic
def claim_seat(*, party: Party, person: Person, by: Person, promised: Collection[str] = ()) -> Signup:
    """Take an unnamed seat of a party. Raises PartyClosed, or what the role asks of the person."""
    now = timezone.now()
    _held, party, person = lock_guest(party, person)
    refuse_closed(party, now=now)
    keep_promises(person, party.demand.role, promised, now=now)
    leave_the_line(person, party.demand, by=by)
    besides = {Kind.ALONGSIDE} if adult_comes(party) else set()
    refuse_for(standing_of(person, now=now).obstacle(party.demand, now=now, ignoring=WINDOW | besides))
    seat = name_seat(next_seat(party), by=by, now=now, person=person, confirmed_at=now)
    tell("shift_confirmed", seat)
    return seat


def lock_guest(party: Party, person: Person) -> tuple[Held, Party, Person]:
    """Lock whoever comes, the captain and the demand; both as they are after locking."""
    held = lock(people=[person.pk, party.captain_id], demands=[party.demand_id])
    fresh = Party.objects.select_related("demand__shift__place", "demand__role", "captain").get(pk=party.pk)
    return held, fresh, held.people[person.pk]


def refuse_closed(party: Party, *, now: dt.datetime) -> None:
    """Raises PartyClosed where names are no longer taken."""
    shift = party.demand.shift
    if shift.is_cancelled:
        raise PartyClosed(_("This shift has been cancelled."))
    if party.naming_deadline <= now or shift.start <= now:
        raise PartyClosed(_("The time for joining this group is over. Free places of the shift stand on its page."))


def next_seat(party: Party) -> Signup:
    """The first seat without a name. Raises PartyClosed."""
    seat = seats_of(party).unnamed().filter(status=Status.CONFIRMED).first()
    if seat is None:
        asked = seats_of(party).filter(status=Status.REQUESTED).exists()
        raise PartyClosed(
            _("The coordinator has not said yes to this group yet. Please come back in a day or two.")
            if asked
            else _("Every seat of this group has a name now. Please ask whoever invited you.")
        )
    return seat


def adult_comes(party: Party) -> bool:
    """Whether the captain, or another adult of the party, has a seat in the shift."""
    day = party.demand.shift.day
    seats = Signup.objects.holding().filter(shift=party.demand.shift, person__isnull=False).select_related("person")
    ages = [seat.reader.age_on(day) for seat in seats.filter(party=party) | seats.filter(person=party.captain_id)]
    return any(age is not None and age >= 18 for age in ages)


@transaction.atomic
def name_child(*, party: Party, name: str, birth_date: dt.date, by: Person) -> Signup:
    """The captain of a family brings a child and agrees as its guardian. Raises PartyClosed, TooYoung, GuardianMissing."""
    now = timezone.now()
    _held, party = lock_party(party)
    refuse_closed(party, now=now)
    shift, role = party.demand.shift, party.demand.role
    age = shift.day.year - birth_date.year - ((shift.day.month, shift.day.day) < (birth_date.month, birth_date.day))
    if party.kind != Party.Kind.FAMILY or age >= 18:
        raise PartyClosed(_("Who is 18 or older joins by the link; children are named by their family."))
    if role.minimum_age is not None and age < role.minimum_age:
        raise TooYoung(_("This shift is for people who are %(age)s or older on that day.") % {"age": role.minimum_age})
    if not Signup.objects.holding().filter(shift=shift, person=party.captain_id).exists():
        raise GuardianMissing(_("Children come with an adult: you need a place in this shift yourself."))
    refuse_grade(role, Child(name, birth_date), shift.day)
    seat = name_seat(next_seat(party), by=by, now=now, guest_name=name.strip()[:80], guest_birth_date=birth_date)
    keep_consent(seat, party.captain)
    return seat


@transaction.atomic
def join_by_email(*, party: Party, email: str, facts: dict[str, object], promised: Collection[str] = ()) -> Signup:
    """Take a seat with nothing but an address that its owner has just shown to own; an account without a password
    is made where there is none. Raises what claim_seat raises."""
    person = Person.objects.filter(email__iexact=fold_email(email)).first()
    if person is None:
        person = Person.objects.create_user(fold_email(email), None, **facts)
        Consent.objects.create(person=person, kind=Consent.Kind.PRIVACY, version=PRIVACY_VERSION)
    return claim_seat(party=party, person=person, by=person, promised=promised)


def send_door(*, party: Party, email: str, token: str, language: str) -> None:
    """The link that shows that an address belongs to whoever wants to join by it; the same words for everybody."""
    shift = party.demand.shift
    context = {"party": party, "shift": shift, "role": party.demand.role, "place": shift.place, "door": token}
    queue(template="shift_party_door", to=fold_email(email), language=language, context=context)


def release_unnamed() -> int:
    """Give back what stayed unnamed at its deadline; returns how many seats. Due and not done, so never lost."""
    due = Party.objects.to_release(timezone.now()).order_by("naming_deadline")
    return sum(release(party) for party in due[:100])


@transaction.atomic
def release(party: Party) -> int:
    """The unnamed seats of one party; whoever waits is offered them, the captain is told."""
    now = timezone.now()
    held, party = lock_party(party)
    if party.released_at is not None or party.naming_deadline > now:
        return 0
    party.released_at = now
    party.save(update_fields=["released_at"])
    unnamed = list(seats_of(party).unnamed().filter(status__in=LIVE))
    for seat in unnamed:
        move(seat, Status.CANCELLED_BY_TEAM, by=None, now=now, reason="not named in time")
    if unnamed and party.demand.shift.start > now:
        write_to_captain(party, "shift_party_released", count=len(unnamed))
        offer_free_places(held.demands[party.demand_id], held, now=now)
    return len(unnamed)


def remind_captains() -> int:
    """A word two days before the deadline where names are missing; returns how many were written."""
    return sum(remind_captain(party) for party in Party.objects.to_remind(timezone.now()).order_by("remind_at")[:100])


@transaction.atomic
def remind_captain(party: Party) -> bool:
    """One word, unless it was sent since we looked or everybody has a name."""
    now = timezone.now()
    _held, party = lock_party(party)
    if not Party.objects.to_remind(now).filter(pk=party.pk).exists():
        return False
    missing = seats_of(party).unnamed().filter(status=Status.CONFIRMED).count()
    if missing:
        write_to_captain(party, "shift_party_reminder", missing=missing)
    party.reminded_at = now
    party.save(update_fields=["reminded_at"])
    return bool(missing)
