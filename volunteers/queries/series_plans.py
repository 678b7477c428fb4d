"""What an edit of a series would do to each of its shifts, and to whom: shown first, and done only then."""

import copy
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from portal.people.models import Person
from volunteers.models import Demand, Role, SeriesDemand, Shift, ShiftSeries, Signup
from volunteers.models.patterns import WORDS
from volunteers.models.recurrence import parts_of

from .obstacles import too_near
from .series import to_come
from .series_days import new_days
from .standing import Standing, standing_of

TIMES = ("report_at", "start", "end")


@dataclass(frozen=True)
class Need:
    """How many people a role shall need and take."""

    role: Role
    min_needed: int
    capacity: int
    overflow: str

    @property
    def figures(self) -> tuple[int, int, str]:
        return self.min_needed, self.capacity, self.overflow


@dataclass(frozen=True)
class Change:
    """What a series shall be: new facts by the names of its fields, and all its needs (None: as they are)."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[Need, ...] | None = None


@dataclass(frozen=True)
class Effect:
    """What happens to one shift. `after` is the shift as it would be; `kept` names what it has of its own and keeps."""

    shift: Shift
    after: Shift
    kind: str  # change, move, cancel, keep
    changes: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[Need, ...] | None = None
    kept: tuple[str, ...] = ()
    signups: tuple[Signup, ...] = ()
    clashing: tuple[Person, ...] = ()

    @property
    def people(self) -> list[Person]:
        """Everybody who has a place, waits, or is offered one."""
        return [signup.person for signup in self.signups if signup.person]

    @property
    def tells(self) -> bool:
        """Whether people get mail about it."""
        return self.kind == "cancel" or any(name in self.changes for name in (*TIMES, "place"))


def changed_copy(series: ShiftSeries, change: Change) -> ShiftSeries:
    """The series as it would be; not saved."""
    after = copy.copy(series)
    for name, value in change.facts.items():
        setattr(after, name, value)
    return after


def effects_of(
    series: ShiftSeries, change: Change, *, now: dt.datetime, since: dt.date | None = None, leave: Sequence[int] = ()
) -> list[Effect]:
    """The effects on every shift to come from the day `since` of the series on; those in `leave` stay as they are."""
    after = changed_copy(series, change)
    shifts = [shift for shift in to_come(series, now).select_related("place", "lead") if not shift.is_cancelled]
    touched = [shift for shift in shifts if since is None or (shift.occurrence_date or shift.day) >= since]
    days = new_days(series, after, touched, since=since, now=now)
    needs_before = needs_of(series)
    found = [
        leave_alone(shift)
        if shift.pk in leave
        else effect_on(shift, series, after, days[shift.pk], needs_before, change.needs)
        for shift in touched
    ]
    return with_people(found, now=now)


def endings(series: ShiftSeries, *, now: dt.datetime, since: dt.date) -> list[Effect]:
    """What ending a series cancels: every shift to come from the day `since` of the series on."""
    shifts = to_come(series, now).filter(occurrence_date__gte=since).select_related("place")
    return with_people([Effect(shift, shift, "cancel") for shift in shifts if not shift.is_cancelled], now=now)


def effect_on(
    shift: Shift,
    before: ShiftSeries,
    after: ShiftSeries,
    day: dt.date | None,
    needs_before: Sequence[Need],
    needs: tuple[Need, ...] | None,
) -> Effect:
    """One shift goes along with its series where it was as the series said; what it has of its own it keeps."""
    if day is None:
        return Effect(shift, shift, "cancel")
    old = before.facts_on(shift.occurrence_date or shift.day)
    new = after.facts_on(day)
    changes, kept = followed(shift, old, new)
    if day != shift.occurrence_date:
        changes["occurrence_date"] = day
    wanted = None if needs is None else needs_on(shift, needs_before, needs)
    kind = kind_of(changes, wanted)
    return Effect(shift, changed_shift(shift, changes), kind, changes=changes, needs=wanted, kept=kept)


def effect_on_one(shift: Shift, change: Change, *, day: dt.date, now: dt.datetime) -> Effect:
    """A single date gets the facts and needs of `change` on `day`, as its own; its day in the series stays."""
    pattern = changed_copy(shift.series or ShiftSeries(), change)
    new = pattern.facts_on(day)
    changes = {name: value for name, value in new.items() if getattr(shift, name) != value}
    needs = None
    if change.needs is not None:
        have = {need.role.pk: need.figures for need in needs_of(shift)}
        needs = None if have == {need.role.pk: need.figures for need in change.needs} else change.needs
    effect = Effect(shift, changed_shift(shift, changes), kind_of(changes, needs), changes=changes, needs=needs)
    return with_people([effect], now=now)[0]


def kind_of(changes: Mapping[str, Any], needs: tuple[Need, ...] | None) -> str:
    """`move` where time or place is another, `change` where anything else is, else `keep`."""
    if any(name in changes for name in (*TIMES, "place")):
        return "move"
    return "change" if changes or needs is not None else "keep"


def followed(shift: Shift, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Which facts the shift takes over, and which it keeps of its own. Its three times go together."""
    changes: dict[str, Any] = {}
    kept: list[str] = []
    for name in WORDS:
        if old[name] != new[name]:
            if getattr(shift, name) == old[name]:
                changes[name] = new[name]
            elif getattr(shift, name) != new[name]:
                kept.append(name)
    if any(old[name] != new[name] for name in TIMES):
        if all(getattr(shift, name) == old[name] for name in TIMES):
            changes |= {name: new[name] for name in TIMES if old[name] != new[name]}
        elif any(getattr(shift, name) != new[name] for name in TIMES):
            kept.append("start")
    return changes, tuple(kept)


def changed_shift(shift: Shift, changes: Mapping[str, Any]) -> Shift:
    """The shift as it would be; not saved."""
    after = copy.copy(shift)
    for name, value in changes.items():
        setattr(after, name, value)
    return after


def leave_alone(shift: Shift) -> Effect:
    """A shift that the coordinator takes out of the edit."""
    return Effect(shift, shift, "keep", kept=("all",))


def needs_of(pattern: ShiftSeries | Shift) -> list[Need]:
    """The needs of a series or a shift as they are."""
    rows = Demand.objects.filter(shift=pattern) if isinstance(pattern, Shift) else of_series(pattern)
    return [Need(row.role, row.min_needed, row.capacity, row.overflow) for row in rows.select_related("role")]


def of_series(series: ShiftSeries) -> QuerySet[Any]:
    return SeriesDemand.objects.filter(series=series)


def needs_on(shift: Shift, before: Sequence[Need], after: Sequence[Need]) -> tuple[Need, ...] | None:
    """What the shift shall need; None where that is what it needs already.

    A figure that was changed for this shift alone stays; a role that people signed up for stays too.
    """
    old, new = {need.role.pk: need for need in before}, {need.role.pk: need for need in after}
    have = {need.role.pk: need for need in needs_of(shift)}
    in_use = set(Demand.objects.filter(shift=shift, signups__isnull=False).values_list("role", flat=True))
    wanted: dict[int, Need] = {}
    for pk, need in have.items():
        own = pk not in old or old[pk].figures != need.figures
        if own or (pk not in new and pk in in_use):
            wanted[pk] = need
        elif pk in new:
            wanted[pk] = new[pk]
    wanted |= {pk: need for pk, need in new.items() if pk not in have and pk not in old}
    same = {pk: need.figures for pk, need in wanted.items()} == {pk: need.figures for pk, need in have.items()}
    return None if same or not wanted else tuple(wanted.values())


def following(series: ShiftSeries, change: Change, *, since: dt.date, today: dt.date) -> Change:
    """The change for the part of a series that begins with its day `since`, once the series is cut in two there.

    With another rule the new part begins with the week (or month) of `since`, so that its first shift can move back
    within it; what was to happen a number of times happens what is left of it.
    """
    facts = dict(change.facts)
    facts.setdefault("first_day", since)
    after = changed_copy(series, change)
    if after.rule != series.rule:
        monthly = parts_of(after.rule)["FREQ"] == "MONTHLY"
        begins = since.replace(day=1) if monthly else since - dt.timedelta(days=since.weekday())
        before = Shift.objects.filter(series=series, occurrence_date__lt=since).order_by("-occurrence_date").first()
        gone = (before.occurrence_date or before.day) + dt.timedelta(days=1) if before else begins
        facts["first_day"] = max(begins, gone, min(today, since))
    if series.count and after.count == series.count:
        facts["count"] = max(series.count - len(series.days_until(since - dt.timedelta(days=1))), 1)
    return Change(facts=facts, needs=change.needs)


def with_people(effects: list[Effect], *, now: dt.datetime) -> list[Effect]:
    """The effects with everybody concerned, and who of them would be in two places."""
    keys = [effect.shift.pk for effect in effects if effect.kind != "keep"]
    rows = Signup.objects.live().filter(shift__in=keys, person__isnull=False).select_related("person", "demand__role")
    by_shift: dict[int, list[Signup]] = {}
    for signup in rows.order_by("created_at", "pk"):
        by_shift.setdefault(signup.shift_id, []).append(signup)
    later = {effect.shift.pk: effect.after for effect in effects if effect.kind == "move"}
    standings: dict[int, Standing] = {}
    found = []
    for effect in effects:
        signups = tuple(by_shift.get(effect.shift.pk, ()))
        clashing: tuple[Person, ...] = ()
        if effect.kind == "move":
            clashing = tuple(who_clashes(effect.after, signups, later, standings, now=now))
        found.append(replace(effect, signups=signups, clashing=clashing))
    return found


def who_clashes(
    after: Shift,
    signups: Sequence[Signup],
    later: Mapping[int, Shift],
    standings: dict[int, Standing],
    *,
    now: dt.datetime,
) -> list[Person]:
    """People with a place in `after` who have another one then; shifts that move too count where they move to."""
    clashing = []
    for signup in signups:
        person = signup.person
        if person is None or not signup.holds_a_place:
            continue
        standing = standings.setdefault(person.pk, standing_of(person, now=now))
        others = [
            later.get(other.shift_id, other.shift)
            for other in standing.signups
            if other.holds_a_place and other.shift_id != after.pk
        ]
        if any(too_near(other, after) for other in others):
            clashing.append(person)
    return clashing


def fingerprint(effects: Sequence[Effect]) -> str:
    """Tells whether what was shown is what would be done: shifts, what happens to them, and to whom."""
    shown = [
        (effect.shift.pk, effect.kind, str(effect.after.start), sorted(person.pk for person in effect.people))
        for effect in effects
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:24]
