"""What a runner needs to know of the own place and page."""

from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import FundraisingPage, PageEdit, Race, Runner
from portal.people.models import Person
from portal.ui.road import Road

from .gifts import Gift, gifts_to_thank
from .roads import road_of_page
from .totals import NOTHING, Totals, totals


@dataclass(frozen=True, kw_only=True)
class MyRunning:
    """A runner's cockpit in short; `page` and `road` are None until the place is confirmed."""

    runner: Runner
    page: FundraisingPage | None
    totals: Totals
    days_left: int
    to_thank: list[Gift]
    road: Road | None
    waiting_text: PageEdit | None


def my_running(person: Person) -> MyRunning | None:
    """The latest race that the person runs or applied for, until a month after it; None without one."""
    runner = (
        Runner.objects.running()
        .filter(person=person)
        .select_related("race__campaign", "page__campaign__race")
        .order_by("-race__date")
        .first()
    )
    if runner is None or (timezone.localdate() - runner.race.date).days > 31:
        return None
    page: FundraisingPage | None = getattr(runner, "page", None)
    raised = totals(page) if page else NOTHING
    return MyRunning(
        runner=runner,
        page=page,
        totals=raised,
        days_left=runner.race.days_left(timezone.localdate()),
        to_thank=gifts_to_thank(page) if page else [],
        road=road_of_page(page, raised) if page else None,
        waiting_text=page.edits.filter(state=PageEdit.State.WAITING).first() if page else None,
    )


def place_of(person: Person, race: Race) -> Runner | None:
    """The person's application or place in this race, whatever became of it."""
    return Runner.objects.filter(person=person, race=race).select_related("page").first()


def race_taking_applications() -> Race | None:
    """The race that one can apply for today."""
    today = timezone.localdate()
    races = Race.objects.filter(apply_from__lte=today, apply_until__gte=today).select_related("campaign")
    return races.exclude(campaign__state="draft").order_by("date").first()
