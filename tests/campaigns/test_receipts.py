"""Receipts: numbers without a gap, days of Tokyo, snapshots that nothing rewrites, and no gift twice (money.md 25-29)."""

import datetime as dt
import hashlib
import io

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from campaigns.actions import (
    give_receipt_details,
    issue_annual_statement,
    issue_receipt,
    receipt_batch,
    reissue,
    replace_cancelled,
    start_receipts_of_year,
    void_and_replace,
    void_receipt,
)
from campaigns.actions.receipts import SeveralDonors
from campaigns.models import Donation
from campaigns.queries import receipt_paper as paper
from campaigns.queries.receipts import due, missing_for_receipt
from campaigns.queries.register import fiscal_year_of, register_rows, register_workbook
from portal.jobs.actions import run
from portal.mail.models import OutgoingMail
from portal.payments.actions.receipts import record_payout
from portal.payments.models import Certification, IssuerDetails, Receipt, ReceiptLine, ReceiptSeries, ReceivedDatePolicy
from portal.payments.received import House
from portal.payments.refusals import (
    AlreadyOnReceipt,
    DonorIncomplete,
    NotCertified,
    NothingReceived,
    NotPaidOutYet,
    ReceiptIsVoid,
    SeveralYears,
)
from tests.factories.campaigns import make_donation, make_gift, pay
from tests.factories.people import make_person
from tests.factories.receipts import TOKYO, make_issuer, make_wish

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE = dt.datetime(2025, 12, 31, 23, 59, tzinfo=TOKYO)
NEW_YEAR = dt.datetime(2026, 1, 1, 0, 30, tzinfo=TOKYO)  # 15:30 UTC of the day before
MAY = dt.datetime(2026, 5, 10, 12, 0, tzinfo=TOKYO)


@pytest.fixture
def issuer():
    return make_issuer()


def read(pdf: bytes) -> str:
    """What another program reads out of a PDF, without spaces."""
    pages = PdfReader(io.BytesIO(bytes(pdf))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def diagonal(pdf: bytes) -> str:
    """The letters of the first page that stand on neither a level nor an upright line."""
    return turned(PdfReader(io.BytesIO(bytes(pdf))).pages[0])


def turned(page) -> str:
    found = []

    def look(text, canvas, line, _font, _size):
        if any(abs(matrix[0]) > 0.01 < abs(matrix[1]) for matrix in (canvas, line)):
            found.append(text.strip())

    page.extract_text(visitor_text=look)
    return "".join(found).replace(" ", "")


def numbers() -> list[int]:
    return sorted(Receipt.objects.values_list("number", flat=True))


# --- what stands on it


def test_a_receipt_says_all_that_the_tax_office_asks_for(issuer):
    receipt = issue_receipt(donation=make_wish(gift_jpy=112_345, paid_at=MAY))

    text = read(receipt.pdf)
    for words in (
        "寄附金受領証明書", "特定非営利活動法人ともに", "東京都新宿区見本町1-2-3", "00生都地特第0000号", "認定年月日2020年1月1日",
        "特定非営利活動に係る事業に関連する寄附金", "112,345円", "2026年5月10日", "髙橋花子様", "東京都新宿区四谷1-2-3", receipt.code,
    ):  # fmt: skip
        assert words in text
    assert "再発行" not in text


def test_an_english_donor_reads_an_english_receipt(issuer):
    receipt = issue_receipt(donation=make_wish(language="en", legal_name="Clara Bennett", paid_at=MAY))

    text = read(receipt.pdf)
    for words in ("Donationreceipt", "ClaraBennett", "¥5,000", "10May2026", "TomoniNPO", "00生都地特第0000号"):
        assert words in text


@pytest.mark.parametrize(
    ("wish", "addressed"),
    [
        ({"legal_name": "髙橋 花子"}, "髙橋花子様"),
        ({"company": "みほん町内会", "legal_name": "みほん 町内会"}, "みほん町内会御中"),
        ({"company": "青葉製菓", "legal_name": "青葉製菓株式会社"}, "青葉製菓株式会社御中"),
        ({"legal_name": "青葉製菓(株)"}, "青葉製菓(株)御中"),
        ({"company": "青葉製菓", "legal_name": "髙橋 花子"}, "髙橋花子様"),
        ({"legal_name": "青葉製菓株式会社 代表取締役 髙橋 花子"}, "髙橋花子様"),
    ],
)
def test_a_company_is_addressed_as_a_company_and_its_contact_as_a_person(issuer, wish, addressed):
    receipt = issue_receipt(donation=make_wish(**wish))

    assert addressed in read(receipt.pdf)


def test_a_companys_statement_and_its_copies_are_addressed_to_it_whatever_the_gift_says_later(issuer):
    same = {"company": "みほん町内会", "legal_name": "みほん町内会", "email": "same@example.org"}
    statement = issue_annual_statement(donations=[make_wish(**same), make_wish(**same)])
    Donation.objects.update(company="", legal_name="")

    assert "みほん町内会御中" in read(statement.pdf)
    assert "みほん町内会御中" in read(reissue(receipt=statement, by=make_person()))


def test_a_companys_mail_greets_its_contact(issuer):
    issue_receipt(donation=make_wish(company="みほん町内会", legal_name="みほん町内会", donor_name="髙橋 花子"))

    assert "みほん町内会 髙橋 花子 様" in OutgoingMail.objects.get(key__startswith="gift_receipt:").text


def test_the_amount_is_all_that_the_donor_gave(issuer):
    gift = make_wish(gift_jpy=10_000, cover_fee=True)

    assert issue_receipt(donation=gift).amount_jpy == gift.amount_jpy > 10_000


def test_test_mode_counts_in_a_series_of_its_own_and_says_so(issuer):
    receipt = issue_receipt(donation=make_wish(paid_at=MAY))

    assert receipt.code == "TEST-2026-000001"
    assert "見本(テスト)" in read(receipt.pdf)


def test_the_file_is_pdf_a_and_its_hash_is_kept(issuer):
    receipt = issue_receipt(donation=make_wish())

    assert b"pdfaid:part" in receipt.pdf
    assert receipt.pdf_sha256 == hashlib.sha256(receipt.pdf).hexdigest()


def test_the_receipt_is_mailed_once_with_its_pdf(issuer):
    gift = make_wish()
    receipt = issue_receipt(donation=gift)

    mail = OutgoingMail.objects.get(key=f"gift_receipt:{receipt.pk}:0")
    attached = mail.attachments.get()
    assert mail.to == [gift.email]
    assert (attached.name, bytes(attached.content)) == (receipt.file_name, bytes(receipt.pdf))


# --- who gets none


@pytest.mark.parametrize(("field", "words"), [("legal_name", "正式なお名前"), ("address", "ご住所")])
def test_without_name_or_address_there_is_no_receipt_and_we_say_what_is_missing(issuer, field, words):
    gift = make_wish(wants_receipt=False, **{field: ""})

    with pytest.raises(DonorIncomplete) as refused:
        issue_receipt(donation=gift)
    assert words in refused.value.sentence
    assert words in missing_for_receipt(gift)
    assert Receipt.objects.count() == ReceiptSeries.objects.count() == 0


def test_unpaid_money_is_on_no_receipt(issuer):
    gift = make_donation(legal_name="髙橋 花子", address="東京都")

    with pytest.raises(NothingReceived):
        issue_receipt(donation=gift)


def test_a_gift_outside_the_certification_has_no_receipt():
    make_issuer(certified=("2020-01-01", "2026-05-09"))

    with pytest.raises(NotCertified):
        issue_receipt(donation=make_wish(paid_at=MAY))
    assert issue_receipt(donation=make_wish(paid_at=MAY - dt.timedelta(days=1))).number == 1


def test_no_gift_is_on_two_live_receipts(issuer):
    gift = make_wish()
    issue_receipt(donation=gift)

    with pytest.raises(AlreadyOnReceipt):
        issue_receipt(donation=gift)
    line = ReceiptLine.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceiptLine.objects.create(
            receipt=line.receipt, payment=line.payment, position=2, received_on=line.received_on, amount_jpy=1
        )


# --- which day


@pytest.mark.parametrize(("at", "day"), [(NEW_YEARS_EVE, dt.date(2025, 12, 31)), (NEW_YEAR, dt.date(2026, 1, 1))])
def test_by_payment_a_minute_decides_the_year_in_tokyo(issuer, at, day):
    receipt = issue_receipt(donation=make_wish(paid_at=at))

    assert (receipt.received_on, receipt.series.year) == (day, day.year)
    assert f"{day.year}年{day.month}月{day.day}日" in read(receipt.pdf)


@pytest.mark.parametrize(("at", "rule"), [(NEW_YEARS_EVE, "payout"), (NEW_YEAR, "payment")])
def test_by_payout_the_tokyo_day_of_the_payment_finds_the_policy_and_the_payout_the_year(at, rule):
    issuer = make_issuer(rule="payout")
    ReceivedDatePolicy.objects.create(issuer=issuer, valid_from="2026-01-01", rule="payment")
    gift = make_wish(paid_at=at)

    if rule == "payout":
        with pytest.raises(NotPaidOutYet):
            issue_receipt(donation=gift)
    record_payout(payout="po_1", arrived_on=dt.date(2026, 1, 9), charges=[gift.payment.stripe_charge])

    gift = Donation.objects.select_related("payment").get(pk=gift.pk)
    expected = dt.date(2026, 1, 9) if rule == "payout" else dt.date(2026, 1, 1)
    assert issue_receipt(donation=gift).received_on == expected


@pytest.mark.parametrize(("arrived", "year"), [(dt.date(2025, 12, 31), 2025), (dt.date(2026, 1, 1), 2026)])
def test_under_the_payout_policy_the_day_of_the_payout_decides_the_year(arrived, year):
    make_issuer(rule="payout")
    gift = make_wish(paid_at=dt.datetime(2025, 12, 20, 9, 0, tzinfo=TOKYO))
    record_payout(payout="po_1", arrived_on=arrived, charges=[gift.payment.stripe_charge])

    assert issue_receipt(donation=gift).series.year == year


def test_a_new_policy_never_moves_what_was_issued_nor_its_line_in_the_register(issuer):
    gift = make_wish(paid_at=MAY)
    receipt = issue_receipt(donation=gift)
    ReceivedDatePolicy.objects.create(issuer=issuer, valid_from="2026-01-01", rule="payout")
    record_payout(payout="po_1", arrived_on=dt.date(2026, 7, 3), charges=[gift.payment.stripe_charge])

    receipt.refresh_from_db()
    assert receipt.received_on == MAY.date()
    assert [row[0] for row in register_rows(2025)] == [MAY.date()]
    assert list(register_rows(2026)) == []


def test_before_any_policy_the_payout_counts_as_the_law_had_it(issuer):
    assert House.read().rule_on(dt.date(2023, 12, 21)) == "payout"
    assert House.read().rule_on(dt.date(2023, 12, 22)) == "payment"


def test_the_organisation_is_printed_as_it_was_on_the_day_of_the_gift(issuer):
    moved = {"issuer": issuer, "name_ja": "新しい名前", "name_en": "New", "address_ja": "大阪", "address_en": "Osaka", "representative_ja": "新", "representative_en": "N"}  # fmt: skip
    IssuerDetails.objects.create(valid_from="2026-05-11", **moved)

    before = issue_receipt(donation=make_wish(paid_at=MAY))
    after = issue_receipt(donation=make_wish(paid_at=MAY + dt.timedelta(days=1)))
    assert before.organisation["name_ja"] == "特定非営利活動法人ともに"
    assert after.organisation["name_ja"] == "新しい名前"


# --- kept as it is


def test_the_database_refuses_to_change_or_delete_a_receipt(issuer):
    receipt = issue_receipt(donation=make_wish())

    for change in (
        lambda: Receipt.objects.update(amount_jpy=1),
        lambda: Receipt.objects.update(donor_name="別人"),
        lambda: ReceiptLine.objects.update(received_on=dt.date(2020, 1, 1)),
        lambda: ReceiptLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(ProtectedError):
        receipt.delete()
    with pytest.raises(ProtectedError):
        receipt.series.delete()


def test_a_receipt_stays_when_its_donor_is_erased(issuer):
    person = make_person()
    receipt = issue_receipt(donation=make_wish(by=person))

    person.delete()

    assert Receipt.objects.get(pk=receipt.pk).donor_name == "髙橋 花子"


# --- cancelled, replaced, reissued


def test_a_replacement_has_a_new_number_names_the_old_one_and_takes_new_details(issuer):
    gift, staff = make_wish(paid_at=MAY), make_person()
    old = issue_receipt(donation=gift)
    Donation.objects.filter(pk=gift.pk).update(legal_name="高橋 花")

    new = void_and_replace(receipt=old, reason="お名前の訂正", by=staff)

    old.refresh_from_db()
    assert (old.state, old.void_reason, new.number, new.replaces, new.donor_name) == (
        "void",
        "お名前の訂正",
        2,
        old,
        "高橋 花",
    )
    assert f"{old.code}に代わるもの" in read(new.pdf)
    assert [entry.action for entry in ModelLogEntry.objects.filter(user=staff).order_by("pk")] == [
        "campaigns.receipt_voided", "campaigns.receipt_issued",
    ]  # fmt: skip


def test_a_replacement_that_cannot_be_issued_cancels_nothing(issuer):
    gift = make_wish()
    old = issue_receipt(donation=gift)
    Donation.objects.filter(pk=gift.pk).update(address="")

    with pytest.raises(DonorIncomplete):
        void_and_replace(receipt=old, reason="訂正", by=make_person())

    old.refresh_from_db()
    assert old.is_live
    assert old.lines.get().live


def test_a_reissue_is_marked_and_leaves_number_file_and_hash_alone(issuer):
    receipt = issue_receipt(donation=make_wish())
    first = bytes(receipt.pdf)

    text = read(reissue(receipt=receipt, by=make_person()))

    receipt.refresh_from_db()
    assert "再発行" in text
    assert receipt.code in text
    assert (receipt.reissued_count, bytes(receipt.pdf)) == (1, first)
    assert OutgoingMail.objects.filter(key=f"gift_receipt:{receipt.pk}:1").exists()


def test_a_copy_that_is_handed_out_again_is_the_one_that_was_sent(issuer):
    receipt, staff = issue_receipt(donation=make_wish()), make_person()
    with time_machine.travel(MAY + dt.timedelta(days=400), tick=False):
        sent = reissue(receipt=receipt, by=staff)

    with time_machine.travel(MAY + dt.timedelta(days=900), tick=False):
        again = paper.as_it_stands(Receipt.objects.get())

    assert again == sent
    assert "再発行日2027年6月14日" in read(again)


def test_a_cancelled_receipt_says_so_across_the_paper_and_names_the_one_in_its_place(issuer):
    old, staff = issue_receipt(donation=make_wish(paid_at=MAY)), make_person()
    issued, sha256 = bytes(old.pdf), old.pdf_sha256
    with time_machine.travel(MAY + dt.timedelta(days=30), tick=False):
        newer = void_and_replace(receipt=old, reason="内部のメモ", by=staff)

    old.refresh_from_db()
    text = read(paper.as_it_stands(old))
    assert "無効VOID" in diagonal(paper.as_it_stands(old))
    assert "この証明書は2026年6月9日に取り消されました" in text
    assert f"代わりの証明書の番号{newer.code}" in text
    assert "内部のメモ" not in text
    assert "大切に保管してください" not in text
    assert paper.as_it_stands(newer) == bytes(newer.pdf)
    assert (bytes(old.pdf), old.pdf_sha256, hashlib.sha256(issued).hexdigest()) == (issued, sha256, sha256)


def test_a_cancelled_receipt_without_another_names_none_and_is_still_an_archive_file(issuer):
    receipt = issue_receipt(donation=make_wish(language="en", legal_name="Clara Bennett", paid_at=MAY))
    void_receipt(receipt=receipt, reason="x", by=make_person())

    receipt.refresh_from_db()
    pdf = paper.as_it_stands(receipt)
    assert "無効VOID" in diagonal(pdf)
    assert "Thisdocumentwascancelledon" in read(pdf)
    assert "Itisreplacedby" not in read(pdf)
    assert b"pdfaid:part" in pdf


def test_every_page_of_a_cancelled_statement_carries_the_mark(issuer):
    gifts = [make_wish(email="same@example.org") for _ in range(30)]
    statement = issue_annual_statement(donations=gifts)
    void_receipt(receipt=statement, reason="誤り", by=make_person())

    statement.refresh_from_db()
    pages = PdfReader(io.BytesIO(paper.as_it_stands(statement))).pages
    assert len(pages) == 2
    assert all("無効VOID" in turned(page) for page in pages)


def test_a_cancelled_receipt_is_neither_reissued_nor_cancelled_again(issuer):
    receipt, staff = issue_receipt(donation=make_wish()), make_person()
    void_receipt(receipt=receipt, reason="誤り", by=staff)

    for act in (
        lambda: reissue(receipt=receipt, by=staff),
        lambda: void_receipt(receipt=receipt, reason="x", by=staff),
    ):
        with pytest.raises(ReceiptIsVoid):
            act()


@pytest.mark.parametrize(("refunded", "left"), [((5000,), None), ((2000,), 3000)])
def test_a_refund_after_issue_cancels_and_what_is_left_gets_another(issuer, refunded, left):
    gift, staff = make_wish(gift_jpy=5000), make_person()
    receipt = issue_receipt(donation=gift)

    for _again in range(2):
        pay(gift, refunded=refunded)

    receipt.refresh_from_db()
    assert (receipt.state, receipt.void_reason) == ("void", Receipt.REFUNDED)
    assert OutgoingMail.objects.filter(key=f"gift_receipt_cancelled:{receipt.pk}").count() == 1
    if left is None:
        with pytest.raises(NothingReceived):
            replace_cancelled(receipt=receipt, by=staff)
    else:
        assert replace_cancelled(receipt=receipt, by=staff).amount_jpy == left
        with pytest.raises(AlreadyOnReceipt):
            replace_cancelled(receipt=receipt, by=staff)


def test_details_change_only_while_no_receipt_is_out(issuer):
    gift = make_wish(legal_name="", wants_receipt=False)
    details = {"legal_name": "髙橋 花子", "postcode": "160-0004", "address": "東京都"}
    give_receipt_details(donation=gift, **details)
    gift.refresh_from_db()
    issue_receipt(donation=gift)

    with pytest.raises(AlreadyOnReceipt):
        give_receipt_details(donation=gift, **details)


# --- the year


def test_an_annual_statement_has_a_line_for_every_gift(issuer):
    same = {"email": "hana@example.org"}
    gifts = [make_wish(gift_jpy=1000 * n, paid_at=MAY.replace(month=n), **same) for n in (1, 2, 12)]

    receipt = issue_annual_statement(donations=gifts)

    assert [line.amount_jpy for line in receipt.lines.all()] == [1000, 2000, 12_000]
    text = read(receipt.pdf)
    for words in ("寄附金受領証明書(年間)", "2026年1月10日", "2026年12月10日", "15,000円"):
        assert words in text


def test_a_statement_covers_one_donor_and_one_year(issuer):
    with pytest.raises(SeveralDonors):
        issue_annual_statement(donations=[make_wish(email="a@example.org"), make_wish(email="b@example.org")])
    same = {"email": "a@example.org"}
    with pytest.raises(SeveralYears):
        issue_annual_statement(
            donations=[make_wish(paid_at=NEW_YEARS_EVE, **same), make_wish(paid_at=NEW_YEAR, **same)]
        )
    assert Receipt.objects.count() == 0


def test_the_batch_gives_every_donor_one_receipt_and_names_what_it_left(issuer):
    make_wish(paid_at=MAY, email="two@example.org")
    make_wish(paid_at=MAY, email="two@example.org")
    make_wish(paid_at=MAY, email="one@example.org")
    make_wish(paid_at=MAY, address="", email="nowhere@example.org")
    make_gift()
    job = start_receipts_of_year(year=2026, by=make_person())

    job = run(job.pk)

    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert (job.result["issued"], job.result["left"]) == (2, 1)
    assert "ご住所" in job.result["left_because"][0]["why"]
    assert sorted(Receipt.objects.values_list("kind", flat=True)) == ["certificate", "statement"]


class Killed(BaseException):
    """What SIGKILL looks like from inside."""


def test_three_hundred_receipts_have_no_gap_and_no_double_though_the_batch_was_killed_half_way(issuer, monkeypatch):
    for number in range(300):
        make_wish(paid_at=MAY, email=f"donor{number}@example.org", legal_name=f"寄附 {number}")
    staff, print_one = make_person(), paper.render_pdf
    printed = []

    def die_while_printing(*args, **kwargs):
        printed.append(args)
        if len(printed) == 151:
            raise Killed
        return b"%PDF " + str(len(printed)).encode()

    monkeypatch.setattr(paper, "render_pdf", die_while_printing)
    with pytest.raises(Killed):
        run(start_receipts_of_year(year=2026, by=staff).pk)
    assert numbers() == list(range(1, 151))

    again = run(start_receipts_of_year(year=2026, by=staff).pk)

    assert print_one is not paper.render_pdf
    assert (again.state, again.result["issued"]) == ("done", 150)
    assert numbers() == list(range(1, 301))
    assert ReceiptLine.objects.values("payment").distinct().count() == 300
    assert OutgoingMail.objects.filter(key__startswith="gift_receipt:").count() == 300
    assert due(2026) == []


def test_the_batch_takes_two_reads_and_not_one_for_each_gift(issuer, django_assert_max_num_queries):
    for number in range(12):
        make_wish(paid_at=MAY, email=f"donor{number}@example.org")

    with django_assert_max_num_queries(10):
        assert len(due(2026)) == 12


# --- the register


def test_the_register_runs_from_july_to_june_and_reads_the_receipts_day(issuer):
    make_wish(paid_at=dt.datetime(2026, 6, 30, 23, 59, tzinfo=TOKYO), legal_name="六月")
    make_wish(paid_at=dt.datetime(2026, 7, 1, 0, 30, tzinfo=TOKYO), legal_name="七月")

    assert [row[1] for row in register_rows(2025)] == ["六月"]
    assert [row[1] for row in register_rows(2026)] == ["七月"]
    assert (fiscal_year_of(dt.date(2026, 6, 30)), fiscal_year_of(dt.date(2026, 7, 1))) == (2025, 2026)


@pytest.mark.parametrize("evil", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_what_a_donor_typed_is_never_a_formula_in_the_register(issuer, evil):
    issue_receipt(donation=make_wish(paid_at=MAY, legal_name=f"{evil}", address=evil))

    sheet = load_workbook(io.BytesIO(register_workbook(2025))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert sheet["E2"].value == 5000
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(str(cell.value).startswith(("=", "+", "-", "@", "\t")) for cell in cells)


def test_money_that_went_back_is_not_in_the_register(issuer):
    gift = make_wish()
    pay(gift, refunded=(5000,))

    assert list(register_rows(fiscal_year_of(timezone.localdate()))) == []


# --- any order


class TestNumbers(TestCase):
    """Whatever is issued, fails and is cancelled, in any order."""

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.sampled_from(["issue", "fails", "void", "replace", "refused"]), max_size=12))
    def test_numbers_are_without_a_gap(self, steps):
        make_issuer()
        staff, real = make_person(), paper.render_pdf
        for step in steps:
            paper.render_pdf = lambda *a, **k: b"%PDF"
            live = Receipt.objects.live().first()
            try:
                if step == "issue":
                    issue_receipt(donation=make_wish())
                elif step == "fails":
                    paper.render_pdf = None
                    with pytest.raises(TypeError):
                        issue_receipt(donation=make_wish())
                elif step == "refused":
                    with pytest.raises(DonorIncomplete):
                        issue_receipt(donation=make_wish(address="", wants_receipt=False))
                elif live and step == "void":
                    void_receipt(receipt=live, reason="誤り", by=staff)
                elif live:
                    void_and_replace(receipt=live, reason="誤り", by=staff)
            finally:
                paper.render_pdf = real
        assert numbers() == list(range(1, Receipt.objects.count() + 1))
        assert sum(ReceiptSeries.objects.values_list("last_number", flat=True)) == Receipt.objects.count()


def test_the_job_is_known_by_its_name(settings):
    assert settings.JOB_HANDLERS["receipts"] == "campaigns.actions.issue_receipts_of_year"
    assert Certification.objects.count() <= receipt_batch.NAMED_AT_MOST
