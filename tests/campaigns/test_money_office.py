"""The fundraisers' pages: cash and transfers, pledges, moves, files."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from campaigns.models import Donation, MatchPledge, OfflineGift
from campaigns.queries import totals
from campaigns.queries.exports import gift_rows
from portal.documents.holding import KEPT_FOR
from tests.documents.test_uploads import picture
from tests.factories.campaigns import make_campaign, make_gift, make_page
from tests.factories.offline import make_confirmed, make_offline, make_pledge
from tests.factories.people import make_person
from tests.factories.receipts import TOKYO, make_wish

pytestmark = pytest.mark.django_db


def fundraiser_of(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Fundraisers"))
    client.force_login(person)
    return person


@pytest.fixture
def fundraiser(client):
    return fundraiser_of(client)


def typed(client, campaign, **changes) -> dict:
    page = client.get(reverse("campaigns_money:offline-new"))
    return {
        "nonce": page.context["form"]["nonce"].value(), "campaign": campaign.pk, "page": "", "way": "cash",
        "amount_jpy": "３０,０００円", "received_on": timezone.localdate().isoformat(), "bank_reference": "",
        "donor_name": "見本 太郎", "email": "", "language": "ja",
    } | changes  # fmt: skip


def photo(content: bytes | None = None, name: str = "領収.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture("PNG"), content_type="image/png")


def test_one_person_enters_another_confirms_and_the_page_shows_it(client, fundraiser):
    page = make_page()
    form = typed(client, page.campaign, page=page.pk, evidence=photo())
    assert client.post(reverse("campaigns_money:offline-new"), form).status_code == 302
    gift = OfflineGift.objects.get()
    decide = reverse("campaigns_money:offline-decide", args=[gift.pk])
    assert decide in client.get(reverse("campaigns_money:offline-gift", args=[gift.pk])).content.decode()
    assert "別の担当者" in client.post(decide, {"step": "confirm"}, follow=True).content.decode()
    assert totals(page).raised_jpy == 0

    second = fundraiser_of(client)
    client.post(decide, {"step": "confirm"})

    gift.refresh_from_db()
    assert (gift.state, gift.entered_by, gift.decided_by) == ("confirmed", fundraiser, second)
    assert (gift.amount_jpy, totals(page).offline_jpy) == (30_000, 30_000)


def test_the_paper_has_a_name_nobody_guesses_and_opens_for_fundraisers_only(client, fundraiser):
    client.post(
        reverse("campaigns_money:offline-new"), typed(client, make_campaign(), evidence=photo(name="../../x.php"))
    )
    gift = OfflineGift.objects.get()
    assert gift.evidence.name.startswith(f"offline-gifts/{gift.pk}/")
    assert gift.evidence.name.endswith(".png")
    assert "x.php" not in gift.evidence.name
    address = reverse("campaigns_money:offline-evidence", args=[gift.pk])
    answer = client.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(answer.streaming_content) == picture("PNG")

    client.force_login(make_person())
    assert client.get(address).status_code in (302, 403)
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"evidence": None}, "通帳・明細の行を書くか"),
        ({"evidence": b"<html>"}, "JPEG"),
        ({"amount_jpy": "0"}, "1円以上"),
        ({"received_on": "2999-01-01"}, "まだ来ていません"),
        ({"postcode": "12"}, "7けた"),
    ],
)
def test_a_bad_entry_says_why_and_keeps_what_was_typed(client, fundraiser, wrong, says):
    campaign = make_campaign()
    if "evidence" in wrong:
        wrong = {"evidence": photo(wrong["evidence"])} if wrong["evidence"] else {}
    else:
        wrong = wrong | {"evidence": photo()}
    answer = client.post(reverse("campaigns_money:offline-new"), typed(client, campaign, **wrong))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert says in page
    assert "見本 太郎" in page
    assert not OfflineGift.objects.exists()


def send_back(client, campaign, **files) -> tuple[str, dict]:
    """A first try with an amount that cannot be: the page, and the form as the browser would send it again."""
    first = typed(client, campaign, amount_jpy="0", **files)
    answer = client.post(reverse("campaigns_money:offline-new"), first)
    kept = answer.context["kept"]
    again = {name: value for name, value in first.items() if name != "evidence"} | {"amount_jpy": "30000"}
    return answer.content.decode(), again | ({"held": kept.token} if kept else {})


def test_a_chosen_file_waits_while_another_field_is_put_right(client, fundraiser):
    paper = photo()
    page, again = send_back(client, make_campaign(), evidence=paper)

    assert "領収.png" in page
    assert "もう一度選ばなくてもかまいません" in page
    for _twice in range(2):
        assert client.post(reverse("campaigns_money:offline-new"), again).status_code == 302
    gift = OfflineGift.objects.get()
    paper.seek(0)
    assert (gift.evidence.read(), gift.evidence_type) == (paper.read(), "image/png")


def test_a_file_that_waits_goes_on_waiting_gives_way_to_another_or_is_left_out(client, fundraiser):
    address, (_page, again) = (
        reverse("campaigns_money:offline-new"),
        send_back(client, make_campaign(), evidence=photo()),
    )

    still = client.post(address, again | {"donor_name": ""})
    assert still.context["kept"].token == again["held"]
    bad = client.post(address, again | {"evidence": photo(b"MZ", name="x.exe")})
    assert bad.context["kept"].name == "領収.png"
    other = client.post(address, again | {"donor_name": "", "evidence": photo(name="other.png")})
    assert other.context["kept"].name == "other.png"
    without = client.post(address, again | {"without_held": "on", "donor_name": ""})
    assert without.context["kept"] is None
    assert client.post(address, again | {"without_held": "on", "bank_reference": "11/20"}).status_code == 302
    assert not OfflineGift.objects.get().evidence


def test_a_waiting_file_is_for_whoever_chose_it_and_for_a_day(client, fundraiser):
    _page, again = send_back(client, make_campaign(), evidence=photo())
    address = reverse("campaigns_money:offline-new")

    with time_machine.travel(timezone.now() + KEPT_FOR + dt.timedelta(minutes=1)):
        late = client.post(address, again).content.decode()
    forged = client.post(address, again | {"held": again["held"][:-2] + "xx"}).content.decode()
    fundraiser_of(client)
    foreign = client.post(address, again).content.decode()

    for page in (late, forged, foreign):
        assert "もう一度選んでください" in page
    assert not OfflineGift.objects.exists()


def test_a_page_of_another_campaign_is_not_taken(client, fundraiser):
    form = typed(client, make_campaign(), page=make_page().pk, bank_reference="x")

    assert "別のキャンペーン" in client.post(reverse("campaigns_money:offline-new"), form).content.decode()


def test_reversing_leads_to_a_corrected_entry_that_needs_two_people_again(client, fundraiser):
    gift = make_confirmed(amount_jpy=30_000).offline_entry
    decide = reverse("campaigns_money:offline-decide", args=[gift.pk])
    client.post(decide, {"step": "reverse", "reason": ""})
    gift.refresh_from_db()
    assert gift.state == "confirmed"
    page = client.post(decide, {"step": "reverse", "reason": "金額の誤り"}, follow=True).content.decode()
    again = f"{reverse('campaigns_money:offline-new')}?corrects={gift.pk}"
    assert again in page

    shown = client.get(again)
    assert shown.context["form"]["amount_jpy"].value() == 30_000
    form = typed(
        client, gift.campaign, nonce=shown.context["form"]["nonce"].value(), bank_reference="x", amount_jpy="3000"
    )
    client.post(again, form)

    newer = OfflineGift.objects.get(state="waiting")
    assert (newer.corrects, newer.amount_jpy) == (gift, 3000)


def test_the_desk_takes_the_same_queries_for_few_and_for_many(client, fundraiser, django_assert_max_num_queries):
    make_offline()
    make_confirmed()
    client.get(reverse("campaigns_money:offline"))
    for _ in range(5):
        make_offline()
        make_confirmed()

    with django_assert_max_num_queries(22):
        page = client.get(reverse("campaigns_money:offline")).content.decode()

    assert page.count('data-kind="offline-gift"') == 12


def test_a_gift_is_moved_from_its_page_and_shows_where_it_was(client, fundraiser):
    wrong, right = make_page(name_ja="誤りの 子"), make_page(name_ja="正しい 子")
    gift = make_gift(to=wrong)
    address = reverse("campaigns_money:gift", args=[gift.pk])
    assert reverse("campaigns_money:move", args=[gift.pk]) in client.get(address).content.decode()

    form = {"campaign": right.campaign_id, "page": right.pk, "reason": "電話でのご依頼"}
    client.post(reverse("campaigns_money:move", args=[gift.pk]), form)

    page = client.get(address).content.decode()
    for words in ("誤りの 子", "正しい 子", "電話でのご依頼", "寄付者には伝えていません"):
        assert words in page
    assert (totals(wrong).raised_jpy, totals(right).raised_jpy) == (0, 5000)


def test_a_move_to_the_same_page_says_so(client, fundraiser):
    gift = make_gift(to=make_page())
    form = {"campaign": gift.campaign_id, "page": gift.page_id, "reason": "x"}

    answer = client.post(reverse("campaigns_money:move", args=[gift.pk]), form)

    assert "すでにそこにあります" in answer.content.decode()


def test_pledges_show_how_far_they_are_used(client, fundraiser):
    pledge = make_pledge(cap_jpy=20_000)
    make_gift(to=pledge.campaign)

    page = client.get(reverse("campaigns_money:pledges")).content.decode()

    for words in ("見本商事", "5,000円", "20,000円", "15,000円"):
        assert words in page


@pytest.mark.parametrize("change", [{"ratio_percent": 50}, {"cap_jpy": 4999}, {"campaign": "other"}])
def test_what_a_sponsor_has_added_is_not_taken_back_by_typing(client, fundraiser, change):
    pledge = make_pledge(cap_jpy=20_000)
    make_gift(to=pledge.campaign)
    if "campaign" in change:
        change = {"campaign": make_campaign().pk}
    form = {
        "campaign": pledge.campaign_id, "sponsor_ja": "見本商事", "sponsor_en": "", "agreement": "契約", "ratio_percent": 100,
        "cap_jpy": 20_000, "starts_on": pledge.starts_on, "ends_on": pledge.ends_on, "is_active": "on",
    } | change  # fmt: skip

    answer = client.post(reverse("wagtailsnippets_campaigns_matchpledge:edit", args=[pledge.pk]), form)

    assert answer.status_code == 200
    pledge.refresh_from_db()
    assert (pledge.ratio_percent, pledge.cap_jpy) == (100, 20_000)


def test_a_pledge_that_ends_before_it_begins_is_refused_in_words(client, fundraiser):
    pledge = make_pledge()
    form = {
        "campaign": pledge.campaign_id, "sponsor_ja": "見本商事", "agreement": "契約", "ratio_percent": 100,
        "cap_jpy": 30_000, "starts_on": "2026-11-20", "ends_on": "2026-11-19", "is_active": "on",
    }  # fmt: skip

    page = client.post(reverse("wagtailsnippets_campaigns_matchpledge:edit", args=[pledge.pk]), form).content.decode()

    assert "最初の日より前です" in page
    assert "match_pledge_ends_after_it_starts" not in page


def test_a_pledge_may_be_ended_and_raised(client, fundraiser):
    pledge = make_pledge(cap_jpy=20_000)
    make_gift(to=pledge.campaign)
    form = {
        "campaign": pledge.campaign_id, "sponsor_ja": "見本商事", "sponsor_en": "", "agreement": "契約", "ratio_percent": 100,
        "cap_jpy": 30_000, "starts_on": pledge.starts_on, "ends_on": timezone.localdate(),
    }  # fmt: skip

    client.post(reverse("wagtailsnippets_campaigns_matchpledge:edit", args=[pledge.pk]), form)

    pledge = MatchPledge.objects.get()
    assert (pledge.cap_jpy, pledge.is_active) == (30_000, False)


EVIL = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"]


@pytest.mark.parametrize("evil", EVIL)
def test_what_people_typed_is_never_a_formula_in_a_file(client, fundraiser, evil):
    make_gift(to=make_page(name_ja=evil), donor_name=evil, email="a@example.org")
    days = {"first": timezone.localdate().isoformat(), "last": timezone.localdate().isoformat()}

    book = client.get(reverse("campaigns_money:export"), days | {"form": "xlsx"}).content
    text = client.get(reverse("campaigns_money:export"), days | {"form": "csv"}).content.decode("utf-8-sig")

    cells = [cell for row in load_workbook(io.BytesIO(book)).active.iter_rows(min_row=2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    row = list(csv.reader(io.StringIO(text)))[1]
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert row[2] == f"'{evil}"


def test_the_file_has_each_gift_of_the_days_with_what_is_here_and_what_was_added(client, fundraiser):
    pledge = make_pledge()
    make_gift(to=pledge.campaign, gift_jpy=5000, cover_fee=True)
    make_confirmed(to=pledge.campaign, amount_jpy=8000, received_on=timezone.localdate() - dt.timedelta(days=2))
    days = {
        "first": (timezone.localdate() - dt.timedelta(days=2)).isoformat(),
        "last": timezone.localdate().isoformat(),
    }

    text = client.get(reverse("campaigns_money:export"), days | {"form": "csv"}).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert [row[5:9] for row in rows] == [["8000", "0", "8000", "8000"], ["5000", "187", "5000", "5000"]]
    assert ModelLogEntry.objects.filter(action="campaigns.gifts_exported", user=fundraiser).count() == 1


def test_files_take_the_same_queries_for_few_and_for_many(fundraiser, django_assert_num_queries):
    for _ in range(4):
        make_gift(to=make_page())
    today = timezone.localdate()

    with django_assert_num_queries(4):
        rows = list(gift_rows(today, today))

    assert len(rows) == Donation.objects.count()


@pytest.mark.parametrize("name", ["offline", "offline-new", "pledges", "export"])
def test_volunteers_see_none_of_it(client, name):
    client.force_login(make_person())

    assert client.get(reverse(f"campaigns_money:{name}")).status_code in (302, 403)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["offline", "offline-new", "pledges", "export"])
def test_every_page_opens_in_both_languages(client, fundraiser, name, language):
    UserProfile.objects.update_or_create(user=fundraiser, defaults={"preferred_language": language})
    make_offline()
    make_pledge()

    assert client.get(reverse(f"campaigns_money:{name}")).status_code == 200


def test_the_money_board_says_what_waits_in_campaigns_and_whom_it_is_for(client, fundraiser):
    make_offline()
    make_wish()

    needs = {need.key: need.count for need in client.get(reverse("money_board:index")).context["needs"]}

    assert (needs["offline"], needs["receipts"], needs["receipts-later"]) == (1, 0, 1)


def test_receipts_of_last_year_are_due(client, fundraiser):
    year = timezone.localdate().year
    make_wish(paid_at=dt.datetime(year - 1, 12, 31, 23, 59, tzinfo=TOKYO))
    make_wish(paid_at=dt.datetime(year, 1, 1, 0, 30, tzinfo=TOKYO))

    needs = {need.key: need.count for need in client.get(reverse("money_board:index")).context["needs"]}

    assert (needs["receipts"], needs["receipts-later"]) == (1, 1)
