"""Monthly plans in the back office: which fail, since when, and whom to write to. Donors change them themselves."""

import datetime as dt
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from portal.ui import words

from .models import Payment, RecurringPlan

Status = RecurringPlan.Status


def plans_with_payers(plans: QuerySet[RecurringPlan]) -> QuerySet[RecurringPlan]:
    """Those of the plans that began, overdue ones first, each with its payer and how many months arrived."""
    first = Payment.objects.filter(plan=OuterRef("pk")).order_by("created_at")
    overdue = Case(When(status=Status.PAST_DUE, then=Value(0)), default=Value(1), output_field=IntegerField())
    told = plans.exclude(status=Status.PENDING).annotate(
        payer_name=Subquery(first.values("payer_name")[:1]),
        payer_email=Subquery(first.values("payer_email")[:1]),
        months=Count("payments", filter=Q(payments__state=Payment.State.PAID)),
        overdue_first=overdue,
    )
    return told.order_by("overdue_first", "failing_since", "-created_at")


class DayColumn(Column):  # type: ignore[misc]  # Wagtail ships no types
    """A Tokyo day with its weekday; empty where there is none."""

    def get_value(self, instance: Any) -> str:
        at: dt.datetime | None = super().get_value(instance)
        return words.day(at) if at else ""


class PlanIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """The list, with what the plan itself does not know, in an order that somebody must act on."""

    def get_base_queryset(self) -> QuerySet[RecurringPlan]:
        return plans_with_payers(RecurringPlan.objects.all())

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


COLUMNS = [
    "__str__",
    Column("payer_name", label=gettext_lazy("Payer")),
    Column("payer_email", label=gettext_lazy("E-mail address")),
    DayColumn("failing_since", label=gettext_lazy("Failing since")),
    DayColumn("next_payment_at", label=gettext_lazy("Next payment")),
    Column("months", label=gettext_lazy("Months that arrived")),
    DayColumn("ended_at", label=gettext_lazy("Ended on")),
    Column("ended_in_words", label=gettext_lazy("Ended because")),
]
FACTS = [
    "id", "amount_jpy", "gift_jpy", "status", "failing_since", "failing_invoice", "next_payment_at", "ends_at", "ended_at",
    "ended_because", "created_at", "livemode", "stripe_subscription", "stripe_customer",
]  # fmt: skip
