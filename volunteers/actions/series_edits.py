"""Editing a series: this date, this and all that follow, or all. What was shown before is what is done, or nothing."""

import copy
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Demand, SeriesDemand, SeriesException, Shift, ShiftSeries, Signup, StandingMember
from volunteers.queries.series import to_come
from volunteers.queries.series_plans import (
    Change,
    Effect,
    Need,
    effect_on_one,
    effects_of,
    endings,
    fingerprint,
    following,
)

from .demands import Wanted
from .locks import Held, lock
from .planning import cancel_shift, change_shift
from .recurring import lock_series, make_occurrences
from .telling import tell
from .telling_of_series import Gathered, Say


class PlanChanged(Refused):
    """Between looking and agreeing somebody signed up, or something else changed."""


@transaction.atomic
def start_series(*, series: ShiftSeries, needs: Sequence[Need], by: Person) -> ShiftSeries:
    """Save a new series with its needs and make its first dates."""
    series.save()
    write_needs(series, needs)
    make_occurrences(series=series)
    return series


@transaction.atomic
def change_series(
    *,
    series: ShiftSeries,
    change: Change,
    by: Person,
    since: dt.date | None = None,
    leave: Sequence[int] = (),
    shown: str = "",
    reason_ja: str = "",
    reason_en: str = "",
) -> ShiftSeries:
    """Change a series and the shifts to come that follow it; with `since`, from that day on: the series is cut in two.

    `leave` are shifts that stay as they are, `shown` the fingerprint of the plan that was agreed to. Returns the
    series that was changed: the second part of one that was cut. Raises PlanChanged where the plan is another by
    now, and what change_shift and cancel_shift raise; then nothing was changed.
    """
    now = timezone.now()
    series = lock_series(series)
    if since is not None:
        change = following(series, change, since=since, today=timezone.localdate(now))
    effects = effects_of(series, change, now=now, since=since, leave=leave)
    lock_all(effects, series)
    effects = effects_of(series, change, now=now, since=since, leave=leave)
    if shown and shown != fingerprint(effects):
        raise plan_changed()
    if since is not None and since > series.first_day:
        series = cut(series, since, [effect.shift.pk for effect in effects])
    write_series(series, change)
    gathered = Gathered()
    for effect in in_safe_order(effects):
        carry_out(effect, by=by, say=gathered, reason_ja=reason_ja, reason_en=reason_en)
    gathered.send(series)
    make_occurrences(series=series)
    return series


@transaction.atomic
def change_one_date(*, shift: Shift, change: Change, day: dt.date, by: Person, shown: str = "") -> Shift:
    """Change a single date of a series, which keeps its day in the rule. Raises what change_series raises."""
    now = timezone.now()
    shift = Shift.objects.select_related("series", "place", "lead").get(pk=shift.pk)
    if shift.series is not None:
        lock_series(shift.series)
    lock_all([effect_on_one(shift, change, day=day, now=now)], shift.series)
    effect = effect_on_one(shift, change, day=day, now=now)
    if shown and shown != fingerprint([effect]):
        raise plan_changed()
    carry_out(effect, by=by, say=tell)
    return effect.shift


def plan_changed() -> PlanChanged:
    return PlanChanged(_("Something changed since you looked. Please look at the list once more: nothing was saved."))


def lock_all(effects: Iterable[Effect], series: ShiftSeries | None) -> Held:
    """Everybody who has to do with these shifts or comes every time, then the shifts' demands: once, in one order."""
    keys = [effect.shift.pk for effect in effects]
    people = set(Signup.objects.live().filter(shift__in=keys, person__isnull=False).values_list("person", flat=True))
    people |= set(StandingMember.objects.filter(series=series).values_list("person", flat=True))
    return lock(people=people, demands=Demand.objects.filter(shift__in=keys).values_list("pk", flat=True))


def cut(series: ShiftSeries, since: dt.date, shifts: Sequence[int]) -> ShiftSeries:
    """A series of its own from `since` on, with the shifts, exceptions and standing members of those days."""
    last = since - dt.timedelta(days=1)
    rest = copy.copy(series)
    rest.pk, rest._state.adding, rest.follows, rest.created_at = None, True, series, timezone.now()
    rest.first_day = since
    rest.save()
    write_needs(rest, [])
    SeriesDemand.objects.bulk_create(
        SeriesDemand(
            series=rest, role_id=row.role_id, min_needed=row.min_needed, capacity=row.capacity, overflow=row.overflow
        )
        for row in SeriesDemand.objects.filter(series=series)
    )
    SeriesException.objects.filter(series=series, date__gte=since).update(series=rest)
    Shift.objects.filter(series=series, occurrence_date__gte=since).update(series=rest)
    for member in StandingMember.objects.filter(series=series).exclude(until__lt=since):
        StandingMember.objects.create(
            series=rest, role_id=member.role_id, person_id=member.person_id,
            since=max(member.since, since), until=member.until,
        )  # fmt: skip
        member.until = max(last, member.since - dt.timedelta(days=1))
        member.save(update_fields=["until"])
    series.last_day, series.count = last, None
    series.save(update_fields=["last_day", "count"])
    return rest


def write_series(series: ShiftSeries, change: Change) -> None:
    """The new facts and needs of a locked series."""
    for name, value in change.facts.items():
        setattr(series, name, value)
    series.save()
    if change.needs is not None:
        write_needs(series, change.needs)


def write_needs(series: ShiftSeries, needs: Iterable[Need]) -> None:
    """All needs of a series, anew."""
    SeriesDemand.objects.filter(series=series).delete()
    SeriesDemand.objects.bulk_create(
        SeriesDemand(
            series=series, role=need.role, min_needed=need.min_needed, capacity=need.capacity, overflow=need.overflow
        )
        for need in needs
    )


def in_safe_order(effects: Sequence[Effect]) -> list[Effect]:
    """First what is cancelled; then what moves later, the last first, and what moves earlier, the first first: so
    nobody stands in two places of the same series on the way."""
    cancelled = [effect for effect in effects if effect.kind == "cancel"]
    later = [effect for effect in effects if effect.kind != "cancel" and effect.after.start > effect.shift.start]
    rest = [effect for effect in effects if effect.kind != "cancel" and effect.after.start <= effect.shift.start]
    later.sort(key=lambda effect: effect.after.start, reverse=True)
    rest.sort(key=lambda effect: effect.after.start)
    return [*cancelled, *later, *rest]


def carry_out(effect: Effect, *, by: Person, say: Say, reason_ja: str = "", reason_en: str = "") -> None:
    """One shift, through the actions that tell people and calendars."""
    if effect.kind == "cancel":
        cancel_shift(shift=effect.shift, by=by, say=say, reason_ja=reason_ja, reason_en=reason_en)
    elif effect.kind != "keep":
        demands = None if effect.needs is None else wanted(effect.shift, effect.needs)
        change_shift(shift=effect.shift, changes=effect.changes, demands=demands, by=by, say=say)


def wanted(shift: Shift, needs: Iterable[Need]) -> list[Wanted]:
    """Needs as demands of a shift, under the keys of those that are there."""
    keys = dict(Demand.objects.filter(shift=shift).values_list("role", "pk"))
    return [
        Wanted(
            pk=keys.get(need.role.pk),
            role=need.role,
            min_needed=need.min_needed,
            capacity=need.capacity,
            overflow=need.overflow,
        )
        for need in needs
    ]


@transaction.atomic
def end_series(
    *, series: ShiftSeries, since: dt.date, by: Person, shown: str = "", reason_ja: str = "", reason_en: str = ""
) -> list[Shift]:
    """No date from `since` on: what is planned is cancelled, everybody is told, standing duties end."""
    series = lock_series(series)
    now = timezone.now()
    lock_all(endings(series, now=now, since=since), series)
    effects = endings(series, now=now, since=since)
    if shown and shown != fingerprint(effects):
        raise plan_changed()
    last = since - dt.timedelta(days=1)
    series.last_day, series.count = last, None
    series.save(update_fields=["last_day", "count"])
    for member in StandingMember.objects.filter(series=series).exclude(until__lt=since):
        member.until = max(last, member.since - dt.timedelta(days=1))
        member.save(update_fields=["until"])
    reasons: dict[str, Any] = {"reason_ja": reason_ja, "reason_en": reason_en}
    gathered = Gathered()
    cancelled = [cancel_shift(shift=effect.shift, by=by, say=gathered, **reasons) for effect in effects]
    gathered.send(series)
    return cancelled


@transaction.atomic
def leave_out(
    *, series: ShiftSeries, day: dt.date, by: Person, reason_ja: str = "", reason_en: str = ""
) -> Shift | None:
    """An exception (EXDATE): no shift on this day; the one that is planned is cancelled, and everybody is told."""
    series = lock_series(series)
    SeriesException.objects.get_or_create(series=series, date=day)
    shift = to_come(series, timezone.now()).filter(occurrence_date=day).first()
    if shift is None or shift.is_cancelled:
        return None
    return cancel_shift(shift=shift, by=by, reason_ja=reason_ja, reason_en=reason_en)
