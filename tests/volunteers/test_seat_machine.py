"""Whatever happens to seats in whatever order: never one too many, never one lost, nobody in two places."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.people.errors import Refused
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_shift, tokyo
from volunteers import actions, queries
from volunteers.models import (
    COMING,
    HOLDING,
    LIVE,
    TRANSITIONS,
    Demand,
    HandOver,
    Party,
    Shift,
    ShiftState,
    Signup,
    SignupEvent,
    Status,
)

PEOPLE, DEMANDS = 5, 3
BEGINS = tokyo(2027, 1, 2, 12)
who, where, anything = st.integers(0, PEOPLE - 1), st.integers(0, DEMANDS - 1), st.integers(0, 11)


class Seats(RuleBasedStateMachine):
    """Five people, a coordinator and the clock, over three demands: two shifts overlap, in one every place is asked for."""

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(BEGINS, tick=False)
        self.traveller = self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        place, self.boss = make_place(), make_person()
        shift = make_shift(start=tokyo(2027, 1, 9, 10), place=place, lead=self.boss)
        self.demands = [
            make_demand(shift=shift, capacity=2),
            make_demand(start=tokyo(2027, 1, 9, 11), place=place, capacity=2),
            make_demand(start=tokyo(2027, 1, 10, 10), place=place, capacity=3, overflow=Demand.Overflow.APPROVE),
        ]
        self.people = [make_person(birth_date=dt.date(1990, 1, 1)) for _ in range(PEOPLE)]
        for person in self.people[:3]:  # the first shift begins full, with somebody waiting
            actions.sign_up(person=person, demand=self.demands[0], by=person, wait=True)
        # A demand may hold more than its places only where somebody lowered them below what was taken.
        self.most = [demand.capacity for demand in self.demands]

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.clock.stop()

    def try_to(self, action, **kwargs):
        self.traveller.shift(dt.timedelta(seconds=1))  # no two things happen to one person in the same microsecond
        try:
            with transaction.atomic():
                return action(**kwargs)
        except Refused:
            return None

    def fresh(self, d):
        return Demand.objects.select_related("shift__place", "role").get(pk=self.demands[d].pk)

    def one_of(self, rows, pick):
        """One of what there is now: rules that seldom find anything prove nothing."""
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    def party(self, number, **fields):
        return self.one_of(Party.objects.filter(seats__in=Signup.objects.unnamed().live(), **fields).distinct(), number)

    @rule(first=who, d=where, several=st.integers(1, 3))
    def sign_up(self, first, d, several):
        for person in [*self.people, *self.people][first : first + several]:
            self.try_to(actions.sign_up, person=person, demand=self.fresh(d), by=person, wait=True)

    @rule(pick=anything)
    def withdraw(self, pick):
        if seat := self.one_of(Signup.objects.of_people().live(), pick):
            self.try_to(actions.withdraw, person=seat.person, shift=seat.shift, by=seat.person)

    @rule(pick=anything, action=st.sampled_from([actions.accept_offer, actions.decline_offer]))
    def answer(self, pick, action):
        if seat := self.one_of(Signup.objects.filter(status=Status.OFFERED), pick):
            self.try_to(action, person=seat.person, shift=seat.shift, by=seat.person)

    @rule(pick=anything, email=st.sampled_from(["", "friend@example.org"]))
    def offer_hand_over(self, pick, email):
        if seat := self.one_of(Signup.objects.of_people().filter(status=Status.CONFIRMED), pick):
            self.try_to(actions.offer_hand_over, person=seat.person, shift=seat.shift, by=seat.person, to_email=email)

    @rule(pick=anything, n=who)
    def take_over(self, pick, n):
        if found := self.one_of(HandOver.objects.filter(outcome=HandOver.Outcome.OPEN), pick):
            self.try_to(actions.take_over, hand_over=found, person=self.people[n], by=self.people[n])

    @rule(pick=anything, stop=st.booleans())
    def end_hand_over(self, pick, stop):
        found = self.one_of(HandOver.objects.filter(outcome=HandOver.Outcome.OPEN), pick)
        if found is not None and stop:
            person = found.signup.person
            self.try_to(actions.stop_hand_over, person=person, shift=found.signup.shift, by=person)
        elif found is not None:
            self.try_to(actions.decline_hand_over, hand_over=found)

    @rule(pick=anything, to=where)
    def change_places(self, pick, to):
        if seat := self.one_of(Signup.objects.of_people().filter(status=Status.CONFIRMED), pick):
            person = seat.person
            self.try_to(actions.change_places, person=person, shift=seat.shift, demand=self.fresh(to), by=person)

    @rule(
        n=who,
        d=where,
        seats=st.integers(2, 3),
        kind=st.sampled_from(["friends", "family"]),
        comes=st.sampled_from([True, True, False]),
    )
    def book_party(self, n, d, seats, kind, comes):
        captain = self.people[n]
        before = self.held(d)
        party = self.try_to(
            actions.book_party, captain=captain, demand=self.fresh(d), kind=kind, name="ともだち", seats=seats,
            by=captain, captain_comes=comes,
        )  # fmt: skip
        if party is not None:
            asked = self.demands[d].overflow == Demand.Overflow.APPROVE
            assert self.held(d) >= before + (0 if asked else seats)
            assert party.seats.filter(status__in=LIVE).count() == seats  # all or none

    @rule(n=who, number=st.integers(0, 3))
    def claim(self, n, number):
        if party := self.party(number):
            self.try_to(actions.claim_seat, party=party, person=self.people[n], by=self.people[n])

    @rule(number=st.integers(0, 3), years=st.integers(7, 19))
    def bring_child(self, number, years):
        if party := self.party(number, kind="family"):
            born = dt.date(2027 - years, 1, 1)
            self.try_to(actions.name_child, party=party, name="みなみ", birth_date=born, by=party.captain)

    @rule(number=st.integers(0, 3), few=st.integers(1, 2))
    def give_seats_back(self, number, few):
        if party := self.party(number):
            seats = list(Signup.objects.live().filter(party=party).order_by("-pk").values_list("pk", flat=True)[:few])
            self.try_to(actions.cancel_seats, party=party, seats=seats, by=party.captain)

    @rule(pick=anything)
    def approve(self, pick):
        if asked := self.one_of(Signup.objects.filter(status=Status.REQUESTED), pick):
            self.try_to(actions.approve, signup=asked, by=self.boss)

    @rule(pick=anything)
    def decline(self, pick):
        if asked := self.one_of(Signup.objects.filter(status=Status.REQUESTED), pick):
            self.try_to(actions.decline, signup=asked, by=self.boss, reason="満員です。")

    @rule(n=who, d=where)
    def assign(self, n, d):
        self.try_to(actions.assign, person=self.people[n], demand=self.fresh(d), by=self.boss)

    @rule(d=where)
    def put_first(self, d):
        last = Signup.objects.waiting().filter(demand=self.demands[d]).last()
        if last is not None:
            self.try_to(actions.put_first, signup=last, by=self.boss)

    @rule(d=where, capacity=st.integers(1, 3))
    def change_capacity(self, d, capacity):
        taken = self.held(d)
        self.try_to(actions.change_capacity, demand=self.demands[d], capacity=capacity, min_needed=1, by=self.boss)
        assert self.held(d) >= taken  # whoever holds a place is never dropped by a figure
        self.most[d] = max(capacity, taken)

    @rule(hours=st.integers(1, 12))
    def time_passes(self, hours):
        self.traveller.shift(dt.timedelta(hours=hours))
        actions.remind_captains()
        actions.release_unnamed()
        for demand in queries.demands_to_move(dt.datetime.now(dt.UTC)):
            actions.expire_offers(demand=demand)

    @rule(d=st.just(1), chance=st.integers(0, 15))
    def cancel_shift(self, d, chance):
        if chance == 13:
            self.try_to(actions.cancel_shift, shift=self.fresh(d).shift, by=self.boss, reason_ja="台風")

    def held(self, d):
        return Signup.objects.holding().filter(demand=self.demands[d]).count()

    @invariant()
    def never_a_seat_too_many(self):
        for d in range(DEMANDS):
            self.most[d] = max(self.fresh(d).capacity, min(self.most[d], self.held(d)))
            assert self.held(d) <= self.most[d]

    @invariant()
    def never_a_seat_lost(self):
        """Who is locked and waits is offered what is free; others are next when the sweep comes."""
        now = dt.datetime.now(dt.UTC)
        for demand in queries.demands_to_move(now):
            actions.expire_offers(demand=demand)
        for d in range(DEMANDS):
            demand = self.fresh(d)
            if demand.shift.state != ShiftState.OPEN or actions.waiting.offer_ends(demand.shift, now=now) is None:
                continue
            waiting = list(Signup.objects.waiting().filter(demand=demand).select_related("person"))
            could = [w for w in waiting if queries.standing_of(w.person, now=now).overlap(demand.shift) is None]
            assert not could or self.held(d) >= demand.capacity

    @invariant()
    def nobody_is_in_two_places(self):
        for person in self.people:
            mine = list(Signup.objects.holding().filter(person=person).order_by("period_start"))
            assert all(one.period_end <= other.period_start for one, other in itertools.pairwise(mine))
            live = list(Signup.objects.live().filter(person=person).values_list("shift", flat=True))
            assert len(live) == len(set(live))

    @invariant()
    def a_duty_lies_with_exactly_one_person(self):
        for hand_over in HandOver.objects.select_related("signup", "successor"):
            taken = hand_over.outcome == HandOver.Outcome.TAKEN
            assert taken == (hand_over.signup.status == Status.HANDED_OVER and hand_over.successor is not None)
            if hand_over.outcome == HandOver.Outcome.OPEN:
                assert hand_over.signup.status == Status.CONFIRMED

    @invariant()
    def seats_have_their_times_and_history_its_last_word(self):
        for signup in Signup.objects.select_related("shift__place"):
            steps = list(SignupEvent.objects.filter(signup=signup))
            assert steps[-1].to_status == signup.status
            assert all(
                step.to_status in TRANSITIONS[Status(step.from_status)] or step.from_status == step.to_status
                for step in steps[1:]
            )
            assert {name: getattr(signup, name) for name in signup.shift.times()} == signup.shift.times()
            assert (signup.offered_until is not None) or signup.status != Status.OFFERED

    @invariant()
    def released_parties_have_no_unnamed_seats_and_cancelled_shifts_no_people(self):
        released = Party.objects.filter(released_at__isnull=False)
        assert not Signup.objects.unnamed().filter(party__in=released, status__in=COMING | {Status.REQUESTED}).exists()
        cancelled = Shift.objects.filter(state=ShiftState.CANCELLED)
        assert not Signup.objects.filter(shift__in=cancelled, status__in=HOLDING).exists()


@pytest.mark.django_db
def test_no_order_of_events_oversells_or_loses_a_seat():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
