"""The outbox in the back office: what was written, what became of it, and what was given up.

The words of a mail are not shown: a mail can hold somebody's sign-in code.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.ui.office import FactsView, LookOnly

from . import actions
from .errors import CannotSendAgain
from .models import OutgoingMail

MAY_SEND_AGAIN = "mail.change_outgoingmail"


register_permission_policy(OutgoingMail, LookOnly(OutgoingMail))


class OutgoingMailViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List and facts of outgoing mail."""

    model = OutgoingMail
    name = "outgoing_mail"
    icon = "mail"
    menu_label = gettext_lazy("Outgoing mail")
    add_to_settings_menu = True
    exclude_form_fields: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = FactsView
    inspect_template_name = "mail/office_inspect.html"
    inspect_view_fields = [
        "subject", "recipients", "sender", "language", "state", "attempts", "next_attempt", "last_error", "created_at",
        "sent_at",
    ]  # fmt: skip
    list_display = ["subject", "recipients", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "language"]
    search_fields = ["subject", "to"]
    search_backend_name = None


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def outgoing_mail() -> OutgoingMailViewSet:
    return OutgoingMailViewSet()


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def log_actions(registry: Any) -> None:
    registry.register_action("mail.send_again", gettext_lazy("Send again"), gettext_lazy("Sent again by staff"))


@require_POST
def send_again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Staff want a mail that was given up to be tried once more."""
    if not request.user.has_perm(MAY_SEND_AGAIN):
        raise PermissionDenied
    try:
        actions.send_again(mail_id=mail_id, by=request.user)  # type: ignore[arg-type]  # signed in: it has a permission
    except CannotSendAgain as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The mail is on its way again."))
    return redirect("outgoing_mail:inspect", mail_id)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def admin_urls() -> list[URLPattern]:
    return [path("outgoing_mail/<int:mail_id>/again/", send_again, name="outgoing_mail_send_again")]
