"""The board: what needs a trainer today, with the places as a picture."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .. import queries
from ..models import Edition
from .acting import perform

MAY_LOOK = "training.view_enrolment"


def show_board(request: HttpRequest) -> HttpResponse:
    """Editions on, drafts to publish, people who wait for somebody, fees to send back."""
    if not request.user.has_perm(MAY_LOOK):
        raise PermissionDenied
    boards = [
        {"board": board, "hall": queries.hall(taken=board.edition.seats_taken, places=board.edition.places)}
        for board in queries.board()
    ]
    context = {
        "boards": boards,
        "refunds": queries.refunds_due(),
        "drafts": Edition.objects.filter(state=Edition.State.DRAFT).select_related("course"),
        "may_change": request.user.has_perm("training.change_enrolment"),
    }
    return render(request, "training/office/board.html", context)


@hooks.register("register_admin_urls")
def board_urls() -> list[URLPattern]:
    return [
        path("courses/board/", show_board, name="training_board"),
        path("courses/board/act/", perform, name="training_act"),
    ]


class BoardMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to who may look at enrolments."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_LOOK))


@hooks.register("register_admin_menu_item")
def board_menu_item() -> MenuItem:
    return BoardMenuItem(_("Course board"), reverse("training_board"), icon_name="calendar-check", order=225)
