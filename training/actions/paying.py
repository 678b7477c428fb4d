"""The fee of a course. It is never a gift: `gift_jpy` is 0 everywhere."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.payments.actions import open_payment, start_checkout, sync
from portal.payments.models import Payment
from portal.people.models import Person

from ..models import Enrolment, State
from .letters import tell
from .refusals import NoLongerPossible
from .seats import earliest, lock_enrolment, move, note

PURPOSE = "course_fee"
SLIP_DAYS = 3  # Stripe's default for a konbini slip, where the payment does not say
# A konbini chain reports a payment some hours after the till took it; the place waits that long.
SLIP_GRACE = dt.timedelta(hours=24)


def begin_payment(*, enrolment: Enrolment, success_url: str, cancel_url: str) -> str:
    """The address of the hosted checkout for an unpaid place. Call it outside any transaction.

    A second click leads to the same checkout; after a failed or expired attempt a new one opens. Raises
    NoLongerPossible where nothing is due, PaymentProviderDown where the provider does not answer.
    """
    enrolment = Enrolment.objects.select_related("person", "edition__course").get(pk=enrolment.pk)
    if not enrolment.owes_fee or enrolment.held_until is None or enrolment.held_until <= timezone.now():
        raise NoLongerPossible(_("There is nothing to pay: this place is no longer held for you."))
    person = enrolment.person
    payment = open_payment(
        purpose=PURPOSE,
        reference=enrolment.uuid,
        amount_jpy=enrolment.fee_jpy,
        gift_jpy=0,
        nonce=f"enrolment-{enrolment.uuid}",
        payer_name=person.display_name,
        payer_email=person.email,
        language=person.language,
        description=str(enrolment.edition),
    )
    return start_checkout(payment, success_url=success_url, cancel_url=cancel_url)


def refresh_payment(*, enrolment: Enrolment) -> Payment | None:
    """Ask the provider how the last attempt stands and converge; None where nobody tried to pay."""
    payment = latest_payment(enrolment)
    if payment is None or payment.is_paid or not payment.stripe_session:
        return payment
    return sync(payment.pk)


def latest_payment(enrolment: Enrolment) -> Payment | None:
    return Payment.objects.of(PURPOSE, enrolment.uuid).order_by("-created_at").first()


@transaction.atomic
def settle_enrolment(payment: Payment) -> None:
    """What a change of a course-fee payment means (PAYMENT_HANDLERS). The payment's row is locked by the caller.

    Only money moves seats: a failed attempt leaves the hold as it is, people try again until it ends. A payment slip
    keeps the place until the till's word must have come. Money that comes after the hold lapsed takes a seat if one
    is free, otherwise it goes back (training.md 3).
    """
    if payment.state not in (Payment.State.PAID, Payment.State.PROCESSING):
        return
    asked = lock_enrolment(Enrolment.objects.only("pk").get(uuid=payment.reference).pk)
    if payment.state == Payment.State.PROCESSING:
        _keep_for_the_slip(asked, payment)
        return
    if Enrolment.objects.filter(settled_payment=payment.pk).exists():
        return
    enrolment = None if payment.surplus else _who_takes_the_seat(asked, payment)
    if enrolment is None:
        _owe_back(asked, payment)
        return
    now = timezone.now()
    enrolment.paid_at = now
    enrolment.settled_payment = payment.pk
    move(enrolment, State.ENROLLED, now=now, reason=f"payment {payment.pk}")
    tell(enrolment, "enrolled")


def write_again(payment: Payment, *, again: str) -> bool:
    """Staff have the learner written to once more. False where this payment gave no place: then nothing is said."""
    enrolment = Enrolment.objects.filter(settled_payment=payment.pk).select_related("person", "edition__course").first()
    if enrolment is None:
        return False
    tell(enrolment, "enrolled", occasion=again)
    return True


def _who_takes_the_seat(asked: Enrolment, payment: Payment) -> Enrolment | None:
    """The held seat of this person (they may have asked again since), else a free one for a lapsed hold."""
    edition = asked.edition
    live = edition.enrolments.live().select_related("person").filter(person=asked.person).first()
    if live is not None:
        live.edition = edition
        holds = live.state in (State.PENDING_PAYMENT, State.OFFERED)
        return live if holds and live.fee_jpy == payment.amount_jpy else None
    open_still = edition.state == edition.State.PUBLISHED and not edition.has_begun(timezone.now())
    return asked if asked.state == State.LAPSED and open_still and edition.places_left else None


def _keep_for_the_slip(enrolment: Enrolment, payment: Payment) -> None:
    """People are told the slip's own date; the place waits longer for the till's word. Never past the first session."""
    if enrolment.state != State.PENDING_PAYMENT or enrolment.held_until is None:
        return
    now = timezone.now()
    slip_ends = payment.voucher_expires_at or now + dt.timedelta(days=SLIP_DAYS)
    starts_at = enrolment.edition.starts_at
    pay_by, until = earliest(slip_ends, starts_at), earliest(slip_ends + SLIP_GRACE, starts_at)
    known = (pay_by, until) == (enrolment.expires_at, enrolment.kept_until)
    if until >= enrolment.held_until and not known:
        enrolment.expires_at, enrolment.kept_until = pay_by, until
        enrolment.save(update_fields=["expires_at", "kept_until"])
        note(enrolment, origin=State.PENDING_PAYMENT, by=None, reason=f"kept for payment slip {payment.pk}", at=now)


def _owe_back(enrolment: Enrolment, payment: Payment) -> None:
    """Money without a seat: staff see it, the person is told."""
    now = timezone.now()
    enrolment.paid_at = enrolment.paid_at or now
    enrolment.settled_payment = enrolment.settled_payment or payment.pk
    enrolment.refund_due = True
    enrolment.save(update_fields=["paid_at", "settled_payment", "refund_due"])
    note(
        enrolment,
        origin=State(enrolment.state),
        by=None,
        reason=f"refund due: payment {payment.pk}",
        at=now,
    )
    tell(enrolment, "payment_late", occasion=str(payment.pk), amount_jpy=payment.amount_jpy)


@transaction.atomic
def mark_refunded(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Staff have sent the fee back."""
    enrolment = lock_enrolment(enrolment.pk)
    if enrolment.refund_due:
        enrolment.refund_due = False
        enrolment.save(update_fields=["refund_due"])
        note(enrolment, origin=State(enrolment.state), by=by, reason="refunded", at=timezone.now())
    return enrolment
