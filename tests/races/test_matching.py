"""A sponsor's cap, two confirming colleagues and a moved gift under real concurrency."""

import threading

import pytest
from django.db import connection

from campaigns.actions import confirm_offline_gift, reassign_gift
from campaigns.models import Donation
from campaigns.queries import totals
from campaigns.queries.matching import used_jpy
from portal.payments.models import LedgerEntry, Payment
from portal.people.errors import Refused
from tests.factories.campaigns import make_donation, make_page, make_race, pay
from tests.factories.offline import make_offline, make_pledge
from tests.factories.people import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def all_at_once(*jobs) -> list[BaseException]:
    """Run every job in a thread of its own, released together; what they raised."""
    gate, raised = threading.Barrier(len(jobs)), []

    def work(job) -> None:
        try:
            gate.wait()
            job()
        except Exception as error:  # noqa: BLE001  # the test judges what was raised
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_gifts_that_come_at_once_never_pass_the_cap_and_use_it_up():
    """Twenty rounds of eight: a cap of ¥17,000 takes three gifts of ¥5,000 and ¥2,000 of a fourth."""
    campaign = make_race().campaign
    for _round in range(20):
        pledge = make_pledge(campaign=campaign, cap_jpy=17_000)
        gifts = [make_donation(to=campaign, gift_jpy=5000) for _ in range(8)]

        raised = all_at_once(*[lambda gift=gift: pay(gift) for gift in gifts])

        assert raised == []
        lines = LedgerEntry.objects.filter(kind="match", payment__match__pledge=pledge)
        assert sorted(lines.values_list("amount_jpy", flat=True)) == [2000, 5000, 5000, 5000]
        pledge.is_active = False
        pledge.save()


def test_refunds_beside_new_gifts_never_pass_the_cap():
    campaign = make_race().campaign
    pledge = make_pledge(campaign=campaign, cap_jpy=10_000)
    early = [make_donation(to=campaign, gift_jpy=5000) for _ in range(2)]
    for gift in early:
        pay(gift)
    for _round in range(5):
        late = [make_donation(to=campaign, gift_jpy=5000) for _ in range(4)]

        raised = all_at_once(
            *[lambda gift=gift: pay(gift, refunded=(5000,)) for gift in early],
            *[lambda gift=gift: pay(gift) for gift in late],
        )

        assert raised == []
        assert 0 <= used_jpy(pledge) <= pledge.cap_jpy
        early = [Donation.objects.get(payment=line) for line in _matched(pledge)]


def _matched(pledge) -> list[Payment]:
    lines = LedgerEntry.objects.filter(kind="match", payment__match__pledge=pledge)
    sums: dict = {}
    for payment, yen in lines.values_list("payment", "amount_jpy"):
        sums[payment] = sums.get(payment, 0) + yen
    return [payment for payment, yen in sums.items() if yen > 0]


def test_colleagues_who_confirm_at_once_write_one_gift():
    for _round in range(10):
        gift, people = make_offline(), [make_person() for _ in range(4)]

        raised = all_at_once(*[lambda gift=gift, who=who: confirm_offline_gift(gift=gift, by=who) for who in people])

        assert len(raised) == 3
        assert all(isinstance(error, Refused) for error in raised)
        gift.refresh_from_db()
        assert LedgerEntry.objects.filter(payment=gift.donation.payment).count() == 1


def test_a_gift_that_is_moved_while_money_goes_back_stands_on_one_page():
    race, staff = make_race(), make_person()
    one, two = make_page(race=race), make_page(race=race)
    for _round in range(10):
        gift = make_donation(to=one, gift_jpy=5000)
        pay(gift)

        def move(gift=gift) -> None:
            reassign_gift(donation=gift, campaign=race.campaign, page=two, reason="x", tell_donor=False, by=staff)

        raised = all_at_once(move, move, lambda gift=gift: pay(gift, refunded=(2000,)))

        assert len(raised) == 1
        assert isinstance(raised[0], Refused)
    assert (totals(one).raised_jpy, totals(two).raised_jpy) == (0, 30_000)
