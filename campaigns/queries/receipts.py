"""Which gifts wait for a receipt, what is missing for one, and whose a receipt is."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from wagtail.models import ModelLogEntry

from campaigns.models import Donation
from campaigns.models.donation import DonationQuerySet
from portal.jobs.models import Job
from portal.payments.actions.receipts import Donor
from portal.payments.gateway import livemode
from portal.payments.models import Payment, Receipt
from portal.payments.received import House, given_jpy
from portal.payments.refusals import DonorIncomplete, NoReceipt, NothingReceived, NotPaidOutYet
from portal.people.models import Person

# Money is on its way from payment to payout for days, over New Year for weeks.
LONGEST_PAYOUT = dt.timedelta(days=90)


@dataclass(frozen=True)
class Due:
    """Gifts of one donor and one year that want a receipt; `missing` says why they have none yet."""

    year: int
    donations: list[Donation] = field(default_factory=list)
    amount_jpy: int = 0
    missing: str = ""


def seen_as(dues: Iterable[Due]) -> str:
    """What somebody saw who confirms these receipts, in one word: another gift, name or amount is another word."""
    lines = sorted(f"{gift.pk} {identity(gift)} {one.amount_jpy}" for one in dues for gift in one.donations)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def was_pressed(nonce: str) -> bool:
    """Whether the button of a page with this nonce has had its effect: a step with a receipt, or a batch that began."""
    if not nonce:
        return False
    steps = ModelLogEntry.objects.filter(action__startswith="campaigns.receipt_", data__nonce=nonce)
    return steps.exists() or Job.objects.filter(kind="receipts", parameters__nonce=nonce).exists()


def donor_of(donation: Donation) -> Donor:
    """Who stands on the receipt of a gift."""
    return Donor(
        legal_name=donation.legal_name,
        postcode=donation.postcode,
        address=donation.address,
        language=donation.language,
        is_body=donation.is_receipted_to_a_body,
    )


def paid_between(first: dt.date, last: dt.date) -> DonationQuerySet:
    """Gifts whose money may count as received from `first` to `last`: paid then or shortly before."""
    paid = Donation.objects.filter(
        payment__state=Payment.State.PAID,
        payment__surplus=False,
        payment__livemode=livemode(),
        payment__paid_at__date__gte=first - LONGEST_PAYOUT,
        payment__paid_at__date__lte=last,
    )
    related = ("payment__ledger", "payment__receipt_lines__receipt")
    return paid.select_related("payment__payout_arrival").prefetch_related(*related).order_by("payment__paid_at", "pk")


def due(year: int) -> list[Due]:
    """What January's batch has to do: a receipt for each donor, oldest gift first. Raises NoIssuer.

    Gifts with different legal names or addresses make different receipts; what was refunded, or stands on a live
    receipt, is left out.
    """
    house = House.read()
    groups: dict[tuple[str, ...], list[Donation]] = {}
    wishes = paid_between(dt.date(year, 1, 1), dt.date(year, 12, 31)).filter(wants_receipt=True)
    for donation in wishes.exclude(payment__receipt_lines__live=True):
        day = house.received_on(payment_of(donation))
        if day is not None and day.year == year and given_jpy(payment_of(donation)):
            groups.setdefault(identity(donation), []).append(donation)
    return [_due(house, year, donations) for donations in groups.values()]


def identity(donation: Donation) -> tuple[str, ...]:
    """What gifts on one statement share."""
    return (donation.donor_key, donation.legal_name.strip(), donation.postcode, donation.address.strip())


def _due(house: House, year: int, donations: list[Donation]) -> Due:
    missing = next((why for donation in donations if (why := _why_not(house, donation))), "")
    return Due(year, donations, sum(given_jpy(payment_of(donation)) for donation in donations), missing)


def missing_for_receipt(donation: Donation) -> str:
    """The sentence that says why a gift has no receipt yet; "" where it could be issued now."""
    try:
        return _why_not(House.read(), donation)
    except NoReceipt as refused:
        return refused.sentence


def _why_not(house: House, donation: Donation) -> str:
    try:
        if donation.payment is None or not given_jpy(donation.payment):
            raise NothingReceived
        if lacking := donor_of(donation).missing():
            raise DonorIncomplete(lacking)
        day = house.received_on(donation.payment)
        if day is None:
            raise NotPaidOutYet
        house.details_on(day)
        house.certification_on(day)
    except NoReceipt as refused:
        return refused.sentence
    return ""


def payment_of(donation: Donation) -> Payment:
    """The payment of a gift that was selected by it."""
    assert donation.payment is not None  # noqa: S101  # the caller selected paid gifts
    return donation.payment


def receipts_of_person(person: Person) -> QuerySet[Receipt]:
    """The receipts of somebody's own gifts, cancelled ones too, newest first; without their files."""
    return _listed(Q(lines__payment__donation__person=person))


def receipts_of_gift(donation: Donation) -> QuerySet[Receipt]:
    """Every receipt that a gift stood on."""
    return _listed(Q(lines__payment__donation=donation))


def _listed(whose: Q) -> QuerySet[Receipt]:
    return Receipt.objects.filter(whose).select_related("replaced_by").defer("pdf", "replaced_by__pdf").distinct()


def donations_on(receipt: Receipt) -> Iterable[Donation]:
    """The gifts that a receipt was issued for, oldest first."""
    lines = Donation.objects.filter(payment__receipt_lines__receipt=receipt)
    return lines.select_related("payment").order_by("payment__paid_at", "pk")


def gifts_without_receipt(person: Person) -> list[Donation]:
    """Somebody's paid gifts that stand on no live receipt, newest first, the last hundred."""
    paid = Donation.objects.standing().filter(person=person, payment__state=Payment.State.PAID, payment__surplus=False)
    free = paid.exclude(payment__receipt_lines__live=True).select_related("campaign", "page", "payment__payout_arrival")
    return list(free.prefetch_related("payment__ledger", "payment__receipt_lines")[:100])
