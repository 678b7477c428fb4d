"""Another shift instead of the one that one cannot make."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Demand, Shift, Signup, Status
from volunteers.queries.obstacles import page_of
from volunteers.queries.standing import standing_of

from .locks import free_places, lock
from .promising import keep_promises
from .refusals import NotSignedUp, ShiftHasBegun, WindowClosed, refuse_for
from .signing_up import confirm_new, full, give_back
from .waiting import offer_free_places


@transaction.atomic
def change_places(
    *, person: Person, shift: Shift, demand: Demand, by: Person, promised: Collection[str] = ()
) -> Signup:
    """Take a place of `demand` instead of the one in `shift`: both steps or neither.

    Raises NotSignedUp, ShiftHasBegun, ShiftFull, and what sign_up raises.
    """
    now = timezone.now()
    own = Signup.objects.filter(person=person, shift=shift, status=Status.CONFIRMED)
    held = lock(people=[person.pk], demands=[demand.pk, *own.values_list("demand_id", flat=True)])
    signup = own.select_related("shift__place", "shift__lead", "demand__role", "person", "party__captain").first()
    if signup is None or signup.demand_id not in held.demands or demand.pk == signup.demand_id:
        raise NotSignedUp(_("You have no place in this shift that you could change."))
    if signup.period_start <= now:
        raise ShiftHasBegun(_("The shift has begun. If you cannot come, please call the coordinator."))
    demand, person = held.demands[demand.pk], held.people[person.pk]
    if demand.overflow == Demand.Overflow.APPROVE:
        raise WindowClosed(
            _("The coordinator decides about every place of that shift: please ask for one on its page."),
            way_out_url=page_of(demand.shift),
            way_out_label=_("Look at it"),
        )
    give_back(signup, held, by=by, now=now)
    offer_free_places(demand, held, now=now)
    keep_promises(person, demand.role, promised, now=now)
    refuse_for(standing_of(person, now=now).obstacle(demand, now=now))
    if not free_places(demand):
        raise full(demand, waiting_list=False)
    return confirm_new(demand, person, by=by, now=now)
