"""Fifty-one runners, each with a place and a live page, and three people who have just applied."""

import datetime as dt
import random

from django.utils import timezone

from campaigns.actions.paging import free_slug
from campaigns.models import (
    Campaign,
    FundraisingPage,
    Gathering,
    GatheringReply,
    PageEdit,
    Race,
    Runner,
    RunnerTransition,
    Wave,
)
from home.demo.people import People
from portal.people.models import Person

from .words import CLOSINGS, MIDDLES, OPENINGS, TITLES

WAY_TO_A_PLACE = [
    ("", Runner.State.APPLIED, 110),
    (Runner.State.APPLIED, Runner.State.SELECTED, 100),
    (Runner.State.SELECTED, Runner.State.PLACE_CONFIRMED, 92),
    (Runner.State.PLACE_CONFIRMED, Runner.State.PAID, 80),
]
SHIRTS = list(Runner.Shirt.values)


def load_runners(campaign: Campaign, people: People, today: dt.date) -> list[FundraisingPage]:
    """Pages in the order of the people; a second call makes nothing."""
    race = campaign.race
    have = set(Runner.objects.filter(race=race).values_list("person_id", flat=True))
    missing = [person for person in people.runners if person.pk not in have]
    waves = list(race.waves.all())
    Runner.objects.bulk_create([_runner(race, person, number, waves) for number, person in enumerate(missing)])
    runners = {
        runner.person_id: runner
        for runner in Runner.objects.filter(race=race, person__in=people.runners).select_related("person")
    }
    new = [runners[person.pk] for person in missing]
    RunnerTransition.objects.bulk_create([step for runner in new for step in _history(runner, today)])
    numbers = {person.pk: number for number, person in enumerate(people.runners)}
    for runner in new:
        _page(runner, campaign, numbers[runner.person_id], today).save()
    _applicants(race, people)
    _gathering_replies(campaign, people)
    pages = FundraisingPage.objects.filter(runner__in=runners.values()).select_related("runner")
    ordered = sorted(pages, key=lambda page: numbers[page.runner.person_id])  # type: ignore[union-attr]  # these are runners' own pages
    _waiting_text(ordered)
    return ordered


def _runner(race: Race, person: Person, number: int, waves: list[Wave]) -> Runner:
    return Runner(
        race=race,
        person=person,
        state=Runner.State.PAID if number % 3 else Runner.State.PLACE_CONFIRMED,
        statement=OPENINGS[number % len(OPENINGS)][0],
        pledge_jpy=100_000,
        shirt=SHIRTS[number % len(SHIRTS)],
        wave=waves[number % len(waves)] if waves else None,
        target_minutes=210 + number * 13 % 180,
        shows_times=number % 4 != 3,
    )


def _history(runner: Runner, today: dt.date) -> list[RunnerTransition]:
    """How the runner came to the present state, days ago."""
    steps = []
    for before, after, days in WAY_TO_A_PLACE:
        at = timezone.now() - dt.timedelta(days=days)
        steps.append(RunnerTransition(runner=runner, from_state=before, to_state=after, at=at))
        if after == runner.state:
            break
    return steps


def _page(runner: Runner, campaign: Campaign, number: int, today: dt.date) -> FundraisingPage:
    person = runner.person
    draw = random.Random(f"page {person.email}")  # noqa: S311  # a demonstration, not a secret
    title = TITLES[number % len(TITLES)]
    parts = [OPENINGS[number % len(OPENINGS)], MIDDLES[draw.randrange(len(MIDDLES))], CLOSINGS[number % len(CLOSINGS)]]
    only_english = person.language == "en" and number % 2 == 1
    both = number % 3 == 0 or person.language == "en"
    return FundraisingPage(
        runner=runner,
        campaign=campaign,
        slug=free_slug(person.latin_name),
        state=FundraisingPage.State.LIVE,
        live_since=timezone.now() - dt.timedelta(days=75 - number % 14, minutes=number),
        created_at=timezone.now() - dt.timedelta(days=92),
        name_ja=f"{person.family_name} {person.given_name}",
        name_en=person.latin_name,
        title_ja="" if only_english else title[0],
        story_ja="" if only_english else "\n\n".join(part[0] for part in parts),
        title_en=title[1] if both or only_english else "",
        story_en="\n\n".join(part[1] for part in parts) if both or only_english else "",
        target_jpy=100_000 if number < 3 else draw.choice([100_000, 100_000, 100_000, 150_000, 200_000]),
        avatar_seed=f"runner-{person.uuid.hex[:12]}",
    )


def _applicants(race: Race, people: People) -> None:
    """Three who wait for an answer, so that the office has something to decide."""
    for number, person in enumerate(people.crowd[:3]):
        if not Runner.objects.filter(race=race, person=person).exists():
            runner = Runner.objects.create(
                race=race,
                person=person,
                statement=OPENINGS[-1 - number][0],
                pledge_jpy=120_000 + number * 30_000,
                shirt="M",
                applied_at=timezone.now() - dt.timedelta(days=number + 1),
            )
            RunnerTransition.objects.create(runner=runner, to_state=runner.state, by=person, at=runner.applied_at)


def _gathering_replies(campaign: Campaign, people: People) -> None:
    yes = GatheringReply.Answer.YES
    for number, gathering in enumerate(Gathering.objects.filter(campaign=campaign)):
        coming = people.runners[number % 2 : 18 + number * 4 : 2]
        GatheringReply.objects.bulk_create(
            [GatheringReply(gathering=gathering, person=person, answer=yes) for person in coming], ignore_conflicts=True
        )


def _waiting_text(pages: list[FundraisingPage]) -> None:
    """One live page whose runner has proposed new words."""
    page = pages[4]
    if not page.edits.exists():
        words = {"title_ja": "雪の日も、朝の5キロ", "story_ja": f"{page.story_ja}\n\n今朝は雪の中を走りました。"}
        PageEdit.objects.create(page=page, **words, title_en=page.title_en, story_en=page.story_en)
