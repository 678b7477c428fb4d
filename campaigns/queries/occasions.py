"""Dates of the campaigns domain: for one person's diary, and for everybody."""

import datetime as dt
from typing import Literal

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Gathering, GatheringReply, Race, Runner
from portal.calendars.occasion import Occasion
from portal.people.models import Person

State = Literal["confirmed", "tentative", "cancelled"]


def occasions_for(person: Person, *, since: dt.datetime, until: dt.datetime) -> list[Occasion]:
    """Gatherings that the person said yes to, and race day for a runner, that touch the window."""
    replies = (
        GatheringReply.objects.filter(person=person, gathering__ends_at__gte=since, gathering__starts_at__lt=until)
        # A first answer of "no" was never in a calendar; a "yes" that was taken back is there as cancelled.
        .filter(Q(answer=GatheringReply.Answer.YES) | Q(calendar_sequence__gt=0))
        .exclude(gathering__campaign__state=Campaign.State.DRAFT)
        .select_related("gathering__campaign")
    )
    runners = Runner.objects.filter(
        person=person, race__date__gte=since.date() - dt.timedelta(days=1), race__date__lte=until.date()
    ).select_related("race__campaign")
    found = [_of_reply(reply) for reply in replies]
    found += [of_runner for runner in runners if (of_runner := _of_runner(runner)) is not None]
    return sorted(found, key=lambda occasion: (occasion.start, str(occasion.uid)))


def public_occasions(campaign: Campaign) -> list[Occasion]:
    """Race day and the gatherings that are for everybody; nothing of a campaign that is not public."""
    if campaign.state == Campaign.State.DRAFT:
        return []
    everybody = campaign.gatherings.filter(audience=Gathering.Audience.EVERYBODY).select_related("campaign")
    found = [_of_gathering(gathering) for gathering in everybody]
    race = Race.objects.filter(campaign=campaign).select_related("campaign").first()
    if race is not None:
        found.append(_of_race(race, state=_firmness(race)))
    return sorted(found, key=lambda occasion: (occasion.start, str(occasion.uid)))


def race_day_state(runner: Runner) -> State | None:
    """How race day stands in the runner's calendar; None where it never was in it."""
    if runner.state == Runner.State.APPLIED:
        return None
    if runner.is_out:
        return "cancelled" if runner.history.exclude(from_state__in=["", Runner.State.APPLIED]).exists() else None
    return "tentative" if runner.state == Runner.State.SELECTED else _firmness(runner.race)


def _firmness(race: Race) -> State:
    return "tentative" if race.is_provisional else "confirmed"


def _of_runner(runner: Runner) -> Occasion | None:
    state = race_day_state(runner)
    if state is None:
        return None
    note = _("Bib %(bib)s") % {"bib": runner.bib} if runner.bib else ""
    return _of_race(runner.race, state=state, of_runner=runner, note=note)


def _of_race(race: Race, *, state: State, of_runner: Runner | None = None, note: str = "") -> Occasion:
    """`of_runner` adds its own stamp: the race's UID, but a SEQUENCE that also rises with the place."""
    changed = [race.calendar_changed_at, *([of_runner.calendar_changed_at] if of_runner else [])]
    return Occasion(
        uid=race.calendar_uid,
        kind="race",
        title=race.campaign.name,
        start=race.start,
        end=race.end,
        changed_at=max(changed),
        sequence=race.calendar_sequence + (of_runner.calendar_sequence if of_runner else 0),
        state=state,
        url=settings.BASE_URL + race.campaign.get_absolute_url(),
        note=note,
    )


def _of_reply(reply: GatheringReply) -> Occasion:
    return _of_gathering(reply.gathering, reply=reply)


def _of_gathering(gathering: Gathering, *, reply: GatheringReply | None = None) -> Occasion:
    off = gathering.is_cancelled or (reply is not None and reply.answer == GatheringReply.Answer.NO)
    changed = [gathering.calendar_changed_at, *([reply.calendar_changed_at] if reply else [])]
    return Occasion(
        uid=gathering.calendar_uid,
        kind="gathering",
        title=gathering.title,
        start=gathering.starts_at,
        end=gathering.ends_at,
        changed_at=max(changed),
        sequence=gathering.calendar_sequence + (reply.calendar_sequence if reply else 0),
        state="cancelled" if off else "confirmed",
        place=gathering.place,
        url=settings.BASE_URL + gathering.campaign.get_absolute_url() + f"#gathering-{gathering.pk}",
        description=gathering.text,
    )
