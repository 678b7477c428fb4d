"""Coming to a gathering, and telling calendars when a date changes."""

from django.db import transaction
from django.utils import timezone

from campaigns.models import Gathering, GatheringReply, Race, Runner
from portal.calendars.stamp import stamp_changed
from portal.people.models import Person

from .refusals import GatheringFull, GatheringOver, OnlyForRunners

# What a calendar shows; a change of anything else is none of its business (calendars.md 8).
CALENDAR_FIELDS = frozenset(
    {"date", "starts_at", "limit_minutes", "ends_at", "title_ja", "title_en", "place_ja", "place_en", "is_cancelled"}
)


@transaction.atomic
def answer_gathering(*, gathering: Gathering, answer: str, by: Person) -> GatheringReply:
    """Say yes or no; the last answer counts. Raises GatheringOver, OnlyForRunners, GatheringFull."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if gathering.is_cancelled or gathering.starts_at <= timezone.now():
        raise GatheringOver
    if gathering.audience == Gathering.Audience.RUNNERS and not _runs_in(gathering, by):
        raise OnlyForRunners
    yes = GatheringReply.Answer.YES
    taken = gathering.replies.filter(answer=yes).exclude(person=by).count()
    if answer == yes and taken >= gathering.capacity:
        raise GatheringFull
    reply, created = GatheringReply.objects.get_or_create(gathering=gathering, person=by, defaults={"answer": answer})
    if not created and reply.answer != answer:
        reply.answer, reply.replied_at = answer, timezone.now()
        reply.save(update_fields=["answer", "replied_at"])
        stamp_changed(reply)
    return reply


def _runs_in(gathering: Gathering, person: Person) -> bool:
    return Runner.objects.running().filter(race__campaign=gathering.campaign_id, person=person).exists()


def date_changed(*, thing: Race | Gathering, fields: list[str]) -> None:
    """Staff saved a race or a gathering: stamp it once where a calendar must hear of it."""
    if CALENDAR_FIELDS.intersection(fields):
        with transaction.atomic():
            stamp_changed(thing)
