"""When a runner is about to come by: from the start of a wave and a target time. An estimate, told as a span."""

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import FundraisingPage, Race, Runner
from campaigns.models.race import MARATHON_KM

# From the gun to the start line, at most; and how far a pace strays: a little faster, or slower the longer it goes on.
TO_THE_LINE = 10
FASTER = 0.03
SLOWER, SLOWER_AT_THE_END = 0.02, 0.06


@dataclass(frozen=True)
class Pace:
    """Who starts when and means to take how long."""

    start: dt.datetime
    target_minutes: int


@dataclass(frozen=True)
class Passing:
    """Between these two moments, to the full minute."""

    earliest: dt.datetime
    latest: dt.datetime


def passing(pace: Pace, km: Decimal | float) -> Passing:
    """When `pace` comes by at `km`: between a good day and a hard one."""
    share = min(max(float(km) / float(MARATHON_KM), 0), 1)
    even = pace.target_minutes * share
    earliest = math.floor(even * (1 - FASTER))
    latest = math.ceil(TO_THE_LINE + even * (1 + SLOWER + SLOWER_AT_THE_END * share))
    return Passing(pace.start + dt.timedelta(minutes=earliest), pace.start + dt.timedelta(minutes=latest))


def pace_of(runner: Runner) -> Pace | None:
    """The runner's own pace; None where wave or target time is not known."""
    if runner.wave is None or runner.target_minutes is None:
        return None
    return Pace(runner.wave.start, runner.target_minutes)


def runners_to_cheer(race: Race) -> list[FundraisingPage]:
    """Live pages of runners who let supporters see when they pass, by name."""
    live = FundraisingPage.objects.filter(state=FundraisingPage.State.LIVE, runner__race=race)
    shown = live.filter(runner__shows_times=True, runner__wave__isnull=False, runner__target_minutes__isnull=False)
    return list(shown.select_related("runner__wave__race").order_by("name_en", "name_ja", "pk"))


def own_page(race: Race, person_id: int) -> FundraisingPage | None:
    """The reader's own page, with their own pace, shown to nobody else."""
    mine = FundraisingPage.objects.filter(runner__race=race, runner__person=person_id)
    return mine.select_related("runner__wave__race").first()
