"""Who has a place in the coming edition, each with a fee that was paid by bank transfer."""

import datetime as dt
import random
import uuid

from django.utils import timezone

from portal.payments.models import LedgerEntry, Payment
from portal.people.models import Person
from training.models import Edition, Enrolment, EnrolmentEvent, State

NAMESPACE = uuid.UUID("0b1c1c0e-46a5-4b76-8f5c-2f0d6a0f2046")


def enrol_everybody(edition: Edition, *, by_name: dict[str, Person], crowd: list[Person], taken: int) -> None:
    """trainee@ first, then the crowd, until `taken` places are gone. Only in an edition that is still empty."""
    if edition.enrolments.exists():
        return
    people = [by_name["trainee"], *crowd][:taken]
    draw = random.Random(edition.number)  # noqa: S311  # a demonstration, not a secret
    enrolments = [enrolment_of(edition, person, days_ago=draw.uniform(1, 35)) for person in people]
    Enrolment.objects.bulk_create(enrolments)
    EnrolmentEvent.objects.bulk_create([event for enrolment in enrolments for event in events_of(enrolment)])
    payments = [payment_of(enrolment) for enrolment in enrolments]
    Payment.objects.bulk_create(payments)
    LedgerEntry.objects.bulk_create([entry_of(payment) for payment in payments])
    Edition.objects.filter(pk=edition.pk).update(seats_taken=edition.enrolments.holding_a_seat().count())


def enrolment_of(edition: Edition, person: Person, *, days_ago: float) -> Enrolment:
    """Enrolled and paid; born after 2002 counts as a student here."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    student = person.birth_date is not None and person.birth_date.year > 2002
    key = uuid.uuid5(NAMESPACE, person.email)
    return Enrolment(
        uuid=key,
        edition=edition,
        person=person,
        state=State.ENROLLED,
        student=student,
        fee_jpy=edition.fee_for(student=student),
        created_at=at,
        enrolled_at=at,
        paid_at=at,
        settled_payment=uuid.uuid5(NAMESPACE, f"payment {person.email}"),
        calendar_changed_at=at,
    )


def events_of(enrolment: Enrolment) -> list[EnrolmentEvent]:
    steps = [("", State.PENDING_PAYMENT), (State.PENDING_PAYMENT, State.ENROLLED)]
    return [
        EnrolmentEvent(enrolment=enrolment, from_state=before, to_state=after, at=enrolment.created_at)
        for before, after in steps
    ]


def payment_of(enrolment: Enrolment) -> Payment:
    """A bank transfer: no provider knows it, so nothing has to be reconciled with one. Never a gift."""
    person = enrolment.person
    return Payment(
        id=enrolment.settled_payment,
        purpose="course_fee",
        reference=enrolment.uuid,
        nonce=f"offline-course_fee-{enrolment.uuid}",
        amount_jpy=enrolment.fee_jpy,
        gift_jpy=0,
        livemode=False,
        state=Payment.State.PAID,
        method=Payment.Method.OFFLINE,
        payer_name=person.display_name,
        payer_email=person.email,
        language=person.language,
        description=str(enrolment.edition),
        created_at=enrolment.created_at,
        paid_at=enrolment.paid_at,
    )


def entry_of(payment: Payment) -> LedgerEntry:
    return LedgerEntry(
        payment=payment,
        kind=LedgerEntry.Kind.OFFLINE,
        source_id=str(payment.pk),
        amount_jpy=payment.amount_jpy,
        gift_jpy=0,
        occurred_at=payment.paid_at or payment.created_at,
    )
