"""The daily comparison with Stripe, both ways and down to the bank (money.md 24b, c). Everything is healed through `sync` and nothing else."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from .. import gateway, listing, queries
from ..errors import ForeignSession, IncompleteFacts, NotAtProvider, PaymentProviderDown
from ..facts import ListedPayout
from ..models import Dispute, Finding, Payment, ReconcilerSwitch, Reconciliation, Refund
from . import comparing, payouts
from .comparing import Difference
from .plans import payment_of_invoice
from .settling import sync

logger = logging.getLogger(__name__)
LOOKS_BACK = dt.timedelta(days=35)
UNDER_WAY = dt.timedelta(hours=1)  # what is younger may have its webhook on the way
STALE_AFTER = dt.timedelta(days=14)
UNANSWERED = (NotAtProvider, PaymentProviderDown, IncompleteFacts, ForeignSession)
Compare = Callable[[Any], Iterator[Difference]]
Audit = Callable[[Payment | None], Iterator[Difference]]  # of everything, or of one payment


def reconcile_full(*, write_mail: bool = False) -> Reconciliation | None:
    """Charges, refunds, disputes and payouts of 35 days, every row of any age that is not final; None where switched off.

    What differs becomes a Finding, is healed through `sync`, and looked at again; what still differs stays open for
    staff. Nobody is written to unless `write_mail` (money.md 18). A second run finds nothing and changes nothing. A run
    that Stripe breaks off has no end and settles nothing. What domains keep in the ledger is looked at too (LEDGER_AUDITS).
    """
    if not ReconcilerSwitch.current().is_on:
        return None
    run = _Run(Reconciliation.objects.create(kind=Reconciliation.Kind.FULL), quiet=not write_mail)
    try:
        run.look()
    except PaymentProviderDown as error:
        logger.error("The daily comparison was broken off: %s", error)  # the cause is Stripe's
        run.row.unanswered += 1
        run.row.save()
        return run.row
    return run.finish()


class _Run:
    """One comparison: what it counted, and which findings it saw."""

    def __init__(self, row: Reconciliation, *, quiet: bool) -> None:
        self.row, self.quiet = row, quiet
        self.until = row.started_at - UNDER_WAY
        self.since = (row.started_at - LOOKS_BACK).replace(microsecond=0)
        self.seen: set[int] = set()
        self.came_again: set[str] = set()  # payouts that failed, and whose money a later one brought

    def look(self) -> None:
        charges = list(listing.charges(self.since))
        refunds, disputes = list(listing.refunds(self.since)), list(listing.disputes(self.since))
        self._compare(charges, comparing.charge_differences)
        self._compare(refunds, comparing.refund_differences)
        self._compare(disputes, comparing.dispute_differences)
        for payment in self._not_final():
            self._refresh(payment)
        for path in settings.LEDGER_AUDITS:
            self._audit(import_string(path))
        self._look_at_payouts({payout.id: payout for payout in listing.payouts(self.since)})
        there = [{thing.id for thing in things} for things in (charges, refunds, disputes)]
        hour = dt.timedelta(hours=1)  # Stripe's clock and ours may differ a little at the edge
        self._note_all(comparing.missing_there(self.since + hour, self.until, *there))
        self._note_all(comparing.drift())
        self._note_all(comparing.stale(self.row.started_at - STALE_AFTER))

    def finish(self) -> Reconciliation:
        """Settle the findings that nobody saw any more, and write the run down."""
        Finding.objects.open().exclude(pk__in=self.seen).update(resolved_at=timezone.now())
        self.row.held = Payment.objects.exclude(quarantine="").count()
        self.row.difference_jpy = queries.balance().difference_jpy
        self.row.left_open, self.row.apart_jpy = queries.open_findings(), queries.apart_jpy()
        self.row.finished_at = timezone.now()
        self.row.save()
        if self.row.left_open or self.row.total_jpy:
            logger.error("Comparison %s: %s open, difference ¥%s", self.row.pk, self.row.left_open, self.row.total_jpy)
        return self.row

    def _compare(self, things: Iterable[Any], compare: Compare) -> None:
        for thing in things:
            if thing.created < self.until:
                self._look_at(thing, compare)

    def _look_at(self, thing: Any, compare: Compare) -> None:
        self.row.looked_at += 1
        for difference in list(compare(thing)):
            self._heal(difference, lambda: list(compare(thing)))

    def _audit(self, audit: Audit) -> None:
        """What a domain keeps in the ledger beside what it owes; mending one may have mended another."""
        for difference in list(audit(None)):
            self._audit_one(difference, lambda payment: list(audit(payment)))

    def _audit_one(self, difference: Difference, audit: Callable[[Payment | None], list[Difference]]) -> None:
        self.row.looked_at += 1
        if audit(difference.payment):
            self._heal(difference, lambda: audit(difference.payment))

    def _look_at_payouts(self, seen: dict[str, ListedPayout]) -> None:
        """The days and sums of those that went through, and those that the bank sent back until their money has arrived."""
        for payout in seen.values():
            if payout.listed and payout.created < self.until:
                self._add_up(payout)
        self._note_all(payouts.still_failed(seen, self.came_again))

    def _add_up(self, payout: ListedPayout) -> None:
        """A payout beside its entries, each entry beside our ledger, and its day beside the one that is noted."""
        self.row.payouts += 1
        lines = list(listing.payout_lines(payout.id))
        self._note_all(payouts.payout_differences(payout, lines))
        for line in lines:
            self._look_at(line, payouts.line_differences)
        if payout.status == "paid":
            self.came_again |= {line.source for line in lines if line.type == payouts.FAILED_PAYOUT}
        for difference in payouts.note_arrival(payout, lines):
            finding = self._note(difference, difference.payment)
            if finding.payment and payouts.adopt_arrival(finding.payment, payout):
                self._settle(finding)

    def _heal(self, difference: Difference, again: Callable[[], list[Difference]]) -> None:
        try:
            payment = difference.payment or self._payment_behind(difference)
        except _NotOurs:
            return
        finding = self._note(difference, payment)
        if payment is None or not self._sync(payment):
            return
        still = {(left.kind, left.subject) for left in again()}
        if (difference.kind, difference.subject) not in still:
            self._settle(finding)

    def _payment_behind(self, difference: Difference) -> Payment | None:
        """Whose intent it is: Stripe's metadata say so. Raises _NotOurs for what another system took."""
        try:
            origin = gateway.origin_of_intent(difference.intent) if difference.intent else None
        except NotAtProvider:
            origin = None
        if origin is None or not origin.payment_id:
            raise _NotOurs
        first = Payment.objects.filter(pk=origin.payment_id).first()
        return payment_of_invoice(first, origin.invoice) if first and origin.renewal else first

    def _not_final(self) -> Iterator[Payment]:
        """Every payment of any age of which something may still change."""
        waiting = Payment.objects.not_settled().exclude(stripe_session=None, stripe_invoice=None)
        refunds = Refund.objects.filter(status__in=Refund.UNFINISHED).values("payment")
        disputes = Dispute.objects.exclude(status__in=Dispute.CLOSED).values("payment")
        ours = (waiting | Payment.objects.filter(pk__in=refunds) | Payment.objects.filter(pk__in=disputes)).distinct()
        yield from ours.filter(livemode=gateway.livemode(), created_at__lt=self.until).order_by("created_at")

    def _refresh(self, payment: Payment) -> None:
        self.row.looked_at += 1
        before = _state_of(payment)
        if not self._sync(payment):
            return
        after = _state_of(Payment.objects.get(pk=payment.pk))
        if after != before:
            said = Difference(Finding.Kind.STATE, str(payment.pk), payment, ours=before[:120], theirs=after[:120])
            self._settle(self._note(said, payment))

    def _sync(self, payment: Payment) -> bool:
        try:
            sync(payment.pk, cause="reconcile_full", quiet=self.quiet)
        except UNANSWERED as error:
            logger.warning("Payment %s could not be compared: %s", payment.pk, error)
            self.row.unanswered += 1
            return False
        return True

    def _note_all(self, differences: Iterable[Difference]) -> None:
        for difference in list(differences):
            self._note(difference, difference.payment)

    def _note(self, difference: Difference, payment: Payment | None) -> Finding:
        finding, made = Finding.objects.get_or_create(
            kind=difference.kind,
            subject=difference.subject,
            resolved_at=None,
            defaults={
                "payment": payment,
                "ours": difference.ours,
                "theirs": difference.theirs,
                "off_jpy": difference.off_jpy,
                "found_by": self.row,
            },
        )
        self.seen.add(finding.pk)
        self.row.found += made
        return finding

    def _settle(self, finding: Finding) -> None:
        finding.resolved_at, finding.healed = timezone.now(), True
        finding.save()
        self.row.healed += 1


class _NotOurs(Exception):
    """Money of another system that shares the account."""


def _state_of(payment: Payment) -> str:
    """Everything about a payment that a comparison may change, in one line."""
    refunds = payment.refunds.order_by("pk").values_list("status", flat=True)
    disputes = payment.disputes.order_by("pk").values_list("status", flat=True)
    return " ".join([payment.state, *refunds, *disputes, f"{payment.ledger.count()}"])
