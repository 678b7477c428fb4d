"""What the donor changes later by the gift's signed link: what of it is shown, and whom it is dedicated to."""

from dataclasses import asdict, dataclass

from django.db import transaction
from wagtail.log_actions import log

from campaigns.models import Donation, MonthlyGift
from campaigns.queries.dedications import card_has_gone
from portal.people.models import Person

from .dedicating import send_card
from .monthly import remember_wishes

SHOWN = ("display_name", "show_name", "show_amount", "visibility")


@dataclass(frozen=True, kw_only=True)
class Dedication:
    """Whom a gift is dedicated to, folded and checked; all of it empty: to nobody."""

    tribute: str = ""
    tribute_name: str = ""
    tribute_email: str = ""
    tribute_words: str = ""


NOBODY = Dedication()


@transaction.atomic
def change_what_is_shown(
    *,
    donation: Donation,
    display_name: str,
    show_name: bool,
    show_amount: bool,
    visibility: str,
    message: str,
    dedication: Dedication | None = None,
    also_coming: bool = False,
    by: Person | None = None,
) -> Donation:
    """The donor's own choice, at any time; words that changed are read again before they are public.

    `dedication` None leaves it as it is. `also_coming` lets the coming gifts of a monthly plan follow what is shown: never
    message and dedication, which are said once. `by` is None for who holds the link without an account.
    """
    donation = Donation.objects.select_for_update(of=("self",)).select_related("payment").get(pk=donation.pk)
    before = _words(donation)
    donation.message = message
    donation.display_name, donation.show_name = display_name, show_name
    donation.show_amount, donation.visibility = show_amount, visibility
    changed = _rededicate(donation, dedication) if dedication is not None else []
    if _words(donation) != before:
        donation.message_state = Donation.MessageState.PENDING if donation.has_words else Donation.MessageState.NONE
    donation.save(update_fields=[*SHOWN, "message", "message_state", *asdict(NOBODY)])
    if changed:
        # What was there before is not kept: it names people, and an erasure would not find it.
        log(instance=donation, action="campaigns.dedication_changed", user=by, data={"fields": changed})
        send_card(donation)
    if also_coming:
        remember_wishes(donation, MonthlyGift.SHOWN)
    return donation


def _words(donation: Donation) -> tuple[str, ...]:
    """What others read: on the page, and on the card."""
    return donation.message, donation.tribute, donation.tribute_name, donation.tribute_words


def _rededicate(donation: Donation, dedication: Dedication) -> list[str]:
    """The fields that changed. Where the card has gone, its address and words are history, and stay."""
    wish = asdict(dedication)
    if dedication.tribute_name and card_has_gone(donation):
        wish |= {"tribute_email": donation.tribute_email, "tribute_words": donation.tribute_words}
    changed = [name for name, value in wish.items() if getattr(donation, name) != value]
    for name in changed:
        setattr(donation, name, wish[name])
    return changed


@transaction.atomic
def blank_dedication(*, donation: Donation, by: Person) -> Donation:
    """The office takes a dedication away, words and address of the card too; the message stays as it was decided. Audited."""
    donation = Donation.objects.select_for_update().get(pk=donation.pk)
    changed = _rededicate(donation, NOBODY)
    if not changed:
        return donation
    if not donation.message:
        donation.message_state = Donation.MessageState.NONE
    donation.save(update_fields=[*asdict(NOBODY), "message_state"])
    log(instance=donation, action="campaigns.dedication_blanked", user=by, data={"fields": changed})
    return donation
