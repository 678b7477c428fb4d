"""Real threads on PostgreSQL: no race gives a seat twice, or loses one."""

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories.people import make_person
from tests.factories.training import make_edition, make_enrolment
from training import actions
from training.models import SEAT_HOLDING, State

ROUNDS = 5
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def all_at_once(calls):
    """Run every call in its own thread and connection, released together; returns results or exceptions."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=20)
            return call()
        except Exception as problem:  # noqa: BLE001  # handed to the test, which fails on it
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def in_rounds(test):
    """Repeat a race inside one test: emptying every table between tests is what costs time."""

    @functools.wraps(test)
    def repeated(*args, **kwargs):
        for _round in range(ROUNDS):
            test(*args, **kwargs)

    return repeated


def problems(results):
    return [result for result in results if isinstance(result, Exception)]


def assert_seats_true(edition):
    edition.refresh_from_db()
    assert edition.seats_taken == edition.enrolments.filter(state__in=SEAT_HOLDING).count()
    assert edition.seats_taken <= edition.places


@pytest.mark.parametrize("fee", [0, 12_000])
@in_rounds
def test_of_thirty_people_exactly_five_get_the_five_seats(fee):
    edition = make_edition(capacity=5, fee_jpy=fee)
    people = [make_person() for _number in range(30)]

    results = all_at_once([lambda p=person: actions.enrol(edition=edition, person=p, by=p) for person in people])

    assert problems(results) == []
    assert edition.enrolments.holding_a_seat().count() == 5
    assert edition.enrolments.filter(state=State.WAITLISTED).count() == 25
    assert_seats_true(edition)


@in_rounds
def test_ten_clicks_of_one_person_make_one_enrolment():
    edition, person = make_edition(capacity=5), make_person()

    results = all_at_once([lambda: actions.enrol(edition=edition, person=person, by=person)] * 10)

    assert problems(results) == []
    assert edition.enrolments.count() == 1
    assert_seats_true(edition)


@in_rounds
def test_every_place_that_is_given_back_reaches_exactly_one_person_who_waits():
    edition = make_edition(capacity=5)
    holders = [make_enrolment(edition) for _number in range(5)]
    for _number in range(8):
        make_enrolment(edition, state=State.WAITLISTED)
    newcomers = [make_person() for _number in range(5)]

    results = all_at_once(
        [lambda e=one: actions.cancel_enrolment(enrolment=e, by=e.person) for one in holders]
        + [lambda p=person: actions.enrol(edition=edition, person=p, by=p) for person in newcomers]
        + [lambda: actions.catch_up(edition_id=edition.pk)] * 2
    )

    assert problems(results) == []
    assert edition.enrolments.filter(state=State.OFFERED).count() == 5
    assert edition.enrolments.filter(state=State.WAITLISTED).count() == 8
    assert_seats_true(edition)


@in_rounds
def test_an_offer_is_accepted_or_passed_on_never_both():
    edition = make_edition(capacity=1)
    offered = make_enrolment(edition, state=State.OFFERED)
    waiting = make_enrolment(edition, state=State.WAITLISTED)

    all_at_once(
        [
            lambda: actions.accept_offer(enrolment=offered, by=offered.person),
            lambda: actions.decline_offer(enrolment=offered, by=offered.person),
            lambda: actions.change_capacity(edition=edition, capacity=1, by=offered.person),
        ]
    )

    offered.refresh_from_db()
    waiting.refresh_from_db()
    assert (offered.state, waiting.state) in [
        (State.ENROLLED, State.WAITLISTED),
        (State.DECLINED, State.OFFERED),
    ]
    assert_seats_true(edition)
