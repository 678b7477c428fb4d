"""Monthly gifts of the demonstration: one that runs and one that ended for donor@example.org, an overdue one, one asleep."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, MonthlyGift
from home.demo.people import People
from portal.payments.gateway import livemode
from portal.payments.models import Payment, PlanEnding, RecurringPlan
from portal.payments.reading import OUR_PAYMENT
from portal.payments.sandbox.objects.payments import Payer
from portal.payments.sandbox.seed import Plan, plant
from portal.people.models import Person

from .after import paid_in_sandbox
from .gifts import Rows, Wish, save, write

SPACE = uuid.UUID("3b7f7a52-54a5-4a7e-9d3e-6b1a8f0c2d11")
Status = RecurringPlan.Status


@dataclass(frozen=True)
class Story:
    """Somebody's plan: `months` given, the last one `ago` months before the running month; how it stands now."""

    key: str
    person: Person
    yen: int
    day: int
    months: int
    ago: int = 0
    status: str = Status.ACTIVE
    because: str = ""


@transaction.atomic
def load_monthly(winter: Campaign, people: People, today: dt.date) -> int:
    """Write the plans that are missing; how many there are."""
    donor, crowd = people.by_name["donor"], people.crowd
    stories = [
        Story("donor", donor, 3000, 8, 4),
        Story("donor-before", donor, 1000, 12, 6, ago=9, status=Status.ENDED, because="cancellation_requested"),
        Story(
            "overdue", crowd[70], 2000, min((today - dt.timedelta(days=3)).day, 28), 5, ago=1, status=Status.PAST_DUE
        ),
        Story("asleep", crowd[71], 5000, 15, 2, ago=3, status=Status.ENDED, because=RecurringPlan.PAYMENT_FAILED),
        Story("steady", crowd[72], 10_000, 20, 7),
    ]
    for story in stories:
        if not RecurringPlan.objects.filter(pk=_id(story)).exists():
            _write(story, winter, today)
    _rang(RecurringPlan.objects.get(pk=uuid.uuid5(SPACE, "donor-before")), by=people.by_name["fundraiser"])
    return MonthlyGift.objects.count()


def _rang(plan: RecurringPlan, *, by: Person) -> None:
    """One of the plans that ended was ended by the office."""
    wish = {"reason": "お電話にて、ご本人より", "asked_by": by, "asked_at": plan.ended_at}
    PlanEnding.objects.get_or_create(plan=plan, defaults=wish)


def _id(story: Story) -> uuid.UUID:
    return uuid.uuid5(SPACE, story.key)


def _write(story: Story, campaign: Campaign, today: dt.date) -> None:
    last = _months_before(today, story.day, story.ago)
    days = [_months_before(today, story.day, story.ago + back) for back in reversed(range(story.months))]
    rows = Rows()
    for number, at in enumerate(days, 1):
        key = f"demo-monthly-{story.key}-{number}"
        write(rows, Wish(key, at, story.yen, "card", story.person, None, None, anonymous=False), campaign, None)
    plan = _plan(story, rows.payments[0], last)
    for payment, donation in zip(rows.payments, rows.donations, strict=True):
        payment.plan, donation.person = plan, story.person
    save(rows)
    MonthlyGift.begun_with(rows.donations[0], plan).save()


def _plan(story: Story, first: Payment, last: dt.datetime) -> RecurringPlan:
    name, following = story.key.replace("-", "_"), _next_month(last)
    runs, overdue, ended = (story.status == status for status in (Status.ACTIVE, Status.PAST_DUE, Status.ENDED))
    return RecurringPlan.objects.create(
        id=_id(story),
        purpose="donation",
        reference=first.reference,
        amount_jpy=story.yen,
        gift_jpy=story.yen,
        livemode=livemode(),
        status=story.status,
        stripe_subscription=f"sub_demo_{name}",
        stripe_customer=f"cus_demo_{name}",
        created_at=first.created_at,
        next_payment_at=following if runs else timezone.now() + dt.timedelta(days=2) if overdue else None,
        failing_invoice=f"in_demo_{name}" if overdue else "",
        failing_since=following if overdue else None,
        ended_at=following if ended else None,
        ended_because=story.because,
    )


def _months_before(day: dt.date, of_month: int, months: int) -> dt.datetime:
    """Noon of the `of_month`th, `months` before the last one that has passed."""
    begun = day.day > of_month
    count = day.year * 12 + day.month - 1 - (0 if begun else 1) - months
    return dt.datetime(count // 12, count % 12 + 1, of_month, 12, tzinfo=timezone.get_default_timezone())


def _next_month(at: dt.datetime) -> dt.datetime:
    here = timezone.localtime(at)
    return here.replace(year=here.year + here.month // 12, month=here.month % 12 + 1)


def plant_in_sandbox(store: Path) -> int:
    """Let the sandbox know the plans that still run, whose donors can change the card or stop, and the gift paid twice."""
    running = RecurringPlan.objects.running().filter(stripe_subscription__startswith="sub_demo_")
    return plant(store, [_seed(plan) for plan in running], paid_in_sandbox())


def _seed(plan: RecurringPlan) -> Plan:
    payments = list(plan.payments.paid().order_by("paid_at"))
    first, last = payments[0], payments[-1]
    assert last.paid_at is not None  # noqa: S101  # only paid ones were selected
    assert plan.stripe_subscription is not None  # noqa: S101  # it begins with sub_demo_
    begin = plan.failing_since or last.paid_at
    retry = plan.next_payment_at if plan.status == Status.PAST_DUE else None
    return Plan(
        customer=plan.stripe_customer,
        subscription=plan.stripe_subscription,
        invoice=plan.failing_invoice or plan.stripe_subscription.replace("sub_", "in_"),
        payer=Payer(first.payer_name, first.payer_email),
        amount_jpy=plan.amount_jpy,
        description=first.description,
        began=_seconds(first.created_at),
        months=len(payments),
        period=(_seconds(begin), _seconds(_next_month(begin))),
        retry_at=_seconds(retry) if retry else None,
        metadata={OUR_PAYMENT: str(first.pk), "purpose": plan.purpose, "reference": str(plan.reference)},
    )


def _seconds(at: dt.datetime) -> int:
    return int(at.timestamp())
