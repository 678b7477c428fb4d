"""What must be true of the money, told from both sides: Stripe's own balance, and our books."""

import collections

from django.db.models import Q, Sum

from campaigns.models import Donation, FundraisingPage, MatchPledge
from campaigns.queries.matching import used_jpy
from campaigns.queries.totals import totals
from portal.mail.models import OutgoingMail
from portal.payments import queries
from portal.payments.actions import reconcile_full
from portal.payments.models import (
    Dispute,
    Finding,
    LedgerEntry,
    Payment,
    PaymentTransition,
    PayoutArrival,
    Reconciliation,
    RecurringPlan,
    Refund,
    WebhookEvent,
)

BOOKS = (Payment, PaymentTransition, Refund, Dispute, LedgerEntry, Finding, PayoutArrival, OutgoingMail, WebhookEvent)


def assert_books_are_right(life) -> None:
    assert sorted(life.conformity.misfits) == []
    assert_ledger_is_stripes_balance(life)
    assert_plans_follow_their_subscriptions(life)
    assert_totals_are_the_ledger(life)
    assert_every_mail_went_once()
    assert set(WebhookEvent.objects.values_list("status", flat=True)) <= {"done", "ignored"}
    assert_second_comparison_changes_nothing()


def assert_nothing_is_owed_twice() -> None:
    """At every moment, not only in the end: money.md 12, 13 and 15."""
    for payment in Payment.objects.exclude(refunds=None):
        taken = payment.refunds.exclude(status__in=Refund.VOID).aggregate(yen=Sum("amount_jpy", default=0))["yen"]
        assert taken <= payment.amount_jpy
    own = LedgerEntry.objects.exclude(kind="match").values("payment", "payment__gift_jpy")
    for line in own.annotate(gift=Sum("gift_jpy")):
        assert 0 <= line["gift"] <= line["payment__gift_jpy"]
    for pledge in MatchPledge.objects.all():
        assert 0 <= used_jpy(pledge) <= pledge.cap_jpy


def assert_ledger_is_stripes_balance(life) -> None:
    """Per payment: what our ledger holds is what its balance transactions moved, fees included, to the yen."""
    theirs = balance_by_charge(life.world)
    ours: dict[str, int] = {}
    for payment in Payment.objects.exclude(method="offline"):
        lines = payment.ledger.exclude(kind="match")  # what a sponsor adds never passes through Stripe
        booked = lines.aggregate(yen=Sum("amount_jpy", default=0))["yen"]
        assert (payment.state == "paid") == (payment.stripe_charge in theirs)
        if payment.state == "paid":
            ours[payment.stripe_charge] = booked
        else:
            assert booked == 0
    assert ours == theirs
    assert queries.balance().difference_jpy == 0


def balance_by_charge(world) -> dict[str, int]:
    """Stripe's own side: yen that each charge and all that followed from it brought and took."""
    sums = {charge["id"]: 0 for charge in world.all("charge") if charge["status"] == "succeeded"}
    for entry in world.all("balance_transaction"):
        source = world.look(entry["source"])
        charge = source["id"] if source["object"] == "charge" else source.get("charge")
        if charge:
            sums[charge] += entry["net"]
    return sums


def assert_plans_follow_their_subscriptions(life) -> None:
    """Each month that Stripe collected is a payment of ours, and a plan runs or has ended as its subscription has."""
    for body in life.world.all("subscription"):
        plan = RecurringPlan.objects.filter(stripe_subscription=body["id"]).first()
        bills = [bill["id"] for bill in life.world.all("invoice") if life.subscription_of(bill) == body["id"]]
        paid = {bill for bill in bills if life.world.get(bill)["status"] == "paid"}
        assert plan is not None
        assert set(plan.payments.paid().values_list("stripe_invoice", flat=True)) == paid
        assert Donation.objects.filter(payment__plan=plan, payment__state="paid").count() == len(paid)


def assert_totals_are_the_ledger(life) -> None:
    """Every public total is the sum of its donations' gift parts, and each gift part is what Stripe left of the gift."""
    for target in life.targets:
        about = Q(page=target) if isinstance(target, FundraisingPage) else Q(campaign=target)
        donations = Donation.objects.filter(about)
        lines = LedgerEntry.objects.filter(payment__in=donations.values("payment"))
        assert totals(target).raised_jpy == lines.aggregate(yen=Sum("gift_jpy", default=0))["yen"]
        assert totals(target).promised_jpy == 0
        for donation in donations.exclude(payment__method="offline").select_related("payment"):
            assert_gift_part(donation.payment)
    everything = LedgerEntry.objects.aggregate(yen=Sum("gift_jpy", default=0))["yen"]
    assert queries.gift_totals(Payment.objects.all()).received_jpy == everything


def assert_gift_part(payment: Payment) -> None:
    """The gift's share of what is left; whole yen are rounded, at most one for each movement."""
    lines = payment.ledger.filter(kind__in=LedgerEntry.PAID_KINDS)
    left = max(sum(line.amount_jpy for line in lines), 0)
    gift = sum(line.gift_jpy for line in lines)
    due = 0 if payment.surplus else payment.gift_jpy * left / payment.amount_jpy
    assert abs(gift - due) < max(len(lines), 1)
    if left in (0, payment.amount_jpy):
        assert gift == due
    assert_match_follows(payment, gift)


def assert_match_follows(payment: Payment, gift: int) -> None:
    """A sponsor adds to what is here of a gift, and to nothing that has gone back."""
    adds = payment.ledger.filter(kind="match").aggregate(yen=Sum("amount_jpy", default=0))["yen"]
    assert 0 <= adds <= gift


def assert_every_mail_went_once() -> None:
    """One word of thanks for each gift that came, none where a comparison healed it quietly; nothing twice."""
    mails = collections.Counter(OutgoingMail.objects.exclude(key=None).values_list("key", flat=True))
    assert [key for key, times in mails.items() if times > 1] == []
    assert not OutgoingMail.objects.filter(key=None).exists()
    for donation in Donation.objects.exclude(payment__method="offline").select_related("payment", "payment__plan"):
        payment = donation.payment
        thanks = [mails[f"{kind}:{payment.pk}"] for kind in ("gift_received", "gift_month_received")]
        paid = payment.transitions.filter(to_state="paid").first()
        loudly = paid is not None and paid.cause != "reconcile_full" and not payment.surplus
        assert sum(thanks) == loudly, (payment.state, paid)
    ended = RecurringPlan.objects.filter(status="ended", payments__state="paid").values_list("pk", flat=True)
    assert all(mails[f"gift_monthly_ended:{pk}"] <= 1 for pk in ended)
    for refund in Refund.objects.exclude(status="succeeded"):
        assert mails[f"gift_refunded:{refund.pk}:done"] <= 1


def assert_second_comparison_changes_nothing() -> None:
    last = Reconciliation.objects.filter(kind="full").first()
    assert (last.left_open, last.total_jpy, last.held, last.unanswered) == (0, 0, 0, 0), findings()
    before = [list(model.objects.order_by("pk").values()) for model in BOOKS]
    again = reconcile_full()
    assert (again.found, again.healed, again.total_jpy) == (0, 0, 0), findings()
    assert [list(model.objects.order_by("pk").values()) for model in BOOKS] == before


def findings() -> list:
    return list(Finding.objects.values_list("kind", "ours", "theirs", "healed", "resolved_at"))
