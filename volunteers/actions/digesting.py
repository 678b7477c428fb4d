"""The digest: what needs a coordinator, on Monday or every morning at eight; where nothing does, no mail."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import Coordinator, DigestRun
from volunteers.queries.rights import reach_of
from volunteers.queries.risk import morning

EIGHT = dt.time(8)
# What was due longer ago belongs to nobody who is new, nor to who has just chosen another rhythm.
FRESH = dt.timedelta(hours=1)


def last_due(digest: str, *, now: dt.datetime) -> dt.datetime | None:
    """When the newest digest of this kind was due; None where none is wanted."""
    if digest == Coordinator.Digest.NEVER:
        return None
    today = timezone.localdate(now)
    day = today if digest == Coordinator.Digest.DAILY else today - dt.timedelta(days=today.weekday())
    due = timezone.make_aware(dt.datetime.combine(day, EIGHT))
    step = dt.timedelta(days=1 if digest == Coordinator.Digest.DAILY else 7)
    return due if due <= now else due - step


def send_digests() -> int:
    """Settle every digest that is due; returns how many mails were written. Late is better than lost, and of several
    that were missed only the newest is written: it says everything that is still true."""
    now = timezone.now()
    settled = set(DigestRun.objects.filter(due__gt=now - dt.timedelta(days=8)).values_list("person_id", "due"))
    wanted = [(person, last_due(digest, now=now)) for person, digest in readers()]
    open_ones = [(person, due) for person, due in wanted if due is not None and (person.pk, due) not in settled]
    known = set(
        DigestRun.objects.filter(person__in=[person for person, _due in open_ones]).values_list("person", flat=True)
    )
    return sum(
        settle(person, due, begins_later=person.pk not in known and now - due > FRESH) for person, due in open_ones
    )


def readers() -> list[tuple[Person, str]]:
    """Everybody who plans shifts, with the digest they chose: weekly, unless they said otherwise."""
    may_change = Q(user_permissions__codename="change_shift") | Q(groups__permissions__codename="change_shift")
    people = Person.objects.filter(may_change, is_active=True, is_staff=True).distinct().order_by("pk")
    chosen = dict(Coordinator.objects.values_list("person_id", "digest"))
    return [(person, chosen.get(person.pk, Coordinator.Digest.WEEKLY)) for person in people]


@transaction.atomic
def settle(person: Person, due: dt.datetime, *, begins_later: bool = False) -> bool:
    """Write one digest, or note that there was nothing to say; whoever comes second does nothing. Who has become a
    coordinator since (`begins_later`) begins with the next one."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if DigestRun.objects.filter(person=person, due=due).exists():
        return False
    if begins_later:
        DigestRun.objects.create(person=person, due=due, sent=False)
        return False
    news = morning(timezone.now(), reach_of(person))
    DigestRun.objects.create(person=person, due=due, sent=news.says_something)
    if news.says_something:
        queue(
            template="shift_digest",
            to=person,
            context={"news": news, "risks": news.risks[:20]},
            key=("shift_digest", str(person.pk), due.isoformat()),
        )
    return news.says_something


@transaction.atomic
def choose_digest(*, person: Person, digest: str) -> Coordinator:
    """How often `person` hears, from the next due moment on; their reach stays as it is."""
    row, _made = Coordinator.objects.update_or_create(person=person, defaults={"digest": digest})
    due = last_due(digest, now=timezone.now())
    if due is not None and timezone.now() - due > FRESH:
        settle(person, due, begins_later=True)
    return row
