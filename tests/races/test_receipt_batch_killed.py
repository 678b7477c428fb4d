"""January's batch in a process of its own, killed by the system half-way (SIGKILL: nothing is tidied up), and begun again."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import time
import uuid
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from campaigns.actions import start_receipts_of_year
from campaigns.models import Donation, donor_key
from campaigns.queries.receipts import due
from portal.jobs.actions import SILENT_FOR, look_after_jobs, run
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from portal.payments.models import LedgerEntry, Payment, Receipt, ReceiptLine, ReceiptSeries
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_person
from tests.factories.receipts import TOKYO, make_issuer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
GIFTS, HALF = 300, 130
MAY = dt.datetime(2026, 5, 3, 12, 0, tzinfo=TOKYO)
WORK = "import django; django.setup(); from portal.jobs.actions import run; import sys; run(int(sys.argv[1]))"


def write_gifts() -> None:
    """Paid gifts of 300 donors who want a receipt, in four statements."""
    campaign = make_campaign()
    payments = [
        Payment(
            purpose="donation", reference=uuid.uuid4(), nonce=f"n{number}", amount_jpy=3000 + number, gift_jpy=3000 + number,
            livemode=False, state="paid", method="card", language="ja", description="寄付", paid_at=MAY,
            payer_email=f"donor{number}@example.org",
        )
        for number in range(GIFTS)
    ]  # fmt: skip
    Payment.objects.bulk_create(payments)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            payment=payment, kind="charge", amount_jpy=payment.amount_jpy, gift_jpy=payment.gift_jpy, occurred_at=MAY,
            source_id=payment.nonce,
        )
        for payment in payments
    )  # fmt: skip
    Donation.objects.bulk_create(
        Donation(
            id=payment.reference, campaign=campaign, payment=payment, nonce=payment.nonce, amount_jpy=payment.amount_jpy,
            gift_jpy=payment.gift_jpy, donor_name=f"寄附 {payment.nonce}", email=payment.payer_email,
            donor_key=donor_key(payment.payer_email), wants_receipt=True, legal_name=f"寄附 {payment.nonce}",
            address="東京都新宿区見本町1-2-3", terms_version="v1", terms_accepted_at=MAY,
        )
        for payment in payments
    )  # fmt: skip


def begin_in_a_process(job: Job) -> subprocess.Popen:
    """The worker's own work, on this test's database."""
    there = urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "TEST_DATABASE_URL": there}
    return subprocess.Popen([sys.executable, "-c", WORK, str(job.pk)], env=environment, cwd=settings.BASE_DIR)


def until_half(process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while Receipt.objects.count() < HALF:
        assert process.poll() is None, "the batch ended before it could be killed"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def test_three_hundred_receipts_have_no_gap_and_no_double_though_the_process_was_killed():
    make_issuer()
    write_gifts()
    staff = make_person()
    job = start_receipts_of_year(year=2026, by=staff)
    process = begin_in_a_process(job)
    try:
        until_half(process)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        assert process.wait(timeout=30) == -signal.SIGKILL
    time.sleep(1)  # the server notices that nobody is there any more, and takes the open transaction back
    job.refresh_from_db()
    half = Receipt.objects.count()
    assert job.state == "running"
    assert HALF <= half < GIFTS
    assert numbers() == list(range(1, half + 1))
    assert OutgoingMail.objects.filter(key__startswith="gift_receipt:").count() == half

    with time_machine.travel(timezone.now() + SILENT_FOR + dt.timedelta(minutes=1)):
        look_after_jobs()
    job.refresh_from_db()
    assert job.state == "failed"
    again = run(start_receipts_of_year(year=2026, by=staff).pk)

    assert (again.state, again.result["issued"], again.result["left"]) == ("done", GIFTS - half, 0)
    assert numbers() == list(range(1, GIFTS + 1))
    assert ReceiptSeries.objects.get().last_number == GIFTS
    assert ReceiptLine.objects.filter(live=True).values("payment").distinct().count() == GIFTS
    assert OutgoingMail.objects.filter(key__startswith="gift_receipt:").count() == GIFTS
    assert due(2026) == []
    last = Receipt.objects.get(number=half)  # the last one before the kill is whole
    assert last.code in PdfReader(io.BytesIO(last.pdf)).pages[0].extract_text()


def numbers() -> list[int]:
    return sorted(Receipt.objects.values_list("number", flat=True))
