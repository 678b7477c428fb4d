"""Looks after payments whose webhook never came. Everything is healed through `sync` and nothing else."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .. import queries
from ..errors import IncompleteFacts, NotAtProvider, PaymentProviderDown
from ..models import LedgerEntry, Payment, ReconcilerSwitch, Reconciliation
from .settling import sync
from .steps import lock, move, tell

logger = logging.getLogger(__name__)
OPEN_FOR = dt.timedelta(hours=1)
# Stripe forgets an idempotency key after 24 hours. A checkout that was asked for but never came back is given up
# then, instead of made a second time (money.md 11): nobody ever saw its address.
GIVEN_UP_AFTER = dt.timedelta(hours=24)
AT_ONCE = 200


def reconcile_open() -> Reconciliation | None:
    """Ask Stripe about every payment that has been open for more than an hour, and write down what was found.

    The payer waits for these, so that the domain writes its (keyed) mails. None where staff switched it off. One that Stripe cannot answer for is counted and left; a second run finds nothing and changes nothing.
    """
    if not ReconcilerSwitch.current().is_on:
        return None
    run = Reconciliation.objects.create(kind=Reconciliation.Kind.OPEN)
    before = timezone.now() - OPEN_FOR
    for payment in Payment.objects.not_settled().filter(created_at__lt=before).order_by("created_at"):
        run.looked_at += 1
        _look_at(payment, run)
    for payment in Payment.objects.filter(state=Payment.State.CREATED, created_at__lt=timezone.now() - GIVEN_UP_AFTER):
        run.healed += _give_up(payment)
    run.difference_jpy = queries.balance().difference_jpy
    run.finished_at = timezone.now()
    run.save()
    if run.difference_jpy or run.held:
        logger.error("Reconciliation %s: difference ¥%s, %s held back", run.pk, run.difference_jpy, run.held)
    return run


def _look_at(payment: Payment, run: Reconciliation) -> None:
    if not (payment.stripe_session or payment.stripe_invoice):  # nothing of it is known at Stripe (demonstration)
        run.unanswered += 1
        return
    try:
        fresh = sync(payment.pk, cause="reconcile_open")
    except (NotAtProvider, PaymentProviderDown, IncompleteFacts) as error:
        logger.warning("Payment %s could not be compared: %s", payment.pk, error)
        run.unanswered += 1
        return
    run.healed += fresh.state != payment.state
    run.held += bool(fresh.quarantine)


@transaction.atomic
def _give_up(payment: Payment) -> bool:
    payment = lock(payment.pk)
    moved = not payment.stripe_session and move(payment, Payment.State.EXPIRED, cause="never reached the checkout")
    if moved:
        tell(payment)
    return moved


def fetch_missing_fees() -> int:
    """Fetch what Stripe kept, for paid charges whose balance transaction was not there at first; how many are known now.

    https://docs.stripe.com/api/balance_transactions (money.md 17)
    """
    known = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.FEE).values("payment_id")
    without = Payment.objects.paid().filter(~Q(stripe_charge=None)).exclude(pk__in=known).order_by("paid_at")
    found = 0
    for payment in without[:AT_ONCE]:
        try:
            sync(payment.pk, cause="fetch_missing_fees")
        except (NotAtProvider, PaymentProviderDown) as error:
            logger.warning("Fee of payment %s could not be fetched: %s", payment.pk, error)
            continue
        found += payment.ledger.filter(kind=LedgerEntry.Kind.FEE).exists()
    return found
