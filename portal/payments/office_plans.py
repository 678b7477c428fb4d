"""Monthly plans in the back office: which fail, since when, and whom to write to. Donors change them themselves; where one
rings or writes instead, staff end the plan.
"""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from portal.people.errors import Refused
from portal.people.models import Person
from portal.ui import words

from . import actions
from .errors import PaymentProviderDown
from .forms import EndPlanForm
from .models import Payment, RecurringPlan

Status = RecurringPlan.Status
MAY_END = "payments.add_planending"


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


@permission_required(MAY_END, raise_exception=True)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """Why a plan ends, and its end; what was typed is kept where it cannot be done."""
    plan = get_object_or_404(plans_with_payers(RecurringPlan.objects.all()), pk=pk)
    form = EndPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _end(request, plan, form):
        return redirect("money_plans:inspect", plan.pk)
    return render(request, "payments/office_end_plan.html", {"plan": plan, "form": form})


def _end(request: HttpRequest, plan: RecurringPlan, form: EndPlanForm) -> bool:
    """True where the end stands, done or noted."""
    try:
        actions.end_plan(plan.pk, reason=form.cleaned_data["reason"], by=cast(Person, request.user))
    except PaymentProviderDown:
        messages.warning(
            request, _("The payment service does not answer. The end is noted and will be tried again by itself.")
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    else:
        messages.success(request, _("Ended. Nothing more is taken, and the donor is told by e-mail."))
    return True
