"""Events: made from templates or from an earlier event, opened when they are right; squads formed. Nobody is copied."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Event, Shift, ShiftTemplate, Signup, Squad, SquadMember, TemplateDemand
from volunteers.queries.events import clone_plan, drafts_of, moved, squads_of, without_squad
from volunteers.queries.series_plans import Need, needs_of

from .planning import lock_shift, open_shift
from .recurring import add_demands
from .steps import begin_shift

COPIED = ("place", "title_ja", "title_en", "note_ja", "note_en", "lead")


@transaction.atomic
def clone_event(*, event: Event, main_day: dt.date, slug: str, name_ja: str, name_en: str, by: Person) -> Event:
    """A new event with every shift of `event` as a draft: places, hours, words, roles and squads; no people.

    Dates keep their distance from the main day, hours stay by the wall clock. Raises Refused where the slug is taken
    or the day is the old one.
    """
    if main_day == event.main_day:
        raise Refused(_("Please choose another day than that of the event you clone."))
    if Event.objects.filter(slug=slug).exists():
        raise Refused(_("Another event has this short name already."))
    days = event.days_to(main_day)
    clone = Event.objects.create(
        slug=slug, name_ja=name_ja, name_en=name_en, lead_ja=event.lead_ja, lead_en=event.lead_en,
        main_day=main_day, cloned_from=event,
    )  # fmt: skip
    for row in clone_plan(event, main_day):
        copy_shift(row.shift, clone, days)
    return clone


def copy_shift(shift: Shift, event: Event, days: int) -> Shift:
    """A draft like `shift`, `days` later, with its roles and empty squads."""
    optional = {
        name: moved(value, days) if (value := getattr(shift, name)) else None
        for name in ("sign_up_opens_at", "sign_up_closes_at")
    }
    times = {name: moved(getattr(shift, name), days) for name in ("report_at", "start", "end")}
    words = {name: getattr(shift, name) for name in COPIED}
    copy = begin_shift(opens=False, event=event, **words, **times, **optional)
    add_demands(copy, needs_of(shift))
    Squad.objects.bulk_create(
        Squad(
            shift=copy,
            name_ja=squad.name_ja,
            name_en=squad.name_en,
            spot_ja=squad.spot_ja,
            spot_en=squad.spot_en,
            places=squad.places,
        )
        for squad in shift.squads.all()
    )
    return copy


@transaction.atomic
def use_template(*, template: ShiftTemplate, day: dt.date, by: Person, event: Event | None = None) -> Shift:
    """A draft made from a template on the Tokyo day `day`."""
    shift = begin_shift(opens=False, event=event, **template.facts_on(day))
    rows = TemplateDemand.objects.filter(template=template).select_related("role")
    add_demands(shift, [Need(row.role, row.min_needed, row.capacity, row.overflow) for row in rows])
    return shift


@transaction.atomic
def open_event(*, event: Event, by: Person) -> list[Shift]:
    """Open every draft of an event, and show its page."""
    Event.objects.filter(pk=event.pk).update(is_public=True)
    return [open_shift(shift=shift, by=by) for shift in drafts_of(event)]


@transaction.atomic
def form_squads(*, shift: Shift, by: Person) -> int:
    """Seat everybody who has a place and no squad: parties together where they fit, then in the order of signing up;
    a new squad where all are full. Returns how many were seated."""
    lock_shift(shift)
    waiting = without_squad(shift)
    seated = 0
    for group in by_party(waiting):
        while group:
            squad, free = roomiest(shift, len(group))
            SquadMember.objects.bulk_create(SquadMember(squad=squad, signup=signup) for signup in group[:free])
            seated += len(group[:free])
            group = group[free:]
    return seated


def by_party(signups: Sequence[Signup]) -> list[list[Signup]]:
    """People of one party in one group; everybody else for themselves."""
    groups: dict[str, list[Signup]] = {}
    for signup in signups:
        key = f"party {signup.party_id}" if signup.party_id else f"alone {signup.pk}"
        groups.setdefault(key, []).append(signup)
    return list(groups.values())


def roomiest(shift: Shift, wanted: int) -> tuple[Squad, int]:
    """The first squad with room for `wanted`, else the one with most room, else a new one; with its free places."""
    lists = squads_of(shift)
    fitting = next((each for each in lists if each.free >= wanted), None)
    best = fitting or max(lists, key=lambda each: each.free, default=None)
    if best is not None and best.free:
        return best.squad, best.free
    number = len(lists) + 1
    squad = Squad.objects.create(shift=shift, name_ja=f"{number}班", name_en=f"Squad {number}")
    return squad, squad.places


@transaction.atomic
def move_to_squad(*, signup: Signup, squad: Squad, by: Person) -> SquadMember:
    """Seat somebody in another squad of the same shift. Raises Refused where it is full or another shift's."""
    lock_shift(signup.shift)
    lists = {each.squad.pk: each for each in squads_of(signup.shift)}
    if squad.pk not in lists:
        raise Refused(_("This squad belongs to another shift."))
    if signup not in lists[squad.pk].signups and not lists[squad.pk].free:
        raise Refused(_("This squad is full."))
    seat, _made = SquadMember.objects.update_or_create(signup=signup, defaults={"squad": squad})
    return seat


@transaction.atomic
def name_leader(*, squad: Squad, leader: Person | None, by: Person) -> Squad:
    """Somebody of the squad leads it; the squad learns the name. Raises Refused for somebody from outside."""
    lock_shift(squad.shift)
    members = {
        signup.person_id for each in squads_of(squad.shift) if each.squad.pk == squad.pk for signup in each.signups
    }
    if leader is not None and leader.pk not in members:
        raise Refused(_("The leader must stand in the squad."))
    squad.leader = leader
    squad.save(update_fields=["leader"])
    return squad
