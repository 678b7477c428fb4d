"""A donor's receipts on my page and by a gift's link, and the receipts desk of the office."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from campaigns.actions import issue_receipt, reissue, void_and_replace, void_receipt
from campaigns.models import Donation
from campaigns.queries.register import fiscal_year_of
from portal.jobs.actions import run
from portal.jobs.models import Job
from portal.payments.models import PayoutArrival, Receipt, ReceivedDatePolicy
from tests.factories.campaigns import make_donation
from tests.factories.people import make_person
from tests.factories.receipts import make_issuer, make_wish

pytestmark = pytest.mark.django_db
DESK = "/office/receipts/"


@pytest.fixture(autouse=True)
def issuer():
    return make_issuer()


@pytest.fixture
def fundraiser(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Fundraisers"))
    client.force_login(person)
    return person


def press(client, page: str, /, *, times: int = 1, **typed):
    """Open the page of a step and press its button, with what the form held and what is typed; the last answer."""
    form = client.get(page).context["form"]
    held = {name: form[name].value() or "" for name in form.fields}
    for _time in range(times):
        answer = client.post(page, held | typed, follow=True)
    return answer


def link(gift: Donation, language: str = "ja") -> str:
    return f"/{language}/give/gift/{gift.link_token}/receipt/"


# --- the donor


def test_a_donor_sees_and_downloads_their_own_receipts_and_nobody_elses(client):
    mine, other = make_person(), make_person()
    own, foreign = issue_receipt(donation=make_wish(by=mine)), issue_receipt(donation=make_wish(by=other))
    client.force_login(mine)

    page = client.get("/ja/me/receipts/").content.decode()
    file = client.get(f"/ja/me/receipts/{own.pk}.pdf")

    assert own.code in page
    assert foreign.code not in page
    assert (file.status_code, file["Content-Type"], file.content) == (200, "application/pdf", bytes(own.pdf))
    assert client.get(f"/ja/me/receipts/{foreign.pk}.pdf").status_code == 404


def test_receipts_ask_for_sign_in(client):
    receipt = issue_receipt(donation=make_wish())

    assert client.get("/ja/me/receipts/").status_code == 302
    assert client.get(f"/ja/me/receipts/{receipt.pk}.pdf").status_code == 302


def test_my_page_leads_to_my_receipts(client):
    client.force_login(make_person())

    assert "/ja/me/receipts/" in client.get("/ja/me/").content.decode()


def test_a_cancelled_receipt_is_shown_as_such_and_not_handed_out(client):
    person = make_person()
    receipt = issue_receipt(donation=make_wish(by=person))
    void_receipt(receipt=receipt, reason="誤り", by=person)
    client.force_login(person)

    page = client.get("/ja/me/receipts/").content.decode()
    assert "取り消し" in page
    assert "取消日" in page
    assert client.get(f"/ja/me/receipts/{receipt.pk}.pdf").status_code == 404


def test_the_page_says_what_is_missing_and_takes_it(client):
    gift = make_wish(legal_name="", address="", wants_receipt=False)

    page = client.get(link(gift)).content.decode()
    client.post(link(gift), {"legal_name": "髙橋 花子", "postcode": "1600004", "address": "東京都新宿区"})

    gift.refresh_from_db()
    assert "正式なお名前、ご住所が必要です" in page
    assert (gift.wants_receipt, gift.legal_name, gift.postcode) == (True, "髙橋 花子", "160-0004")
    assert "必要なことはそろっています" in client.get(link(gift)).content.decode()


def test_what_was_typed_is_not_lost_when_something_is_missing(client):
    gift = make_wish(legal_name="", address="", wants_receipt=False)

    page = client.post(link(gift), {"legal_name": "髙橋 花子", "address": ""}).content.decode()

    assert "髙橋 花子" in page
    assert not Donation.objects.get().legal_name


def test_without_an_account_the_gifts_link_opens_its_receipt_and_no_other(client):
    gift = make_wish()
    receipt, foreign = issue_receipt(donation=gift), issue_receipt(donation=make_wish())

    assert receipt.code in client.get(link(gift, "en")).content.decode()
    assert client.get(f"{link(gift)}{receipt.pk}.pdf").content == bytes(receipt.pdf)
    assert client.get(f"{link(gift)}{foreign.pk}.pdf").status_code == 404
    assert client.get(f"/ja/give/gift/forged/receipt/{receipt.pk}.pdf").status_code == 404
    assert client.get("/ja/give/gift/forged/receipt/").status_code == 404


def test_the_page_of_a_paid_gift_leads_to_its_receipt(client):
    gift = make_wish()

    assert link(gift) in client.get(f"/ja/give/gift/{gift.link_token}/").content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_gifts_without_a_receipt_say_why(client, language):
    person = make_person()
    make_wish(by=person, address="", wants_receipt=False)
    make_donation(by=person)
    client.force_login(person)

    page = client.get(f"/{language}/me/receipts/").content.decode()

    assert {"ja": "ご住所が必要です", "en": "your address"}[language] in page
    assert page.count('data-kind="gift"') == 1


# --- the office


@pytest.mark.parametrize("path", ["", "register/?year=2026", "batch/", "payout/"])
def test_receipts_of_the_office_are_for_those_with_the_right(client, path):
    client.force_login(make_person(is_staff=True))

    assert client.get(DESK + path).status_code in (302, 403)
    assert client.post(DESK + path, {"year": 2026}).status_code in (302, 403)
    assert Job.objects.count() == 0


def test_the_desk_issues_what_is_due_and_lists_it(client, fundraiser):
    gift = make_wish()
    year = gift.payment.paid_at.year

    assert 'data-kind="receipt-due"' in client.get(DESK, {"year": year}).content.decode()
    press(client, f"{DESK}issue/{gift.pk}/?year={year}")

    page = client.get(DESK, {"year": year}).content.decode()
    assert Receipt.objects.get().code in page
    assert 'data-kind="receipt-due"' not in page
    assert ModelLogEntry.objects.get(action="campaigns.receipt_issued").user == fundraiser


def test_a_gift_that_lacks_something_is_named_with_what_it_lacks(client, fundraiser):
    make_wish(address="", email="no@example.org", wants_receipt=False)
    Donation.objects.update(wants_receipt=True)

    assert "ご住所が必要です" in client.get(DESK).content.decode()


def test_each_step_with_a_receipt_is_audited(client, fundraiser):
    receipt = issue_receipt(donation=make_wish(), by=fundraiser)

    press(client, f"{DESK}{receipt.pk}/reissue/")
    press(client, f"{DESK}{receipt.pk}/void/", reason="")
    assert Receipt.objects.live().count() == 1
    press(client, f"{DESK}{receipt.pk}/replace/", reason="訂正")
    new = Receipt.objects.live().get()
    press(client, f"{DESK}{new.pk}/void/", reason="誤り")
    press(client, f"{DESK}{new.pk}/rest/")

    actions = list(ModelLogEntry.objects.filter(user=fundraiser).order_by("pk").values_list("action", flat=True))
    assert [action.removeprefix("campaigns.receipt_") for action in actions] == [
        "issued", "reissued", "voided", "issued", "voided", "issued",
    ]  # fmt: skip
    assert sorted(Receipt.objects.values_list("number", "state")) == [(1, "void"), (2, "void"), (3, "live")]


def test_the_batch_starts_once_and_shows_how_far_it_is(client, fundraiser):
    year = make_wish().payment.paid_at.year
    press(client, f"{DESK}batch/?year={year}", times=2)
    job = Job.objects.get()
    run(job.pk)

    page = client.get(DESK, {"year": year}).content.decode()
    assert f'data-kind="job" data-id="{job.pk}"' in page
    assert '<progress value="1" max="1"' in page
    assert Receipt.objects.count() == 1


def test_the_register_is_downloaded_as_excel_and_the_download_is_logged(client, fundraiser):
    year = fiscal_year_of(make_wish().payment.paid_at.date())

    file = client.get(f"{DESK}register/", {"year": year})

    sheet = load_workbook(io.BytesIO(file.content)).active
    assert [cell.value for cell in sheet[2]][1:5] == ["髙橋 花子", "160-0004", "東京都新宿区四谷1-2-3", 5000]
    assert ModelLogEntry.objects.get(action="campaigns.register_downloaded").user == fundraiser


def test_a_payout_is_noted_for_its_charges(client, fundraiser):
    gift = make_wish()

    client.post(
        f"{DESK}payout/",
        {"payout": "po_1", "arrived_on": "2026-12-01", "charges": f"{gift.payment.stripe_charge}\nch_x"},
    )

    assert PayoutArrival.objects.get().payment == gift.payment


def test_the_office_opens_the_file(client, fundraiser):
    receipt = issue_receipt(donation=make_wish())

    assert client.get(f"{DESK}{receipt.pk}/pdf/").content == bytes(receipt.pdf)


def test_the_office_opens_a_cancelled_receipt_marked_and_the_issued_file_beside_it(client, fundraiser):
    receipt = issue_receipt(donation=make_wish())
    newer = void_and_replace(receipt=receipt, reason="住所", by=fundraiser)

    desk = client.get(f"{DESK}?year={receipt.received_on.year}").content.decode()
    marked, issued = client.get(f"{DESK}{receipt.pk}/pdf/"), client.get(f"{DESK}{receipt.pk}/pdf/?as=issued")

    assert f'href="{DESK}{receipt.pk}/pdf/?as=issued"' in desk
    assert f'href="{DESK}{newer.pk}/pdf/?as=issued"' not in desk
    assert f"{newer.code} に置き換え" in desk
    assert (issued.content, marked.content == issued.content) == (bytes(receipt.pdf), False)
    assert f'filename="receipt-{receipt.code}-void.pdf"' in marked["Content-Disposition"]
    assert f'filename="receipt-{receipt.code}.pdf"' in issued["Content-Disposition"]


def test_a_reissued_receipt_is_handed_to_its_donor_with_the_mark(client):
    person = make_person()
    receipt = issue_receipt(donation=make_wish(by=person))
    copy = reissue(receipt=receipt, by=person)
    client.force_login(person)

    file = client.get(f"/ja/me/receipts/{receipt.pk}.pdf")

    assert file.content == copy
    assert f'filename="receipt-{receipt.code}-reissued.pdf"' in file["Content-Disposition"]
    assert "再発行日" in client.get("/ja/me/receipts/").content.decode()


@pytest.mark.parametrize("model", ["receiptissuer", "issuerdetails", "certification", "receiveddatepolicy"])
def test_the_issuers_versions_are_listed_and_added(client, fundraiser, model):
    assert client.get(f"/office/snippets/payments/{model}/").status_code == 200
    assert client.get(f"/office/snippets/payments/{model}/add/").status_code == 200


def test_a_version_of_the_organisation_is_never_changed(client, issuer):
    client.force_login(make_person(is_staff=True, is_superuser=True))

    assert client.get(f"/office/snippets/payments/issuerdetails/edit/{issuer.details.get().pk}/").status_code == 302


@pytest.mark.parametrize(
    ("valid_from", "rule", "refused"),
    [("2025-01-01", "payout", True), ("2100-01-01", "payout", False), ("2025-01-01", "payment", False)],
)
def test_a_new_policy_never_moves_the_day_of_gifts_that_are_here(client, fundraiser, issuer, valid_from, rule, refused):
    make_wish()
    wish = {"issuer": issuer.pk, "valid_from": valid_from, "rule": rule, "decided": "理事会"}

    page = client.post("/office/snippets/payments/receiveddatepolicy/add/", wish, follow=True).content.decode()

    assert ("受領日が変わってしまいます" in page) is refused
    assert issuer.policies.count() == (1 if refused else 2)


def test_the_first_policy_may_begin_when_it_was_decided(issuer):
    issuer.policies.all().delete()
    make_wish()

    ReceivedDatePolicy(issuer=issuer, valid_from=dt.date(2024, 1, 1), rule="payment").full_clean()
