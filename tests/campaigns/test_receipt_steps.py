"""What the office does with receipts is shown before it is done, and a wrong name or address can be put right (money.md 26)."""

import datetime as dt
import io

import pytest
import time_machine
from django.contrib.auth.models import Group
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from campaigns.actions import (
    ReceiptDetails,
    ask_for_correction,
    give_receipt_details,
    issue_annual_statement,
    issue_receipt,
    keep_receipt,
    start_receipts_of_year,
)
from campaigns.actions.receipt_details import NothingWrong
from campaigns.models import Donation
from campaigns.queries.needs import board_needs
from campaigns.queries.receipt_corrections import corrections_asked
from campaigns.queries.register import fiscal_year_of, register_workbook
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from portal.payments.models import Receipt, ReceiptLine
from tests.factories.people import make_person
from tests.factories.receipts import TOKYO, make_issuer, make_wish

from .test_receipt_pages import DESK, link, press

pytestmark = pytest.mark.django_db
MAY = dt.datetime(2026, 5, 10, 12, 0, tzinfo=TOKYO)
JUNE = dt.datetime(2026, 6, 10, 12, 0, tzinfo=TOKYO)
NOVEMBER = dt.datetime(2026, 11, 26, 0, 10, tzinfo=TOKYO)
JANUARY = dt.datetime(2027, 1, 8, 9, 0, tzinfo=TOKYO)
RIGHT = ReceiptDetails(legal_name="高橋 華子", postcode="160-0005", address="東京都新宿区愛住町3")


@pytest.fixture(autouse=True)
def issuer():
    return make_issuer()


@pytest.fixture
def staff():
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Fundraisers"))
    return person


@pytest.fixture
def office(client, staff):
    client.force_login(staff)
    return client


def typed(details: ReceiptDetails) -> dict[str, str]:
    return {"legal_name": details.legal_name, "postcode": details.postcode, "address": details.address}


# --- shown before it is done


@pytest.mark.parametrize("when", [NOVEMBER, JANUARY])
def test_the_batch_first_says_how_many_whose_which_year_and_how_much(client, staff, when):
    make_wish(paid_at=MAY, gift_jpy=3000)
    make_wish(paid_at=JUNE, gift_jpy=1234, legal_name="Clara Bennett")
    make_wish(paid_at=JUNE, address="", email="no@example.org")

    with time_machine.travel(when, tick=False):
        client.force_login(staff)
        page = client.get(f"{DESK}batch/", {"year": 2026})

    words = page.content.decode()
    assert page.context["total_jpy"] == 4234
    for said in ("髙橋 花子", "Clara Bennett", "4,234円", "2通を発行して送る"):
        assert said in words
    assert ("2026年はまだ終わっていません" in words) == (when == NOVEMBER)
    assert Job.objects.count() == 0


def test_a_button_without_the_page_before_it_issues_nothing(office):
    gift = make_wish(paid_at=MAY)

    office.post(f"{DESK}batch/", {"year": 2026})
    office.post(f"{DESK}issue/{gift.pk}/", {"year": 2026})

    assert Job.objects.count() == Receipt.objects.count() == 0


def test_what_has_changed_since_the_page_was_opened_is_shown_again(office):
    gift = make_wish(paid_at=MAY)
    address = f"{DESK}issue/{gift.pk}/?year=2026"
    form = office.get(address).context["form"]
    give_receipt_details(donation=gift, legal_name="高橋 華子", postcode="", address="東京都")

    page = office.post(address, {name: form[name].value() for name in form.fields})

    assert "ページを開いてから内容が変わりました" in page.content.decode()
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize("step", ["reissue", "void", "replace"])
def test_a_double_click_on_a_step_is_one_step_and_no_error(office, step):
    receipt = issue_receipt(donation=make_wish(paid_at=MAY))
    sent = OutgoingMail.objects.count()

    page = press(office, f"{DESK}{receipt.pk}/{step}/", times=2, reason="誤り")

    receipt.refresh_from_db()
    assert OutgoingMail.objects.count() == sent + 1
    assert Receipt.objects.count() == (2 if step == "replace" else 1)
    assert receipt.reissued_count == (step == "reissue")
    assert [str(message.level_tag) for message in page.context["messages"]] == ["success"]


def test_a_double_click_on_issue_is_one_receipt_and_no_error(office):
    gift = make_wish(paid_at=MAY)

    page = press(office, f"{DESK}issue/{gift.pk}/?year=2026", times=2)

    assert Receipt.objects.count() == 1
    assert [str(message.level_tag) for message in page.context["messages"]] == ["success"]


def test_a_second_batch_waits_for_the_first(office, staff):
    make_wish(paid_at=MAY)
    job = start_receipts_of_year(year=2026, by=staff, nonce="one")

    assert start_receipts_of_year(year=2026, by=staff, nonce="one") == job
    page = office.get(f"{DESK}batch/", {"year": 2026}, follow=True).content.decode()
    assert "一括発行がすでに進んでいます" in page
    assert Job.objects.count() == 1


# --- a wrong name or address


def test_the_office_replaces_a_receipt_with_the_corrected_name_and_address(office, staff):
    gift = make_wish(paid_at=MAY)
    old = issue_receipt(donation=gift)
    before = bytes(Receipt.objects.get().pdf)

    press(office, f"{DESK}{old.pk}/replace/", **typed(RIGHT), reason="お名前の誤り")

    old, new = Receipt.objects.order_by("number")
    assert (old.state, old.donor_name, bytes(old.pdf)) == ("void", "髙橋 花子", before)
    assert (new.donor_name, new.donor_postcode, new.donor_address) == ("高橋 華子", "160-0005", "東京都新宿区愛住町3")
    assert new.replaces == old
    gift.refresh_from_db()
    assert gift.legal_name == "高橋 華子"
    entry = ModelLogEntry.objects.get(action="campaigns.receipt_voided")
    assert (entry.user, entry.data["reason"]) == (staff, "お名前の誤り")
    assert entry.data["corrected"] == ["address", "legal_name", "postcode"]


def test_without_an_address_nothing_is_cancelled_and_nothing_typed_is_lost(office):
    old = issue_receipt(donation=make_wish(paid_at=MAY))

    page = office.get(f"{DESK}{old.pk}/replace/")
    nonce = page.context["form"]["nonce"].value()
    page = office.post(f"{DESK}{old.pk}/replace/", {"nonce": nonce, "legal_name": "高橋 華子", "reason": "誤り"})

    assert "高橋 華子" in page.content.decode()
    assert "証明書には住所が必要です" in page.content.decode()
    assert Receipt.objects.get().is_live


def test_the_office_corrects_a_gift_that_has_no_receipt_yet(office, staff):
    gift = make_wish(paid_at=MAY)
    address = f"/office/gifts/{gift.pk}/details/"

    assert address in office.get(f"/office/gifts/{gift.pk}/").content.decode()
    office.post(address, {**typed(RIGHT), "reason": "電話で確認"})

    gift.refresh_from_db()
    assert (gift.legal_name, gift.postcode, gift.address) == (RIGHT.legal_name, RIGHT.postcode, RIGHT.address)
    entry = ModelLogEntry.objects.get(action="campaigns.receipt_details_corrected")
    assert (entry.user, entry.data["reason"]) == (staff, "電話で確認")
    assert issue_receipt(donation=gift).donor_name == RIGHT.legal_name


def test_of_a_gift_with_a_receipt_the_office_is_led_to_replacing_it(office):
    gift = make_wish(paid_at=MAY)
    receipt = issue_receipt(donation=gift)

    answer = office.get(f"/office/gifts/{gift.pk}/details/")

    assert answer.url.endswith(f"{DESK}{receipt.pk}/replace/")


def test_names_and_addresses_are_corrected_only_with_the_right(client, staff):
    gift = make_wish(paid_at=MAY)
    client.force_login(make_person(is_staff=True))

    assert client.post(f"/office/gifts/{gift.pk}/details/", {**typed(RIGHT), "reason": "-"}).status_code in (302, 403)
    gift.refresh_from_db()
    assert gift.legal_name == "髙橋 花子"


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "訂正のお申し込みを受け付けています"), ("en", "You asked for a correction")]
)
def test_a_donor_asks_for_a_correction_and_the_office_finds_it(client, staff, language, said):
    gift = make_wish(paid_at=MAY)
    receipt = issue_receipt(donation=gift)

    client.post(link(gift, language), typed(RIGHT))

    assert said in client.get(link(gift, language)).content.decode()
    assert Receipt.objects.get().donor_name == "髙橋 花子"
    assert [need.count for need in board_needs() if need.key == "receipt-corrections"] == [1]
    client.force_login(staff)
    assert f'data-kind="receipt-correction" data-id="{receipt.pk}"' in client.get(DESK).content.decode()
    press(client, f"{DESK}{receipt.pk}/replace/", reason="お申し込みのとおり")
    assert Receipt.objects.live().get().donor_name == RIGHT.legal_name
    assert not corrections_asked().exists()


def test_a_statement_is_corrected_for_all_its_gifts(staff):
    gifts = [make_wish(paid_at=at, email="hana@example.org") for at in (MAY, JUNE)]
    receipt = issue_annual_statement(donations=gifts)

    ask_for_correction(receipt=receipt, details=RIGHT)

    assert set(Donation.objects.values_list("legal_name", flat=True)) == {RIGHT.legal_name}
    assert corrections_asked().get() == receipt


def test_a_donor_takes_a_wish_back_and_asks_for_nothing_that_is_there(staff):
    receipt = issue_receipt(donation=make_wish(paid_at=MAY))
    printed = ReceiptDetails.on(receipt)
    with pytest.raises(NothingWrong):
        ask_for_correction(receipt=receipt, details=printed)

    ask_for_correction(receipt=receipt, details=RIGHT)
    ask_for_correction(receipt=receipt, details=RIGHT)
    assert not ask_for_correction(receipt=receipt, details=printed)

    assert not corrections_asked().exists()
    actions = (
        ModelLogEntry.objects.filter(action__contains="correction").order_by("pk").values_list("action", flat=True)
    )
    assert list(actions) == ["campaigns.receipt_correction_asked", "campaigns.receipt_correction_withdrawn"]


def test_the_office_leaves_a_receipt_as_it_is_and_tells_the_donor_why(office):
    gift = make_wish(paid_at=MAY)
    receipt = issue_receipt(donation=gift)
    ask_for_correction(receipt=receipt, details=RIGHT)

    press(office, f"{DESK}{receipt.pk}/keep/", times=2, reason="ご本人のお名前でお出ししています。")

    gift.refresh_from_db()
    assert (gift.legal_name, Receipt.objects.get().is_live) == ("髙橋 花子", True)
    assert not corrections_asked().exists()
    mail = OutgoingMail.objects.get(subject__contains="について")
    assert "ご本人のお名前でお出ししています。" in mail.text
    with pytest.raises(NothingWrong):
        keep_receipt(receipt=receipt, reason="-", by=make_person())


def test_the_register_says_what_the_valid_receipt_says(office):
    gift = make_wish(paid_at=MAY)
    receipt = issue_receipt(donation=gift)
    ask_for_correction(receipt=receipt, details=RIGHT)

    sheet = load_workbook(io.BytesIO(register_workbook(fiscal_year_of(MAY.date())))).active

    assert [cell.value for cell in sheet[2]][1:4] == ["髙橋 花子", "160-0004", "東京都新宿区四谷1-2-3"]
    assert ReceiptLine.objects.filter(live=True).count() == 1


# --- what the office reads of a gift


def test_a_gift_of_the_first_minutes_of_a_year_has_that_year_in_its_title():
    gift = make_wish(paid_at=MAY)
    gift.created_at = dt.datetime(2026, 12, 31, 15, 30, tzinfo=dt.UTC)

    assert str(gift).endswith("2027-01-01")


def test_the_facts_of_a_gift_lead_to_its_history_and_to_moving_it(office):
    gift = make_wish(paid_at=MAY)

    page = office.get(f"/office/snippets/campaigns/donation/inspect/{gift.pk}/").content.decode()

    for address in ("", "move/", "details/"):
        assert f'"/office/gifts/{gift.pk}/{address}"' in page
