"""Asking suitable people to take a place: once each, and the first who say yes get it (volunteering.md 14)."""

from collections.abc import Collection, Iterable

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.mail.send import queue
from portal.people.errors import Refused
from portal.people.models import Consent, Person
from volunteers.models import Ask, Demand, Status
from volunteers.queries.askable import may_be_asked
from volunteers.queries.standing import standing_of

from .asking import approve
from .locks import lock
from .refusals import AlreadySignedUp, ShiftFull, WindowClosed
from .signing_up import sign_up

SALT = "volunteers.ask"
MOST_AT_ONCE = 50
# Of the text on the page where people agree to be asked.
CONSENT_VERSION = "2026-11"


def token_of(ask: Ask) -> str:
    """What the link in the mail carries: good for answering this one request, for its person, and nothing else."""
    return signing.dumps(ask.pk, salt=SALT)


def ask_of(token: str) -> Ask | None:
    """The request behind a link; None for anything that we did not write."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Ask.objects.filter(pk=pk).select_related("person", "demand__role", "demand__shift__place").first()


@transaction.atomic
def ask_people(*, demand: Demand, people: Iterable[Person], by: Person) -> list[Ask]:
    """Write to those of `people` who may still be asked, each once; returns the new requests.

    Raises WindowClosed where nobody could say yes any more.
    """
    wanted = sorted({person.pk for person in people})[:MOST_AT_ONCE]
    held = lock(people=wanted, demands=[demand.pk])
    demand, now = held.demands[demand.pk], timezone.now()
    if not demand.shift.takes_sign_ups(now):
        raise WindowClosed(_("Sign-up for this shift is not open, so nobody could say yes. Open it first."))
    allowed = may_be_asked(demand, now=now).filter(pk__in=wanted).order_by("pk")
    asks = [Ask.objects.create(demand=demand, person=person, asked_by=by, asked_at=now) for person in allowed]
    for ask in asks:
        write_to(ask)
    if asks:
        log(demand.shift, "volunteers.ask", user=by, data={"role": demand.role.slug, "people": len(asks)})
    return asks


def write_to(ask: Ask) -> None:
    shift = ask.demand.shift
    standing = standing_of(ask.person, now=ask.asked_at)
    queue(
        template="shift_asked",
        to=ask.person,
        context={
            "ask": ask,
            "shift": shift,
            "role": ask.demand.role,
            "place": shift.place,
            "token": token_of(ask),
            "reads": bool(standing.promises_missing(ask.demand)),
        },
        key=("shift_asked", str(ask.pk)),
        reply_to=ask.asked_by.email,
    )


@transaction.atomic
def say_yes(*, ask: Ask, promised: Collection[str] = ()) -> Ask:
    """Take the place, if it is still there; else the answer is kept as too late. A second yes changes nothing.
    `promised` are the kinds of Promise that were ticked beside the button.

    Raises what sign_up raises, the lack of a place aside.
    """
    ask = Ask.objects.select_for_update(of=("self",), no_key=True).select_related("person", "demand").get(pk=ask.pk)
    try:
        with transaction.atomic():
            signup = sign_up(person=ask.person, demand=ask.demand, by=ask.person, promised=promised)
            if signup.status == Status.REQUESTED:  # whoever was asked need not be approved
                approve(signup=signup, by=ask.asked_by)
    except AlreadySignedUp:
        return answered(ask, Ask.Answer.YES)
    except ShiftFull:
        return answered(ask, Ask.Answer.TOO_LATE)
    return answered(ask, Ask.Answer.YES)


@transaction.atomic
def say_no(*, ask: Ask) -> Ask:
    """Not this time. Whoever said yes before gives the place back on the page of the shift. Raises Refused then."""
    ask = Ask.objects.select_for_update(of=("self",), no_key=True).get(pk=ask.pk)
    if ask.answer == Ask.Answer.YES:
        raise Refused(
            _("You said yes before. If you cannot come, please give your place back on the page of the shift.")
        )
    return answered(ask, Ask.Answer.NO)


def answered(ask: Ask, answer: Ask.Answer) -> Ask:
    ask.answer, ask.answered_at = answer, timezone.now()
    ask.save(update_fields=["answer", "answered_at"])
    return ask


@transaction.atomic
def agree_to_be_asked(*, person: Person, yes: bool) -> None:
    """Give or withdraw the consent to be asked by mail; kept with its version and time, never deleted."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    live = Consent.objects.filter(person=person, kind=Consent.Kind.ASKED, withdrawn_at__isnull=True)
    if yes and not live.exists():
        Consent.objects.create(person=person, kind=Consent.Kind.ASKED, version=CONSENT_VERSION)
    if not yes:
        live.update(withdrawn_at=timezone.now())
