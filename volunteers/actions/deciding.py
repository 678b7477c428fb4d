"""Deciding about many requests at once, and giving somebody a place, with a line in the log for each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.log_actions import log

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Demand, Signup

from .asking import NONE, Overrides, approve, assign, decline


@dataclass
class Decided:
    """How many were decided, and why not the others: who, and the sentence."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def approve_many(*, signups: Iterable[Signup], by: Person, overrides: Overrides = NONE) -> Decided:
    """Say yes to each for itself: what a rule forbids for one keeps nobody else from a place."""
    decided = Decided()
    for signup in signups:
        try:
            with transaction.atomic():
                for confirmed in approve(signup=signup, by=by, overrides=overrides):
                    note_override("volunteers.approve", confirmed, by=by, overrides=overrides)
        except Refused as refusal:
            decided.refused.append((signup.who, refusal.sentence))
        else:
            decided.done += 1
    return decided


def decline_many(*, signups: Iterable[Signup], by: Person, reason: str) -> Decided:
    """Say no to each, for the same reason, which they read in the mail."""
    decided = Decided()
    for signup in signups:
        try:
            with transaction.atomic():
                for declined in decline(signup=signup, by=by, reason=reason):
                    log(declined.shift, "volunteers.decline", user=by, data={"who": declined.who, "reason": reason})
        except Refused as refusal:
            decided.refused.append((signup.who, refusal.sentence))
        else:
            decided.done += 1
    return decided


@transaction.atomic
def give_place(*, person: Person, demand: Demand, by: Person, overrides: Overrides = NONE) -> Signup:
    """Sign somebody up on their behalf. Raises what assign raises."""
    signup = assign(person=person, demand=demand, by=by, overrides=overrides)
    note_override("volunteers.assign", signup, by=by, overrides=overrides)
    return signup


def note_override(step: str, signup: Signup, *, by: Person, overrides: Overrides) -> None:
    """Who got a place, and which rules were set aside by name, and why."""
    last = signup.events.order_by("pk").last()
    rules = last.rule_overridden if last else ""
    reasons = {rule: overrides.get(rule, "") for rule in rules.split(",") if rule}  # type: ignore[call-overload]
    log(signup.shift, step, user=by, data={"who": signup.who, "set_aside": reasons})
