"""The money board, the refund form and the switch of the comparisons, in the back office."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.people.errors import Refused
from portal.people.models import Person

from . import actions, board
from .errors import PaymentProviderDown
from .forms import RefundForm, SwitchForm
from .models import Payment, ReconcilerSwitch
from .needs import needs_of
from .queries import refundable_jpy

MAY_LOOK = "payments.view_payment"
MAY_REFUND = "payments.add_refund"
MAY_SWITCH = "payments.change_reconcilerswitch"


@permission_required(MAY_LOOK, raise_exception=True)
def money_board(request: HttpRequest) -> HttpResponse:
    """What needs somebody today."""
    return render(
        request, "payments/office_board.html", {**board.context(), "needs": needs_of(cast(Person, request.user))}
    )


@permission_required(MAY_REFUND, raise_exception=True)
def refund(request: HttpRequest, pk: str) -> HttpResponse:
    """How much goes back and why; what was typed is kept where it cannot be done."""
    payment = get_object_or_404(Payment, pk=pk)
    form = RefundForm(request.POST or None, payment=payment)
    if request.method == "POST" and form.is_valid() and _send_back(request, payment, form):
        return redirect("money_payments:inspect", payment.pk)
    context = {"payment": payment, "form": form, "left_jpy": refundable_jpy(payment)}
    return render(request, "payments/office_refund.html", context)


def _send_back(request: HttpRequest, payment: Payment, form: RefundForm) -> bool:
    """True where the refund stands, done or noted."""
    typed, by = form.cleaned_data, cast(Person, request.user)
    try:
        row = actions.refund(
            payment.pk, amount_jpy=typed["amount_jpy"], reason=typed["reason"], nonce=typed["nonce"], by=by
        )
    except PaymentProviderDown:
        messages.warning(
            request, _("The payment service does not answer. The refund is noted and will be tried again by itself.")
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    else:
        messages.success(request, _("Refund: %(refund)s") % {"refund": row})
    return True


@require_POST
@permission_required(MAY_REFUND, raise_exception=True)
def send_surplus_back(request: HttpRequest, pk: str) -> HttpResponse:
    """One press: everything that came twice goes back, and the payer is told. Pressed again it is the same refund."""
    payment = get_object_or_404(board.surplus(), pk=pk)
    try:
        actions.refund(
            payment.pk,
            amount_jpy=refundable_jpy(payment),
            reason=_("It came twice."),
            nonce=f"surplus-{payment.pk}",
            by=cast(Person, request.user),
        )
    except PaymentProviderDown:
        messages.warning(
            request, _("The payment service does not answer. The refund is noted and will be tried again by itself.")
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Sent back. The payer is told by e-mail."))
    return redirect("money_board:index")


@permission_required(MAY_SWITCH, raise_exception=True)
def switch(request: HttpRequest) -> HttpResponse:
    """What the comparisons do, who switched them when, and the switch itself."""
    form = SwitchForm(request.POST or None, initial={"on": "0" if ReconcilerSwitch.current().is_on else "1"})
    if not form.is_valid():
        return render(request, "payments/office_switch.html", {**board.switch_context(), "form": form})
    row = actions.switch_reconcilers(by=cast(Person, request.user), **form.cleaned_data)
    messages.success(request, _("Comparisons with Stripe run.") if row.is_on else _("Comparisons with Stripe rest."))
    return redirect("money_board:index")


class BoardItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """For everybody who may look at money."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_LOOK)


class BoardViewSet(ViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """The board with its two forms."""

    name = "money_board"
    icon = "pick"
    menu_label = gettext_lazy("Money board")
    menu_item_class = BoardItem

    @property
    def menu_url(self) -> str:
        return reverse("money_board:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", money_board, name="index"),
            path("refund/<uuid:pk>/", refund, name="refund"),
            path("surplus/<uuid:pk>/", send_surplus_back, name="surplus"),
            path("switch/", switch, name="switch"),
        ]
