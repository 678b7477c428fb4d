"""Events: made from templates or from an earlier event, opened when they are right. Nobody is copied."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Event, Shift, ShiftTemplate, Squad, TemplateDemand
from volunteers.queries.events import clone_plan, drafts_of, moved
from volunteers.queries.series_plans import Need, needs_of

from .planning import open_shift
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
