"""Many at once, on a database that really locks rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from campaigns.actions import answer_gathering, give
from campaigns.actions.refusals import GatheringFull
from campaigns.models import Donation, GatheringReply
from portal.payments.models import Payment
from tests.factories.campaigns import make_campaign, make_gathering, make_intent
from tests.factories.people import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(act, arguments: list) -> list:
    """Call `act` with each argument in a thread of its own; returns results in order."""

    def one(argument):
        try:
            return act(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(one, arguments))


def test_ten_clicks_on_give_are_one_gift_with_one_payment():
    campaign, intent = make_campaign(), make_intent()

    gifts = together(lambda _: give(campaign=campaign, page=None, intent=intent, nonce="n", by=None), [0] * 10)

    assert len({gift.pk for gift in gifts}) == Donation.objects.count() == Payment.objects.count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_twelve_people_and_five_places_at_a_gathering(turn):
    gathering = make_gathering(capacity=5)

    def say_yes(person) -> bool:
        try:
            answer_gathering(gathering=gathering, answer="yes", by=person)
        except GatheringFull:
            return False
        return True

    answers = together(say_yes, [make_person() for _ in range(12)])

    assert answers.count(True) == GatheringReply.objects.filter(answer="yes").count() == 5
