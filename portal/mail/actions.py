"""What staff do with mail that was given up."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.models import Person

from .errors import CannotSendAgain
from .models import OutgoingMail
from .outbox import call_the_carrier


@transaction.atomic
def send_again(*, mail_id: int, by: Person) -> OutgoingMail:
    """Put a mail that was given up back into the outbox, with all attempts before it. Raises CannotSendAgain."""
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if mail.state != OutgoingMail.State.FAILED:
        raise CannotSendAgain(_("Only mail that was given up can be sent again."))
    later = OutgoingMail.objects.filter(thread=mail.thread, pk__gt=mail.pk, state=OutgoingMail.State.SENT)
    if mail.thread and later.exists():
        raise CannotSendAgain(
            _("A later mail about the same thing was sent already, and this one would contradict it.")
        )
    mail.state, mail.attempts, mail.next_attempt = OutgoingMail.State.QUEUED, 0, timezone.now()
    mail.save(update_fields=["state", "attempts", "next_attempt"])
    log(instance=mail, action="mail.send_again", user=by)
    transaction.on_commit(partial(call_the_carrier, mail.pk))
    return mail
