"""Money in the back office: to look at, and to let a webhook have its effect again. Nobody types an amount here."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.ui.office import FactsView, LookOnly, PlainListView

from . import actions, desk
from .errors import BodyGone
from .models import Dispute, Finding, LedgerEntry, Payment, Reconciliation, RecurringPlan, Refund, WebhookEvent
from .office import BoardViewSet
from .office_plans import COLUMNS, FACTS, PlanIndexView, end
from .queries import refundable_jpy

MAY_REPLAY = "payments.change_webhookevent"


for model in (Payment, LedgerEntry, WebhookEvent, Reconciliation, RecurringPlan, Refund, Dispute, Finding):
    register_permission_policy(model, LookOnly(model))


class PaymentFactsView(FactsView):
    """With a word that makes a button pressed twice one mail, and the way to what was paid for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        page = settings.PAYMENT_PAGES.get(self.object.purpose)
        about = reverse(page, args=[self.object.reference]) if page and self.object.reference else ""
        left = refundable_jpy(self.object) if self.object.stripe_intent else 0
        return context | {"nonce": secrets.token_urlsafe(12), "about_url": about, "left_jpy": left}


class PlanFactsView(FactsView):
    """With whose plan it is, and the reason of its end in words."""

    def get_page_subtitle(self) -> str:
        first = self.object.payments.order_by("created_at").first()
        return f"{first.payer_name} {self.object}" if first else str(self.object)

    def get_ended_because_display_value(self) -> str:
        return self.object.ended_in_words or "–"


class LookingViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """A list and the facts of one row."""

    exclude_form_fields: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = PlainListView
    inspect_view_class = FactsView
    search_backend_name = None


class PaymentViewSet(LookingViewSet):
    """Payments, with their steps and ledger lines."""

    model = Payment
    name = "money_payments"
    icon = "tag"
    menu_label = gettext_lazy("Payments")
    list_display = ["description", "payer_name", "amount_jpy", "state", "method", "surplus", "created_at"]
    list_filter = ["state", "method", "purpose", "surplus"]
    search_fields = ["payer_name", "payer_email", "stripe_session", "stripe_intent", "stripe_charge"]
    inspect_view_class = PaymentFactsView
    inspect_template_name = "payments/office_payment.html"
    inspect_view_fields = [
        "id", "purpose", "reference", "description", "amount_jpy", "gift_jpy", "livemode", "state", "surplus", "quarantine",
        "method", "payer_name", "payer_email", "language", "created_at", "paid_at", "voucher_expires_at",
        "stripe_session", "stripe_intent", "stripe_charge", "stripe_invoice",
    ]  # fmt: skip


class PlanViewSet(LookingViewSet):
    """Monthly plans, overdue ones first, with their payments."""

    model = RecurringPlan
    name = "money_plans"
    icon = "repeat"
    menu_label = gettext_lazy("Monthly plans")
    index_view_class = PlanIndexView
    list_display = COLUMNS
    list_filter = ["status", "ended_because"]
    inspect_view_class = PlanFactsView
    inspect_template_name = "payments/office_plan.html"
    inspect_view_fields = FACTS


class LedgerViewSet(LookingViewSet):
    """The ledger, newest first."""

    model = LedgerEntry
    name = "ledger"
    icon = "list-ol"
    menu_label = gettext_lazy("Ledger")
    ordering = ["-pk"]
    list_display = ["kind", "amount_jpy", "gift_jpy", "occurred_at", "payment", "source_id"]
    list_filter = ["kind", "occurred_at"]
    search_fields = ["source_id", "balance_transaction"]
    inspect_view_fields = [
        "kind", "amount_jpy", "gift_jpy", "occurred_at", "payment", "source_id", "balance_transaction", "written_at",
    ]  # fmt: skip


class WebhookViewSet(LookingViewSet):
    """The inbox; its bodies hold people's names and are not shown."""

    model = WebhookEvent
    name = "webhooks"
    icon = "download"
    menu_label = gettext_lazy("Webhooks")
    list_display = ["type", "status", "attempts", "received_at", "finished_at", "payment"]
    list_filter = ["status", "type"]
    search_fields = ["event_id", "object_id", "type"]
    inspect_template_name = "payments/office_webhook.html"
    inspect_view_fields = [
        "event_id", "type", "api_version", "livemode", "object_id", "status", "attempts", "next_attempt", "error",
        "payment", "received_at", "finished_at",
    ]  # fmt: skip


class ReconciliationViewSet(LookingViewSet):
    """What the comparisons with Stripe found."""

    model = Reconciliation
    name = "reconciliations"
    icon = "resubmit"
    menu_label = gettext_lazy("Comparisons")
    list_display = ["started_at", "kind", "looked_at", "found", "healed", "unanswered", "held", "difference_jpy"]
    inspect_view_fields = [*list_display, "finished_at"]


class FindingViewSet(LookingViewSet):
    """Every difference that a comparison ever found, settled ones too."""

    model = Finding
    name = "findings"
    icon = "warning"
    menu_label = gettext_lazy("Findings")
    list_display = ["kind", "subject", "ours", "theirs", "found_at", "resolved_at", "healed"]
    list_filter = ["kind", "healed"]
    search_fields = ["subject"]
    inspect_view_fields = [*list_display, "payment", "found_by"]


class RefundViewSet(LookingViewSet):
    """Every refund, ours and the dashboard's."""

    model = Refund
    name = "refunds"
    icon = "undo"
    menu_label = gettext_lazy("Refunds")
    list_display = ["payment", "amount_jpy", "status", "reason", "asked_by", "created_at"]
    list_filter = ["status"]
    search_fields = ["stripe_refund", "reason"]
    inspect_view_fields = [*list_display, "stripe_refund", "problem"]


class DisputeViewSet(LookingViewSet):
    """Every dispute."""

    model = Dispute
    name = "disputes"
    icon = "warning"
    menu_label = gettext_lazy("Disputes")
    list_display = ["payment", "amount_jpy", "status", "reason", "opened_at", "respond_by"]
    list_filter = ["status"]
    search_fields = ["stripe_dispute"]
    inspect_view_fields = [*list_display, "stripe_dispute"]


class Money(ViewSetGroup):  # type: ignore[misc]  # Wagtail ships no types
    """One menu for everything about money."""

    menu_label = gettext_lazy("Money")
    menu_icon = "tag"
    menu_name = "money"
    items = (
        BoardViewSet,
        PaymentViewSet,
        PlanViewSet,
        LedgerViewSet,
        RefundViewSet,
        DisputeViewSet,
        WebhookViewSet,
        ReconciliationViewSet,
        FindingViewSet,
    )


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def money() -> Money:
    return Money()


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def log_actions(registry: Any) -> None:
    registry.register_action("payments.replay", gettext_lazy("Process again"), gettext_lazy("Processed again by staff"))
    registry.register_action("payments.refund", gettext_lazy("Refund"), gettext_lazy("Refund asked for by staff"))
    registry.register_action(
        "payments.look_again", gettext_lazy("Compare again"), gettext_lazy("Compared with Stripe by staff")
    )
    registry.register_action(
        "payments.write_again", gettext_lazy("Write again"), gettext_lazy("Mail written again by staff")
    )
    registry.register_action("payments.end_plan", gettext_lazy("End"), gettext_lazy("Monthly plan ended by staff"))
    registry.register_action("payments.read_body", gettext_lazy("Read"), gettext_lazy("Content read by staff"))
    registry.register_action(
        "payments.switch", gettext_lazy("Comparisons on or off"), gettext_lazy("Comparisons switched by staff")
    )


@require_POST
def replay(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Staff let a webhook have its effect again; harmless, because effects converge."""
    if not request.user.has_perm(MAY_REPLAY):
        raise PermissionDenied
    try:
        event = actions.replay_event(event_pk, by=request.user)  # type: ignore[arg-type]  # signed in: it has a permission
    except BodyGone as gone:
        messages.error(request, gone.sentence)
        return redirect("webhooks:inspect", event_pk)
    if event.status in (WebhookEvent.Status.DONE, WebhookEvent.Status.IGNORED):
        messages.success(request, _("The webhook was processed: %(status)s.") % {"status": event.get_status_display()})
    else:
        messages.error(request, _("The webhook could not be processed: %(error)s") % {"error": event.error})
    return redirect("webhooks:inspect", event_pk)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def admin_urls() -> list[URLPattern]:
    return [
        path("webhooks/<int:event_pk>/replay/", replay, name="webhook_replay"),
        path("webhooks/<int:event_pk>/body/", desk.body, name="webhook_body"),
        path("money_plans/<uuid:pk>/end/", end, name="end_plan"),
        path("payments/<uuid:pk>/look-again/", desk.look_again, name="payment_look_again"),
        path("payments/<uuid:pk>/write-again/", desk.write_again, name="payment_write_again"),
    ]
