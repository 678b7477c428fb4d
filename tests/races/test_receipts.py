"""Numbers of receipts under real concurrency."""

import threading

import pytest
from django.db import connection

from campaigns.actions import issue_receipt, void_receipt
from campaigns.models import Donation
from campaigns.queries import receipt_paper
from portal.payments.models import Receipt, ReceiptLine, ReceiptSeries
from portal.people.errors import Refused
from tests.factories.campaigns import pay
from tests.factories.people import make_person
from tests.factories.receipts import make_issuer, make_wish

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quick_printing(monkeypatch):
    make_issuer()
    monkeypatch.setattr(receipt_paper, "render_pdf", lambda *args, **kwargs: b"%PDF")


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


def test_twenty_threads_issue_the_numbers_one_to_twenty():
    gifts = [make_wish() for _ in range(20)]

    raised = all_at_once(*[lambda gift=gift: issue_receipt(donation=gift) for gift in gifts])

    assert raised == []
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert ReceiptSeries.objects.get().last_number == 20


def test_ten_threads_for_one_gift_issue_one_receipt():
    gift = make_wish()

    raised = all_at_once(*[lambda: issue_receipt(donation=gift)] * 10)

    assert len(raised) == 9
    assert all(isinstance(error, Refused) for error in raised)
    assert Receipt.objects.get().number == 1


@pytest.mark.parametrize("round", range(5))
def test_a_refund_beside_the_issue_never_leaves_a_live_receipt(round):
    gift = make_wish()

    raised = all_at_once(lambda: issue_receipt(donation=gift), lambda: pay(gift, refunded=(5000,)))

    assert all(isinstance(error, Refused) for error in raised)
    assert not ReceiptLine.objects.filter(live=True).exists()


def test_a_refund_beside_a_cancellation_never_waits_for_ever():
    gift, staff = make_wish(), make_person()
    receipt = issue_receipt(donation=gift)

    raised = all_at_once(
        lambda: void_receipt(receipt=receipt, reason="誤り", by=staff),
        lambda: pay(Donation.objects.get(pk=gift.pk), refunded=(5000,)),
    )

    assert all(isinstance(error, Refused) for error in raised)
    assert Receipt.objects.get().state == "void"
