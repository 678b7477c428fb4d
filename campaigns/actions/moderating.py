"""Reading words before they are public. Every decision is in Wagtail's log."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.models import Donation, FundraisingPage, PageEdit
from portal.people.models import Person

from .dedicating import send_card
from .paging import locked, move
from .refusals import AlreadyDecided


@transaction.atomic
def approve_message(*, donation: Donation, by: Person) -> Donation:
    """Let the public read a donor's message, and send the card of a dedication. Raises AlreadyDecided."""
    return _decide_message(donation, Donation.MessageState.APPROVED, by)


@transaction.atomic
def reject_message(*, donation: Donation, by: Person) -> Donation:
    """Keep a donor's message from the public; the gift is shown as before. Raises AlreadyDecided."""
    return _decide_message(donation, Donation.MessageState.REJECTED, by)


def _decide_message(donation: Donation, to: str, by: Person) -> Donation:
    donation = Donation.objects.select_for_update(of=("self",)).select_related("payment").get(pk=donation.pk)
    if donation.message_state != Donation.MessageState.PENDING:
        raise AlreadyDecided
    donation.message_state = to
    donation.save(update_fields=["message_state"])
    log(instance=donation, action=f"campaigns.message_{to}", user=by)
    send_card(donation)
    return donation


@transaction.atomic
def accept_text(*, edit: PageEdit, by: Person) -> FundraisingPage:
    """Put proposed words on the page; a page that waited for them goes live. Raises AlreadyDecided."""
    edit, page = _take(edit)
    for word in PageEdit.WORDS:
        setattr(page, word, getattr(edit, word))
    if page.state == FundraisingPage.State.PENDING:
        move(page, FundraisingPage.State.LIVE)
    page.save(update_fields=[*PageEdit.WORDS, "state", "live_since"])
    _decide_text(edit, PageEdit.State.ACCEPTED, by)
    return page


@transaction.atomic
def send_back_text(*, edit: PageEdit, reason: str, by: Person) -> FundraisingPage:
    """Ask the runner for other words; a page that never was live is a draft again. Raises AlreadyDecided."""
    edit, page = _take(edit)
    if page.state == FundraisingPage.State.PENDING:
        move(page, FundraisingPage.State.DRAFT)
        page.save(update_fields=["state"])
    edit.reason = reason
    _decide_text(edit, PageEdit.State.REJECTED, by)
    return page


def _take(edit: PageEdit) -> tuple[PageEdit, FundraisingPage]:
    page = locked(edit.page)
    edit = PageEdit.objects.select_for_update().get(pk=edit.pk)
    if edit.state != PageEdit.State.WAITING:
        raise AlreadyDecided
    return edit, page


def _decide_text(edit: PageEdit, state: str, by: Person) -> None:
    edit.state, edit.decided_at, edit.decided_by = state, timezone.now(), by
    edit.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    log(instance=edit.page, action=f"campaigns.text_{state}", user=by)
