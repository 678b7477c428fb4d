"""Why a receipt is not issued. Sentences are written for the reader, donor or staff."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.ui import words

if TYPE_CHECKING:
    from .models import Receipt


class NoReceipt(Refused):
    """A receipt cannot be issued now; the subclasses say why."""


class NoIssuer(NoReceipt):
    def __init__(self) -> None:
        super().__init__(_("The organisation's details for receipts are not entered yet."))


class DonorIncomplete(NoReceipt):
    """Without legal name and address there is no deductible receipt."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(_("For a receipt we still need: %(missing)s.") % {"missing": _(", ").join(missing)})


class NothingReceived(NoReceipt):
    def __init__(self) -> None:
        super().__init__(_("No money of this gift is here: it was not paid, or it was given back."))


class NotPaidOutYet(NoReceipt):
    def __init__(self) -> None:
        super().__init__(
            _("This gift counts as received when the payment provider has paid it out. That is still to come.")
        )


class NotCertified(NoReceipt):
    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _("On %(day)s the organisation was not certified, so this gift has no deductible receipt.")
            % {"day": words.day(day, year=True)}
        )


class SeveralYears(NoReceipt):
    def __init__(self) -> None:
        super().__init__(_("One receipt covers one calendar year."))


class AlreadyOnReceipt(NoReceipt):
    def __init__(self, receipt: "Receipt") -> None:
        self.receipt = receipt
        super().__init__(_("This gift is already on receipt %(code)s.") % {"code": receipt.code})


class ReceiptIsVoid(Refused):
    def __init__(self, receipt: "Receipt") -> None:
        super().__init__(_("Receipt %(code)s is cancelled.") % {"code": receipt.code})
