"""Seats, waiting lists and offers: the numbered rules of the training design, one sentence each."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.training import make_edition, make_enrolment
from training import actions
from training.models import SEAT_HOLDING, TRANSITIONS, Edition, Enrolment, EnrolmentEvent, State

pytestmark = pytest.mark.django_db


def enrol(edition, person=None, **kwargs):
    person = person or make_person()
    return actions.enrol(edition=edition, person=person, by=person, **kwargs)


def in_hours(hours):
    return time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=False)


def mails_to(person):
    """The templates of what training wrote to this person, in order."""
    mails = OutgoingMail.objects.filter(key__startswith="course_").order_by("pk")
    return [mail.key.split(":")[0] for mail in mails if mail.to == [person.email]]


def assert_seats_true(edition):
    edition.refresh_from_db()
    assert edition.seats_taken == edition.enrolments.filter(state__in=SEAT_HOLDING).count()


# --- enrolling ------------------------------------------------------------------------------------


def test_a_free_edition_enrols_at_once_and_says_so_by_mail():
    edition = make_edition()

    enrolment = enrol(edition)

    assert (enrolment.state, enrolment.expires_at) == (State.ENROLLED, None)
    assert mails_to(enrolment.person) == ["course_enrolled"]
    assert_seats_true(edition)


def test_a_fee_makes_the_place_wait_for_its_money_for_a_day():
    edition = make_edition(fee_jpy=12_000, student_fee_jpy=6_000)

    with time_machine.travel(timezone.now(), tick=False):
        enrolment = enrol(edition, student=True)

        assert (enrolment.state, enrolment.fee_jpy) == (State.PENDING_PAYMENT, 6_000)
        assert enrolment.expires_at == timezone.now() + dt.timedelta(hours=24)
    assert_seats_true(edition)


def test_a_double_click_makes_one_enrolment():
    edition, person = make_edition(), make_person()

    first, second = enrol(edition, person), enrol(edition, person)

    assert first == second
    assert EnrolmentEvent.objects.count() == 1


def test_when_every_place_is_taken_people_wait():
    edition = make_edition(capacity=1)
    enrol(edition)

    waiting = enrol(edition)

    assert waiting.state == State.WAITLISTED
    assert mails_to(waiting.person) == ["course_waitlisted"]
    assert_seats_true(edition)


def test_overbooked_places_are_given_too():
    edition = make_edition(capacity=1, overbook=1)

    assert [enrol(edition).state for _person in range(3)] == [State.ENROLLED, State.ENROLLED, State.WAITLISTED]


def test_while_anyone_waits_new_people_wait():
    edition = make_edition(capacity=5)
    make_enrolment(edition, state=State.WAITLISTED)

    assert enrol(edition).state == State.WAITLISTED


@pytest.mark.parametrize(
    "overrides",
    [
        {"state": Edition.State.DRAFT},
        {"state": Edition.State.CANCELLED},
        {"state": Edition.State.FINISHED},
        {"enrol_from": timezone.now() + dt.timedelta(days=400), "enrol_until": timezone.now() + dt.timedelta(days=500)},
        {"enrol_from": timezone.now() - dt.timedelta(days=20), "enrol_until": timezone.now() - dt.timedelta(days=9)},
        {"starts_in_days": -0.05},
    ],
)
def test_nobody_enrols_outside_the_window(overrides):
    edition = make_edition(**overrides)

    with pytest.raises(actions.EnrolmentClosed):
        enrol(edition)
    assert Enrolment.objects.count() == 0


# --- rule 2: the waiting list ---------------------------------------------------------------------


def test_a_freed_place_is_offered_to_the_next_by_priority_then_time():
    edition = make_edition(capacity=1)
    holder = make_enrolment(edition)
    first = make_enrolment(edition, state=State.WAITLISTED)
    urgent = make_enrolment(edition, state=State.WAITLISTED, priority=1)

    actions.cancel_enrolment(enrolment=holder, by=holder.person)

    urgent.refresh_from_db()
    first.refresh_from_db()
    assert (urgent.state, first.state) == (State.OFFERED, State.WAITLISTED)
    assert mails_to(urgent.person) == ["course_offered"]
    assert_seats_true(edition)


def test_no_place_is_offered_once_enrolment_has_closed():
    edition = make_edition(capacity=1)
    holder, waiting = make_enrolment(edition), make_enrolment(edition, state=State.WAITLISTED)

    with time_machine.travel(edition.enrol_until, tick=False):
        actions.cancel_enrolment(enrolment=holder, by=holder.person)

    waiting.refresh_from_db()
    assert waiting.state == State.WAITLISTED


def test_no_place_is_offered_once_the_first_session_began():
    edition = make_edition(capacity=1, starts_in_days=5)
    holder, waiting = make_enrolment(edition), make_enrolment(edition, state=State.WAITLISTED)

    with time_machine.travel(edition.starts_at, tick=False):
        actions.cancel_enrolment(enrolment=holder, by=holder.person)
        actions.move_waiting_lists()

    waiting.refresh_from_db()
    assert waiting.state == State.LAPSED
    assert mails_to(waiting.person) == ["course_lapsed"]


def test_more_places_go_to_those_who_wait_at_once():
    edition, staff = make_edition(capacity=1), make_person()
    make_enrolment(edition)
    waiting = [make_enrolment(edition, state=State.WAITLISTED) for _person in range(3)]

    actions.change_capacity(edition=edition, capacity=3, by=staff)

    assert [Enrolment.objects.get(pk=one.pk).state for one in waiting] == [
        State.OFFERED,
        State.OFFERED,
        State.WAITLISTED,
    ]
    assert_seats_true(edition)


def test_capacity_never_falls_below_the_places_that_are_taken():
    edition, staff = make_edition(capacity=3), make_person()
    make_enrolment(edition), make_enrolment(edition)

    with pytest.raises(actions.CapacityTooSmall):
        actions.change_capacity(edition=edition, capacity=1, by=staff)
    edition.refresh_from_db()
    assert edition.capacity == 3


def test_the_database_itself_refuses_more_seats_than_places():
    edition = make_edition(capacity=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(seats_taken=2)


# --- rule 3: offers and holds ----------------------------------------------------------------------


def test_an_offer_ends_after_its_hours():
    edition = make_edition(capacity=1, offer_hours=48)
    holder, waiting = make_enrolment(edition), make_enrolment(edition, state=State.WAITLISTED)

    with time_machine.travel(timezone.now(), tick=False):
        actions.cancel_enrolment(enrolment=holder, by=holder.person)
        waiting.refresh_from_db()
        assert waiting.expires_at == timezone.now() + dt.timedelta(hours=48)


def test_an_offer_ends_when_enrolment_closes():
    edition = make_edition(capacity=1)
    holder, waiting = make_enrolment(edition), make_enrolment(edition, state=State.WAITLISTED)

    with time_machine.travel(edition.enrol_until - dt.timedelta(hours=3), tick=False):
        actions.cancel_enrolment(enrolment=holder, by=holder.person)

    waiting.refresh_from_db()
    assert waiting.expires_at == edition.enrol_until


def test_an_offer_ends_when_the_first_session_begins():
    now = timezone.now()
    edition = make_edition(capacity=1, starts_in_days=0.5, enrol_until=now + dt.timedelta(days=2))
    holder, waiting = make_enrolment(edition), make_enrolment(edition, state=State.WAITLISTED)

    actions.cancel_enrolment(enrolment=holder, by=holder.person)

    waiting.refresh_from_db()
    assert waiting.expires_at == edition.starts_at


def test_an_offer_that_nobody_takes_goes_to_the_next():
    edition = make_edition(capacity=1)
    offered = make_enrolment(edition, state=State.OFFERED)
    waiting = make_enrolment(edition, state=State.WAITLISTED)

    with in_hours(25):
        moved = actions.move_waiting_lists()

    offered.refresh_from_db()
    assert (moved, offered.state, offered.expires_at) == ([waiting], State.LAPSED, None)
    assert mails_to(offered.person) == ["course_lapsed"]
    assert_seats_true(edition)


def test_an_accepted_offer_is_a_place_and_a_second_click_changes_nothing():
    edition = make_edition(capacity=1)
    offered = make_enrolment(edition, state=State.OFFERED)

    first = actions.accept_offer(enrolment=offered, by=offered.person)
    second = actions.accept_offer(enrolment=offered, by=offered.person)

    assert (first.state, second.state) == (State.ENROLLED, State.ENROLLED)
    assert_seats_true(edition)


def test_an_offer_that_has_ended_cannot_be_accepted():
    offered = make_enrolment(make_edition(), state=State.OFFERED)

    with in_hours(25), pytest.raises(actions.NoLongerPossible):
        actions.accept_offer(enrolment=offered, by=offered.person)


def test_a_declined_offer_goes_to_the_next_in_the_same_transaction():
    edition = make_edition(capacity=1)
    offered = make_enrolment(edition, state=State.OFFERED)
    waiting = make_enrolment(edition, state=State.WAITLISTED)

    actions.decline_offer(enrolment=offered, by=offered.person)

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED
    assert_seats_true(edition)


def test_an_unpaid_place_lapses_after_its_day():
    edition = make_edition(fee_jpy=12_000, capacity=1)
    enrolment = enrol(edition)

    with in_hours(24.1):
        actions.move_waiting_lists()

    enrolment.refresh_from_db()
    assert enrolment.state == State.LAPSED
    assert_seats_true(edition)


def test_moving_the_lists_twice_moves_nothing_twice():
    edition = make_edition(capacity=1)
    make_enrolment(edition, state=State.OFFERED)
    make_enrolment(edition, state=State.WAITLISTED)
    with in_hours(25):
        actions.move_waiting_lists()
        events, mails = EnrolmentEvent.objects.count(), OutgoingMail.objects.count()

        assert actions.move_waiting_lists() == []

    assert (EnrolmentEvent.objects.count(), OutgoingMail.objects.count()) == (events, mails)


# --- rule 5: leaving and coming back ----------------------------------------------------------------


def test_cancelled_people_who_come_back_stand_at_the_end():
    edition = make_edition(capacity=1)
    make_enrolment(edition)
    first, second = enrol(edition), enrol(edition)

    actions.cancel_enrolment(enrolment=first, by=first.person)
    again = enrol(edition, first.person)

    assert list(edition.enrolments.waiting_in_order()) == [second, again]
    assert again != first


def test_cancelling_twice_is_cancelling_once():
    edition = make_edition()
    enrolment = make_enrolment(edition)

    actions.cancel_enrolment(enrolment=enrolment, by=enrolment.person)
    actions.cancel_enrolment(enrolment=enrolment, by=enrolment.person)

    assert mails_to(enrolment.person) == ["course_cancelled"]
    assert_seats_true(edition)


def test_a_course_that_is_over_cannot_be_left():
    enrolment = make_enrolment(make_edition(starts_in_days=-9))

    with pytest.raises(actions.NoLongerPossible):
        actions.cancel_enrolment(enrolment=enrolment, by=enrolment.person)


# --- approval ---------------------------------------------------------------------------------------


def test_where_staff_approve_people_ask_first():
    edition, staff = make_edition(needs_approval=True, fee_jpy=5_000), make_person()

    asked = enrol(edition)
    approved = actions.approve(enrolment=asked, by=staff)

    assert (asked.state, approved.state) == (State.REQUESTED, State.PENDING_PAYMENT)
    assert mails_to(asked.person) == ["course_to_pay"]
    assert_seats_true(edition)


def test_an_approved_person_waits_where_every_place_is_taken():
    edition, staff = make_edition(needs_approval=True, capacity=1), make_person()
    make_enrolment(edition)

    assert actions.approve(enrolment=enrol(edition), by=staff).state == State.WAITLISTED


def test_a_rejected_person_is_told_and_holds_nothing():
    edition, staff = make_edition(needs_approval=True), make_person()

    rejected = actions.reject(enrolment=enrol(edition), by=staff, reason="定員の都合です。")

    assert rejected.state == State.REJECTED
    assert mails_to(rejected.person) == ["course_rejected"]
    with pytest.raises(actions.NoLongerPossible):
        actions.approve(enrolment=rejected, by=staff)


# --- the table --------------------------------------------------------------------------------------


def test_every_state_stands_in_the_table_and_every_change_is_written_down():
    edition, staff = make_edition(capacity=1, needs_approval=True), make_person()
    enrolment = enrol(edition)
    actions.approve(enrolment=enrolment, by=staff)
    actions.cancel_enrolment(enrolment=enrolment, by=staff, reason="講師の都合")

    assert set(TRANSITIONS) == {None, *State}
    assert [(e.from_state, e.to_state, e.actor) for e in enrolment.events.all()] == [
        ("", State.REQUESTED, enrolment.person),
        (State.REQUESTED, State.ENROLLED, staff),
        (State.ENROLLED, State.CANCELLED, staff),
    ]
    assert enrolment.events.last().reason == "講師の都合"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": State.OFFERED, "expires_at": None}, "only_offers_and_unpaid_places_expire"),
        ({"state": State.ENROLLED, "expires_at": timezone.now()}, "only_offers_and_unpaid_places_expire"),
        ({"state": State.WAITLISTED, "waitlisted_at": None}, "who_waits_has_waited_since"),
        ({"refund_due": True, "paid_at": None}, "refund_is_due_only_for_money_that_came"),
    ],
)
def test_the_database_knows_what_one_enrolment_can_know(fields, constraint):
    enrolment = make_enrolment(make_edition())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(**fields)


def test_a_person_has_one_live_enrolment_per_edition():
    enrolment = make_enrolment(make_edition())

    with pytest.raises(IntegrityError), transaction.atomic():
        make_enrolment(enrolment.edition, person=enrolment.person, state=State.WAITLISTED)


# --- editions ---------------------------------------------------------------------------------------


def test_a_cancelled_edition_tells_everybody_and_frees_every_seat():
    edition, staff = make_edition(capacity=2), make_person()
    paid = make_enrolment(edition, paid_at=timezone.now(), fee_jpy=12_000)
    offered = make_enrolment(edition, state=State.OFFERED)
    waiting = make_enrolment(edition, state=State.WAITLISTED)

    actions.cancel_edition(edition=edition, by=staff, reason="台風のため")

    states = [Enrolment.objects.get(pk=one.pk).state for one in (paid, offered, waiting)]
    assert states == [State.CANCELLED] * 3
    assert [mails_to(one.person) for one in (paid, offered, waiting)] == [["course_cancelled"]] * 3
    assert Enrolment.objects.get(pk=paid.pk).refund_due is True
    edition.refresh_from_db()
    assert (edition.state, edition.seats_taken) == (Edition.State.CANCELLED, 0)


def test_an_edition_without_sessions_is_not_published():
    edition, staff = make_edition(state=Edition.State.DRAFT, sessions=0), make_person()

    with pytest.raises(actions.NoLongerPossible):
        actions.publish_edition(edition=edition, by=staff)


def test_an_edition_is_finished_only_after_its_last_session():
    edition, staff = make_edition(), make_person()

    with pytest.raises(actions.NoLongerPossible):
        actions.finish_edition(edition=edition, by=staff)
    with time_machine.travel(edition.ends_at, tick=False):
        assert actions.finish_edition(edition=edition, by=staff).state == Edition.State.FINISHED


def test_seats_change_only_inside_a_transaction_that_holds_the_lock(transactional_db):
    from training.actions.seats import lock_edition

    with pytest.raises(RuntimeError):
        lock_edition(make_edition().pk)
