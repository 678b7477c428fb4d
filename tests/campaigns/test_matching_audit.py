"""The daily comparison looks at what sponsors add: by the promise, by the cap, by what is here of the gift (money.md 24, 51)."""

import pytest
from django.utils import timezone

from campaigns.models import Donation, Match, MatchPledge
from campaigns.queries import totals
from campaigns.queries.matching_audit import match_differences
from portal.payments import listing
from portal.payments.actions import reconcile_full, record_match
from portal.payments.errors import NotAtProvider
from portal.payments.models import Finding, LedgerEntry
from tests.factories.campaigns import make_campaign, make_gift, make_page, pay
from tests.factories.offline import make_confirmed, make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_at_stripe(monkeypatch):
    """Cash alone: Stripe lists nothing."""
    for name in ("charges", "refunds", "disputes", "payouts"):
        monkeypatch.setattr(listing, name, lambda since: iter(()))


def told() -> list[tuple[str, str, int]]:
    return [(one.ours, one.theirs, one.off_jpy) for one in match_differences()]


def take_out(payment, yen: int) -> None:
    """A refund's line behind the sponsor's back."""
    LedgerEntry.objects.create(
        payment=payment, kind="refund", source_id=f"re_{payment.pk}", amount_jpy=-yen, gift_jpy=-yen,
        occurred_at=timezone.now(),
    )  # fmt: skip


def test_what_follows_its_gifts_and_its_cap_is_no_difference():
    pledge = make_pledge(cap_jpy=12_000)
    gifts = [make_gift(to=pledge.campaign, gift_jpy=5000) for _ in range(4)]
    pay(gifts[0], refunded=(2000,))

    assert Match.objects.count() == 3
    assert told() == []


def test_a_share_that_stayed_when_its_gift_went_back_is_found():
    pledge = make_pledge(ratio_percent=50)
    gift = make_gift(to=pledge.campaign, gift_jpy=5000)
    take_out(gift.payment, 3000)

    assert told() == [("¥2,500", "¥1,000", -1500)]


def test_what_is_above_the_cap_is_taken_from_the_newest_gifts():
    pledge = make_pledge()
    gifts = [make_gift(to=pledge.campaign, gift_jpy=5000) for _ in range(3)]
    MatchPledge.objects.update(cap_jpy=8000)

    assert [(one.payment, one.ours, one.theirs) for one in match_differences()] == [
        (gifts[2].payment, "¥5,000", "¥0"),
        (gifts[1].payment, "¥5,000", "¥3,000"),
    ]


def test_another_share_and_another_campaign_are_found():
    pledge = make_pledge()
    make_gift(to=pledge.campaign, gift_jpy=5001)
    MatchPledge.objects.update(ratio_percent=50)
    assert told() == [("¥5,001", "¥2,500", -2501)]

    Donation.objects.update(campaign=make_campaign())
    assert told() == [("¥5,001", "¥0", -5001)]


def test_a_share_that_is_missing_is_found_and_only_as_far_as_the_cap_has_room():
    pledge = make_pledge(cap_jpy=9000)
    first, _second = (make_gift(to=pledge.campaign, gift_jpy=5000) for _ in range(2))
    record_match(first.payment, amount_jpy=-2000, source_id="lost", occurred_at=timezone.now())

    assert told() == [("¥3,000", "¥5,000", 2000)]


def test_what_a_gift_got_less_than_its_share_because_the_cap_was_used_up_stays_so():
    pledge = make_pledge(cap_jpy=7000)
    first, _second = (make_gift(to=pledge.campaign, gift_jpy=5000) for _ in range(2))
    pay(first, refunded=(5000,))

    assert told() == []


@pytest.mark.parametrize("gifts", [1, 3])
def test_it_asks_two_questions_however_many_gifts(gifts, django_assert_num_queries):
    pledge = make_pledge()
    for _ in range(gifts):
        make_gift(to=pledge.campaign)

    with django_assert_num_queries(2):
        assert told() == []


def test_the_comparison_brings_shares_in_step_and_a_second_one_changes_nothing(nothing_at_stripe):
    page = make_page()
    pledge = make_pledge(campaign=page.campaign)
    gifts = [make_confirmed(to=page, amount_jpy=5000) for _ in range(2)]
    MatchPledge.objects.filter(pk=pledge.pk).update(cap_jpy=8000)
    take_out(gifts[0].payment, 1000)

    run = reconcile_full()

    assert (run.found, run.healed, run.left_open, run.total_jpy) == (3, 3, 0, 0)
    found = Finding.objects.order_by("pk").values_list("kind", "ours", "theirs")
    assert list(found) == [
        ("match", "¥5,000", "¥3,000"),  # the newest gives way to the cap,
        ("match", "¥5,000", "¥4,000"),  # the other one follows its gift,
        ("match", "¥3,000", "¥4,000"),  # and what that frees goes to the first
    ]
    assert totals(page).matched_jpy == 8000
    lines = LedgerEntry.objects.count()
    again = reconcile_full()
    assert (again.found, again.healed, LedgerEntry.objects.count()) == (0, 0, lines)


def test_a_share_that_could_not_be_brought_in_step_stays_open_for_staff(nothing_at_stripe, monkeypatch):
    pledge = make_pledge()
    donation = make_confirmed(to=pledge.campaign, amount_jpy=5000)
    take_out(donation.payment, 5000)

    def down(*args, **kwargs):
        raise NotAtProvider("gone")

    monkeypatch.setattr("portal.payments.actions.full.sync", down)
    run = reconcile_full()

    finding = Finding.objects.open().get()
    assert (finding.kind, finding.payment, run.unanswered, run.apart_jpy) == ("match", donation.payment, 1, 5000)
    assert "マッチング" in finding.what_to_do
