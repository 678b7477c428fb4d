"""Gifts that were given without an account become the donor's own, by a verified e-mail address alone."""

from allauth.account.models import EmailAddress
from django.db import transaction

from campaigns.models import Donation
from portal.people.folding import fold_email
from portal.people.models import Person


@transaction.atomic
def claim_gifts(*, by: Person) -> int:
    """Give `by` every gift that nobody owns and that was given with one of their verified addresses; how many.

    Calling it again, also at the same time, claims nothing twice. A gift whose donor was erased has no address left, and
    one that somebody owns stays theirs.
    """
    verified = EmailAddress.objects.filter(user=by, verified=True).values_list("email", flat=True)
    addresses = {fold_email(address) for address in verified} - {""}
    free = Donation.objects.filter(person=None, email__in=addresses)
    locked = list(free.select_for_update().order_by("pk").values_list("pk", flat=True))
    return Donation.objects.filter(pk__in=locked).update(person=by) if locked else 0
