"""A parent or guardian agrees that a minor takes part, by mail and without an account."""

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.mail.send import queue
from portal.people.folding import fold_email
from portal.people.models import PRIVACY_VERSION, Guardian, Person

from .refusals import GuardianMissing, NothingToDecide

SALT = "volunteers.guardian"
# As many letters a minor can send to people they name.
MOST_ASKED = 5


@transaction.atomic
def ask_guardian(*, minor: Person, name: str, email: str, by: Person) -> Guardian:
    """Write to a guardian. Raises GuardianMissing for one's own address, NothingToDecide after many letters."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=minor.pk)
    if fold_email(email) == minor.email:
        raise GuardianMissing(_("This is your own address: please write your guardian's."))
    if Guardian.objects.filter(minor=minor).count() >= MOST_ASKED:
        raise NothingToDecide(_("We have written several times already. Please ask the coordinator."))
    guardian = Guardian.objects.create(minor=minor, name=name.strip()[:120], email=fold_email(email))
    queue(
        template="shift_guardian_asked",
        to=guardian.email,
        language=minor.language,
        context={"guardian": guardian, "minor": minor, "token": token_of(guardian)},
        key=("shift_guardian_asked", str(guardian.pk)),
    )
    return guardian


def token_of(guardian: Guardian) -> str:
    """A signed name without a time in it: the link of the mail works until there is an answer, and to change it."""
    return signing.Signer(salt=SALT).sign(str(guardian.pk))


def guardian_of(token: str) -> Guardian | None:
    """Whom a link belongs to; None for a link that was not ours."""
    try:
        pk = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Guardian.objects.select_related("minor").filter(pk=int(pk)).first()


@transaction.atomic
def agree_as_guardian(*, guardian: Guardian, name: str, phone: str = "") -> Guardian:
    """The guardian agrees, under the name they write; the minor is told once."""
    guardian = Guardian.objects.select_for_update(of=("self",), no_key=True).get(pk=guardian.pk)
    guardian.name, guardian.phone = name.strip()[:120] or guardian.name, phone[:20]
    guardian.version, guardian.agreed_at, guardian.withdrawn_at = PRIVACY_VERSION, timezone.now(), None
    guardian.save(update_fields=["name", "phone", "version", "agreed_at", "withdrawn_at"])
    queue(
        template="shift_guardian_agreed",
        to=guardian.minor,
        context={"guardian": guardian},
        key=("shift_guardian_agreed", str(guardian.pk)),
    )
    return guardian


@transaction.atomic
def withdraw_as_guardian(*, guardian: Guardian) -> Guardian:
    """The guardian takes the consent back: no new shifts; the places there are stay until somebody says otherwise."""
    guardian = Guardian.objects.select_for_update(of=("self",), no_key=True).get(pk=guardian.pk)
    if guardian.agreed_at is not None and guardian.withdrawn_at is None:
        guardian.withdrawn_at = timezone.now()
        guardian.save(update_fields=["withdrawn_at"])
    return guardian
