"""What staff do on the board: one form field names the action, Wagtail's log keeps who did it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from portal.people.errors import Refused

from .. import actions
from ..models import Edition, Enrolment

Label = Any  # a lazy translation
# what the form says: (the action, how the log names it)
ON_ENROLMENT: dict[str, tuple[Callable[..., Enrolment], Label]] = {
    "approve": (actions.approve, gettext_lazy("Approve a request")),
    "reject": (actions.reject, gettext_lazy("Reject a request")),
    "put_first": (actions.put_first, gettext_lazy("Put first on the waiting list")),
    "cancel": (actions.cancel_enrolment, gettext_lazy("Cancel an enrolment")),
    "mark_refunded": (actions.mark_refunded, gettext_lazy("Note that a fee was sent back")),
}
ON_EDITION: dict[str, tuple[Callable[..., Edition], Label]] = {
    "publish": (actions.publish_edition, gettext_lazy("Publish an edition")),
    "finish": (actions.finish_edition, gettext_lazy("Finish an edition")),
    "call_off": (actions.cancel_edition, gettext_lazy("Call off an edition")),
}


@require_POST
def perform(request: HttpRequest) -> HttpResponse:
    """One action on one enrolment or edition. What a rule forbids becomes a sentence."""
    name = request.POST.get("action", "")
    thing, action = _find(request, name)
    try:
        changed = action(by=request.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        log(thing, f"training.{name}", user=request.user, content_changed=True)
        messages.success(request, _("Done: %(thing)s") % {"thing": changed})
    return redirect("training_board")


def _find(request: HttpRequest, name: str) -> tuple[Enrolment | Edition, Callable[..., Any]]:
    """The row and the action on it. Raises PermissionDenied, BadRequest, Http404."""
    key = request.POST.get("id", "")
    if not key.isdigit():
        raise BadRequest("id")
    if name in ON_ENROLMENT:
        _demand(request, "training.change_enrolment")
        enrolment = get_object_or_404(Enrolment.objects.select_related("person", "edition__course"), pk=key)
        return enrolment, lambda by: ON_ENROLMENT[name][0](enrolment=enrolment, by=by)
    if name in ON_EDITION:
        _demand(request, "training.change_edition")
        edition = get_object_or_404(Edition.objects.select_related("course"), pk=key)
        return edition, lambda by: ON_EDITION[name][0](edition=edition, by=by)
    raise BadRequest("action")


def _demand(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@hooks.register("register_log_actions")
def name_actions(registry: LogActionRegistry) -> None:
    for name, (_action, label) in (ON_ENROLMENT | ON_EDITION).items():
        registry.register_action(f"training.{name}", label, label)
