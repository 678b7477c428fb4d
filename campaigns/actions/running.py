"""Applying for a place, and every later step of it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.models import Race, Runner, RunnerTransition, Wave
from campaigns.queries import race_day_state
from portal.calendars.stamp import stamp_changed
from portal.people.models import Person

from .paging import close_page, open_page
from .refusals import AlreadyApplied, ApplicationsClosed, NotFromHere, PlaceEnded, TooYoung
from .teaming import leave_team


@transaction.atomic
def apply_to_run(*, race: Race, by: Person, birth_date: dt.date, statement: str, pledge_jpy: int, shirt: str) -> Runner:
    """Ask for a place. Raises ApplicationsClosed, TooYoung, AlreadyApplied; remembers the date of birth."""
    race = Race.objects.select_for_update().select_related("campaign").get(pk=race.pk)
    if not race.takes_applications_on(timezone.localdate()):
        raise ApplicationsClosed(race)
    by.birth_date = birth_date
    if (by.age_on(race.date) or 0) < race.minimum_age:
        raise TooYoung(race)
    existing = Runner.objects.filter(race=race, person=by).first()
    if existing is not None:
        raise AlreadyApplied(existing)
    by.save(update_fields=["birth_date"])
    runner = Runner.objects.create(race=race, person=by, statement=statement, pledge_jpy=pledge_jpy, shirt=shirt)
    RunnerTransition.objects.create(runner=runner, to_state=runner.state, by=by)
    return runner


@transaction.atomic
def move_runner(*, runner: Runner, to: str, by: Person | None, note: str = "") -> Runner:
    """Take one step of the transition table; raises NotFromHere.

    A confirmed place opens a draft page. A place that ends closes the page and
    leaves the team; both keep their gifts.
    """
    runner = Runner.objects.select_for_update(of=("self",)).select_related("race__campaign", "person").get(pk=runner.pk)
    if not runner.may_become(to):
        raise NotFromHere(runner.get_state_display(), str(Runner.State(to).label))
    before, shown_before = runner.state, race_day_state(runner)
    runner.state = to
    runner.save(update_fields=["state"])
    RunnerTransition.objects.create(runner=runner, from_state=before, to_state=to, by=by, note=note)
    if by is not None:
        log(instance=runner, action="campaigns.runner_moved", user=by, data={"from": before, "to": to})
    if to == Runner.State.PLACE_CONFIRMED:
        open_page(runner=runner)
    if shown_before is not None and race_day_state(runner) != shown_before:
        stamp_changed(runner)
    if runner.is_out:
        leave_team(runner=runner, by=by)
        page = getattr(runner, "page", None)
        if page is not None:
            close_page(page=page, by=by)
    return runner


@transaction.atomic
def plan_race_day(
    *, runner: Runner, by: Person, target_minutes: int | None, shows_times: bool, wave: Wave | None = None
) -> Runner:
    """Write down when a runner starts and how long they mean to take, and whether supporters may see it; every word about
    consent is kept with its time. Raises PlaceEnded for a place that has ended."""
    runner = Runner.objects.select_for_update(of=("self",)).select_related("race").get(pk=runner.pk)
    if runner.is_out:
        raise PlaceEnded
    consent = shows_times != runner.shows_times
    runner.wave, runner.target_minutes, runner.shows_times = wave, target_minutes, shows_times
    runner.save(update_fields=["wave", "target_minutes", "shows_times"])
    if consent:
        log(instance=runner, action="campaigns.shows_times", user=by, data={"shown": shows_times})
    return runner
