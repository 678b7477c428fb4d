"""Cash and transfers: two people, evidence, the ledger, and corrections by reversing lines only (money.md 50)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.actions import (
    confirm_offline_gift,
    enter_offline_gift,
    issue_receipt,
    reject_offline_gift,
    reverse_offline_gift,
)
from campaigns.actions.refusals import AlreadyDecided, NeedsSecondPerson, NotInTheBooks, NotYetReceived
from campaigns.models import Donation, OfflineGift
from campaigns.queries import totals
from campaigns.queries.register import register_rows
from portal.mail.models import OutgoingMail
from portal.payments.actions.comparing import drift
from portal.payments.models import LedgerEntry, Payment, Receipt
from portal.payments.queries import balance
from portal.payments.received import House
from tests.factories.campaigns import make_page
from tests.factories.offline import make_confirmed, make_entry, make_offline
from tests.factories.people import make_person
from tests.factories.receipts import make_issuer

pytestmark = pytest.mark.django_db


def test_what_one_person_enters_is_no_money_yet():
    page = make_page()
    gift = make_offline(to=page)

    assert gift.state == "waiting"
    assert (totals(page).raised_jpy, Donation.objects.count(), Payment.objects.count()) == (0, 0, 0)


def test_a_second_person_puts_it_into_the_books_as_a_band_of_its_own():
    page = make_page()
    gift, staff = make_offline(to=page, amount_jpy=30_000), make_person()

    donation = confirm_offline_gift(gift=gift, by=staff)

    gift.refresh_from_db()
    found = totals(page)
    assert (found.offline_jpy, found.paid_jpy, found.raised_jpy, found.donors) == (30_000, 0, 30_000, 1)
    assert (gift.state, gift.decided_by, gift.donation) == ("confirmed", staff, donation)
    assert (donation.page, donation.payment.method, donation.payment.is_paid) == (page, "offline", True)
    line = LedgerEntry.objects.get()
    assert (line.kind, line.amount_jpy, line.gift_jpy) == ("offline", 30_000, 30_000)
    assert balance().difference_jpy == 0


def test_nobody_confirms_what_they_entered_themselves():
    person = make_person()
    gift = make_offline(by=person)

    with pytest.raises(NeedsSecondPerson, match="別の担当者"):
        confirm_offline_gift(gift=gift, by=person)

    assert not Payment.objects.exists()


def test_the_database_itself_knows_the_rule_of_two():
    gift = make_confirmed().offline_entry

    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        OfflineGift.objects.filter(pk=gift.pk).update(entered_by=gift.decided_by)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"bank_reference": ""}, "evidence"),
        ({"amount_jpy": 0}, "more_than_nothing"),
        ({"state": "rejected", "reason": ""}, "reason"),
        ({"state": "confirmed"}, "in_the_books"),
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(wrong, constraint):
    gift = make_offline()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OfflineGift.objects.filter(pk=gift.pk).update(**wrong)


def test_it_is_decided_once():
    gift = make_offline()
    confirm_offline_gift(gift=gift, by=make_person())

    for act in (confirm_offline_gift, lambda **who: reject_offline_gift(reason="重複", **who)):
        with pytest.raises(AlreadyDecided):
            act(gift=gift, by=make_person())

    assert Payment.objects.count() == 1


def test_a_rejected_entry_says_why_and_may_be_taken_back_by_whoever_entered_it():
    person = make_person()
    gift = reject_offline_gift(gift=make_offline(by=person), reason="二重に入力", by=person)

    assert (gift.state, gift.reason, gift.decided_by) == ("rejected", "二重に入力", person)
    assert not Payment.objects.exists()


def test_money_of_tomorrow_is_not_entered_today():
    with pytest.raises(NotYetReceived):
        make_offline(received_on=timezone.localdate() + dt.timedelta(days=1))


def test_the_same_form_sent_twice_is_one_entry():
    entry, person = make_entry(), make_person()

    for _ in range(2):
        enter_offline_gift(entry=entry, evidence=None, nonce="once", by=person)

    assert OfflineGift.objects.count() == 1


@pytest.mark.parametrize(("email", "mails"), [("donor@example.org", 1), ("", 0)])
def test_the_donor_is_thanked_where_an_address_is_known(email, mails):
    make_confirmed(email=email)

    assert OutgoingMail.objects.filter(key__startswith="gift_received").count() == mails


def test_two_donors_without_an_address_are_two_supporters():
    page = make_page()
    make_confirmed(to=page, email="", donor_name="見本 一郎")
    make_confirmed(to=page, email="", donor_name="見本 二郎")

    assert totals(page).donors == 2


def test_the_receipt_is_for_the_day_on_which_the_money_came():
    make_issuer(rule="payout")
    day = dt.date(2025, 12, 31)
    gift = make_confirmed(received_on=day, wants_receipt=True, legal_name="見本 太郎", address="東京都新宿区")

    receipt = issue_receipt(donation=gift)

    assert (receipt.received_on, receipt.series.year, receipt.amount_jpy) == (day, 2025, 30_000)


def test_a_donor_without_an_address_gets_a_receipt_for_the_office_to_print():
    make_issuer()
    gift = make_confirmed(email="", wants_receipt=True, legal_name="見本 太郎", address="東京都新宿区")

    receipt = issue_receipt(donation=gift)

    assert bytes(receipt.pdf).startswith(b"%PDF")
    assert not OutgoingMail.objects.exists()


def test_the_register_has_cash_and_transfers_too():
    make_issuer(rule="payout")
    make_confirmed(received_on=dt.date(2026, 6, 30), amount_jpy=12_000, donor_name="見本 花子", email="")
    make_confirmed(received_on=dt.date(2026, 7, 1), amount_jpy=99_000)

    (row,) = register_rows(2025)

    assert row[:2] == (dt.date(2026, 6, 30), "見本 花子")
    assert 12_000 in row


def test_a_correction_is_the_exact_reverse_and_leaves_the_first_line():
    page = make_page()
    donation = make_confirmed(to=page)

    gift = reverse_offline_gift(gift=donation.offline_entry, reason="金額の誤り", by=make_person())

    lines = list(LedgerEntry.objects.values_list("kind", "amount_jpy", "gift_jpy"))
    assert lines == [("offline", 30_000, 30_000), ("offline", -30_000, -30_000)]
    found = totals(page)
    assert (gift.state, found.offline_jpy, found.raised_jpy, found.donors) == ("reversed", 0, 0, 0)
    assert balance().difference_jpy == 0
    assert list(drift()) == []


def test_what_was_reversed_is_not_reversed_again_nor_what_never_was_in_the_books():
    waiting, done = make_offline(), make_confirmed().offline_entry
    reverse_offline_gift(gift=done, reason="誤り", by=make_person())

    for gift in (waiting, done):
        with pytest.raises(NotInTheBooks):
            reverse_offline_gift(gift=gift, reason="誤り", by=make_person())


def test_reversing_cancels_the_receipt_and_tells_the_donor():
    make_issuer()
    donation = make_confirmed(wants_receipt=True, legal_name="見本 太郎", address="東京都新宿区")
    issue_receipt(donation=donation)

    reverse_offline_gift(gift=donation.offline_entry, reason="別の方のご寄付", by=make_person())

    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.void_reason) == ("void", "別の方のご寄付")
    assert OutgoingMail.objects.filter(key__startswith="gift_receipt_cancelled").count() == 1
    assert list(register_rows(House.read() and timezone.localdate().year)) == []


def test_every_step_is_in_the_log():
    gift = make_confirmed().offline_entry
    reverse_offline_gift(gift=gift, reason="誤り", by=make_person())

    said = ModelLogEntry.objects.filter(object_id=str(gift.pk)).order_by("pk").values_list("action", flat=True)
    assert list(said) == ["campaigns.offline_entered", "campaigns.offline_confirmed", "campaigns.offline_reversed"]
