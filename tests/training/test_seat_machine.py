"""Whatever happens in whatever order: seats_taken is the number of enrolments that hold a seat."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.people.errors import Refused
from tests.factories.people import make_person
from tests.factories.training import make_edition
from training import actions
from training.models import SEAT_HOLDING, TIMED, Edition, Enrolment, EnrolmentEvent, State

PEOPLE = 5
who = st.integers(0, PEOPLE - 1)


class Seats(RuleBasedStateMachine):
    """Five people, staff and the clock, over one edition with two places."""

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.traveller = self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.edition = make_edition(capacity=2, fee_jpy=1_000, student_fee_jpy=0, offer_hours=6, starts_in_days=6)
        self.people = [make_person() for _number in range(PEOPLE)]
        self.staff = make_person()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.clock.stop()

    def try_to(self, action, **kwargs):
        try:
            with transaction.atomic():
                action(**kwargs)
        except Refused:
            pass

    def live(self, n):
        return self.edition.enrolments.live().filter(person=self.people[n]).first()

    @rule(n=who, student=st.booleans())
    def enrol(self, n, student):
        person = self.people[n]
        self.try_to(actions.enrol, edition=self.edition, person=person, by=person, student=student)

    @rule(
        n=who,
        action=st.sampled_from(
            [actions.cancel_enrolment, actions.accept_offer, actions.decline_offer, actions.put_first]
        ),
    )
    def act(self, n, action):
        if enrolment := self.live(n):
            self.try_to(action, enrolment=enrolment, by=enrolment.person)

    @rule(capacity=st.integers(1, 4), overbook=st.integers(0, 1))
    def change_capacity(self, capacity, overbook):
        self.try_to(actions.change_capacity, edition=self.edition, capacity=capacity, overbook=overbook, by=self.staff)

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours):
        self.traveller.shift(dt.timedelta(hours=hours))
        actions.move_waiting_lists()

    @invariant()
    def seats_taken_is_true(self):
        edition = Edition.objects.get(pk=self.edition.pk)
        assert edition.seats_taken == edition.enrolments.filter(state__in=SEAT_HOLDING).count() <= edition.places

    @invariant()
    def nobody_waits_while_an_open_edition_has_a_place(self):
        edition, now = Edition.objects.get(pk=self.edition.pk), timezone.now()
        if edition.places_left and now < edition.enrol_until and not edition.has_begun(now):
            assert not edition.enrolments.filter(state=State.WAITLISTED).exists()

    @invariant()
    def holds_have_their_end_and_history_its_last_word(self):
        for enrolment in Enrolment.objects.filter(edition=self.edition):
            assert (enrolment.expires_at is not None) == (enrolment.state in TIMED)
            assert EnrolmentEvent.objects.filter(enrolment=enrolment).last().to_state == enrolment.state


@pytest.mark.django_db
def test_no_order_of_events_breaks_the_count_of_seats():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=25, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
