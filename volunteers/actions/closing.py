"""After the day: the list is closed, hours are proposed, and everybody who was there is thanked once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Guest, Shift, Signup, Status

from .hours import propose
from .locks import lock
from .planning import lock_shift
from .refusals import NotNow
from .steps import move
from .telling import tell

# The captain may close the list when work ends a little early; nobody has to: it closes by itself.
EARLY = dt.timedelta(minutes=30)
CLOSES_BY_ITSELF = dt.timedelta(hours=6)
THANKS_AT = dt.time(9)
THANKS_FOR = dt.timedelta(days=7)
GUESTS_ARE_NAMED_FOR = dt.timedelta(days=30)
BATCH = 200


@transaction.atomic
def close_list(*, shift: Shift, by: Person | None) -> int:
    """Everybody who is here was there: `attended`, with hours proposed; returns how many. Safe to repeat.

    Who has no mark stays as they are: a list that nobody kept says nothing about anybody. Raises NotNow.
    """
    now = timezone.now()
    lock_shift(shift)
    shift = Shift.objects.get(pk=shift.pk)
    if now < shift.end - EARLY:
        raise NotNow(_("The list can be closed when the shift is over."))
    here = list(
        Signup.objects.filter(shift=shift, status=Status.CHECKED_IN).select_related("shift", "person").order_by("pk")
    )
    for signup in here:
        move(signup, Status.ATTENDED, by=by, now=now)
        propose(signup, now=now)
    return len(here)


def close_lists_left_open() -> int:
    """Close what nobody closed; returns how many lists. Bounded; the rest comes next time."""
    over = timezone.now() - CLOSES_BY_ITSELF
    forgotten = Signup.objects.filter(status=Status.CHECKED_IN, period_end__lte=over)
    shifts = Shift.objects.filter(pk__in=forgotten.values("shift")).order_by("end")[:BATCH]
    for shift in shifts:
        close_list(shift=shift, by=None)
    return len(shifts)


def send_thanks() -> int:
    """Thank whoever was there on a day before today, from nine in the morning, once; returns how many."""
    now = timezone.localtime()
    if now.time() < THANKS_AT:
        return 0
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    due = Signup.objects.to_thank(since=midnight - THANKS_FOR, until=midnight)
    return sum(thank(pk, demand) for pk, demand in due.order_by("period_end").values_list("pk", "demand_id")[:BATCH])


@transaction.atomic
def thank(signup_id: int, demand_id: int) -> bool:
    """One thank-you with the hours that were proposed, unless it was sent since we looked."""
    lock(people=[], demands=[demand_id])
    signup = (
        Signup.objects.filter(pk=signup_id, status=Status.ATTENDED, thanked_at__isnull=True)
        .select_related("person", "shift__place", "demand__role")
        .first()
    )
    if signup is None:
        return False
    tell("shift_thanks", signup)
    signup.thanked_at = timezone.now()
    signup.save(update_fields=["thanked_at"])
    return True


def forget_guests() -> int:
    """Names of people without an account, and the names and birth dates of children, are needed for a while
    (insurance), then they go; returns how many people. Seats, consents and counts stay."""
    until = timezone.now() - GUESTS_ARE_NAMED_FOR
    guests = Guest.objects.filter(shift__end__lte=until).exclude(name="")
    children = Signup.objects.filter(shift__end__lte=until).exclude(guest_name="")
    return guests.update(name="") + children.update(guest_name="", guest_birth_date=None)
