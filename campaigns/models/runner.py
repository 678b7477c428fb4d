"""A person's place in a race, and how it came to be."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.calendars.models import CalendarStamped

from .race import Race, Wave


class RunnerQuerySet(models.QuerySet["Runner"]):
    def running(self) -> "RunnerQuerySet":
        """Runners whose place has not ended: neither declined nor withdrawn."""
        return self.exclude(state__in=Runner.OUT)

    def with_a_place(self) -> "RunnerQuerySet":
        """Runners whose place the foundation confirmed, and what follows from it."""
        return self.exclude(state__in=[*Runner.OUT, Runner.State.APPLIED, Runner.State.SELECTED])


class Runner(CalendarStamped):
    """One person in one race. The foundation confirms places; staff only write down what it said.

    The runner's own required donation to the foundation is apart from the money raised on the page. In
    calendars race day keeps the race's UID; the runner's own stamp raises its SEQUENCE when the place ends.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        SELECTED = "selected", _("selected")
        PLACE_CONFIRMED = "place_confirmed", _("place confirmed by the foundation")
        PAID = "paid", _("own donation paid")
        BIB_COLLECTED = "bib_collected", _("bib collected")
        STARTED = "started", _("started")
        FINISHED = "finished", _("reached the finish")
        DNS = "dns", _("did not start")
        DNF = "dnf", _("did not finish")
        DECLINED = "declined", _("not selected")
        WITHDRAWN = "withdrawn", _("withdrew")

    OUT = (State.DECLINED, State.WITHDRAWN)
    MOVES: dict[str, tuple[str, ...]] = {
        State.APPLIED: (State.SELECTED, State.DECLINED, State.WITHDRAWN),
        State.SELECTED: (State.PLACE_CONFIRMED, State.DECLINED, State.WITHDRAWN),
        State.PLACE_CONFIRMED: (State.PAID, State.WITHDRAWN),
        State.PAID: (State.BIB_COLLECTED, State.DNS, State.WITHDRAWN),
        State.BIB_COLLECTED: (State.STARTED, State.DNS, State.WITHDRAWN),
        State.STARTED: (State.FINISHED, State.DNF),
        State.FINISHED: (),
        State.DNS: (),
        State.DNF: (),
        State.DECLINED: (),
        State.WITHDRAWN: (),
    }

    class Shirt(models.TextChoices):
        XS = "XS", "XS"
        S = "S", "S"
        M = "M", "M"
        L = "L", "L"
        XL = "XL", "XL"

    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="runners")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="runners")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.APPLIED, editable=False)
    statement = models.TextField(_("why I run"), max_length=2000)
    pledge_jpy = models.PositiveIntegerField(_("what I hope to raise (yen)"))
    shirt = models.CharField(_("T-shirt size"), max_length=2, choices=Shirt)
    emergency_name = models.CharField(_("emergency contact: name"), max_length=120, blank=True)
    emergency_phone = models.CharField(_("emergency contact: telephone"), max_length=20, blank=True)
    bib = models.CharField(_("bib"), max_length=10, blank=True)
    wave = models.ForeignKey(
        Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="runners", verbose_name=_("wave")
    )
    target_minutes = models.PositiveSmallIntegerField(
        _("target time in minutes"), null=True, blank=True, validators=[MinValueValidator(120), MaxValueValidator(420)]
    )
    shows_times = models.BooleanField(
        _("supporters see when I pass"),
        default=False,
        help_text=_("The cheering guide then tells from wave and target time when this runner is about to come by."),
    )
    applied_at = models.DateTimeField(_("applied"), default=timezone.now)

    objects = RunnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("runner")
        verbose_name_plural = _("runners")
        ordering = ["-applied_at"]
        constraints = [models.UniqueConstraint(fields=["race", "person"], name="one_place_per_person_and_race")]

    def __str__(self) -> str:
        return f"{self.person} · {self.race}"

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    @property
    def next_states(self) -> list[tuple[str, str]]:
        """What staff can choose from here, as (value, label)."""
        return [(state, str(self.State(state).label)) for state in self.MOVES[self.state]]

    @property
    def has_a_place(self) -> bool:
        """Whether the foundation confirmed the place, whatever followed from it but an end."""
        return self.state not in (*self.OUT, self.State.APPLIED, self.State.SELECTED)

    @property
    def is_out(self) -> bool:
        return self.state in self.OUT


class RunnerTransition(models.Model):
    """One step of a runner's place: from, to, who, when. Rows are only ever added."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="history")
    from_state = models.CharField(max_length=20, choices=Runner.State, blank=True)
    to_state = models.CharField(max_length=20, choices=Runner.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("step of a runner")
        verbose_name_plural = _("steps of runners")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
