"""The transition table, walked at random, and the one module that writes states."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand
from volunteers.actions.steps import NoSuchStep, begin, move, move_shift
from volunteers.models import (
    CALENDAR_STATE,
    HOLDING,
    INITIAL,
    LIVE,
    SHIFT_TRANSITIONS,
    TRANSITIONS,
    ShiftState,
    SignupEvent,
    Status,
)

# volunteering.md, "States", word for word, and the undo of a mark: a check-in goes back until the list is closed.
DESIGN = {
    "requested": {"confirmed", "declined"},
    "waitlisted": {"offered"},
    "offered": {"confirmed", "expired"},
    "confirmed": {"checked_in", "no_show", "handed_over"},
    "checked_in": {"attended", "confirmed"},
    "no_show": {"confirmed"},
}
CANCELLED = {"cancelled_by_volunteer", "cancelled_by_team"}
CAN_BE_CANCELLED = {"requested", "waitlisted", "offered", "confirmed", "checked_in"}


def test_the_table_is_the_one_of_the_design():
    expected = {
        status: DESIGN.get(status, set()) | (CANCELLED if status in CAN_BE_CANCELLED else set())
        for status in Status.values
    }
    assert {str(status): {str(to) for to in ways} for status, ways in TRANSITIONS.items()} == expected


def test_what_holds_a_place_is_live_and_what_is_over_leads_nowhere():
    assert HOLDING < LIVE
    for status in set(Status) - LIVE:
        assert TRANSITIONS[status] == frozenset()


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from(list(Status)), walk=st.lists(st.sampled_from(list(Status)), max_size=8))
def test_any_walk_follows_the_table_and_leaves_its_record(first, walk):
    demand, person, now = make_demand(), make_person(), timezone.now()
    fields = {"waitlisted_at": now} if first == Status.WAITLISTED else {}
    if first not in INITIAL:
        with pytest.raises(NoSuchStep):
            begin(demand, person, first, by=person, now=now, **fields)
        return
    signup = begin(demand, person, first, by=person, now=now, **fields)
    here, way, sequence = first, [first], 0
    for step in walk:
        if step in TRANSITIONS[here]:
            move(signup, step, by=person, now=now, **({"offered_until": now} if step == Status.OFFERED else {}))
            sequence += CALENDAR_STATE.get(here) != CALENDAR_STATE.get(step)
            here = step
            way.append(step)
        else:
            with pytest.raises(NoSuchStep):
                move(signup, step, by=person, now=now)
    signup.refresh_from_db()
    assert signup.status == here
    assert signup.calendar_sequence == sequence
    steps = SignupEvent.objects.filter(signup=signup)
    assert [event.to_status for event in steps] == way
    assert [event.from_status for event in steps] == ["", *way[:-1]]


@pytest.mark.django_db
@pytest.mark.parametrize("here", list(ShiftState))
@pytest.mark.parametrize("to", list(ShiftState))
def test_a_shift_follows_its_table(here, to):
    shift = make_demand(state=here).shift
    if to in SHIFT_TRANSITIONS[here]:
        assert move_shift(shift, to).state == to
    else:
        with pytest.raises(NoSuchStep):
            move_shift(shift, to)


def writes_a_state(node: ast.AST) -> bool:
    """`x.status = …`, `x.state = …`, or `.update(status=…)`."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr in {"status", "state"} for target in node.targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"update", "create"}:
        return any(keyword.arg in {"status", "state", "to_status"} for keyword in node.keywords)
    return False


def test_no_other_module_writes_a_state():
    writers = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for path in Path(settings.BASE_DIR, "volunteers").rglob("*.py")
        if any(writes_a_state(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert writers == {"volunteers/actions/steps.py"}
