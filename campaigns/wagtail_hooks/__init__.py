"""The back office of campaigns: lists and forms, and a desk that says what waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from campaigns.models import Donation, Runner

from . import desk, gifts, offline, receipt_steps, receipts, teams
from .issuer import IssuerGroup
from .viewsets import CampaignsGroup

register_snippet(CampaignsGroup)
register_snippet(IssuerGroup)


class DeskItem(MenuItem):
    """In the menu for everybody who may decide on messages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(desk.RIGHT)


@hooks.register("register_admin_menu_item")
def desk_in_menu() -> MenuItem:
    return DeskItem(_("Runners and gifts"), reverse("campaigns_office:desk"), icon_name="pick", order=210)


class TeamsItem(MenuItem):
    """In the menu for everybody who may see teams."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.view_team")


@hooks.register("register_admin_menu_item")
def teams_in_menu() -> MenuItem:
    return TeamsItem(_("Teams"), reverse(teams.TEAMS), icon_name="group", order=211)


@hooks.register("register_admin_urls")
def office_urls() -> list[Any]:
    urls = [
        path("", desk.desk, name="desk"),
        path("messages/<uuid:pk>/", desk.decide_message, name="message"),
        path("texts/<int:pk>/", desk.decide_text, name="text"),
        path("runners/<int:pk>/", desk.runner_steps, name="runner"),
        path("teams/", teams.teams, name="teams"),
        path("teams/captain/<int:pk>/", teams.captain, name="captain"),
        path("teams/<slug:slug>/", teams.teams, name="teams"),
        path("teams/<slug:slug>/begin/", teams.begin, name="begin-team"),
        path("teams/<slug:slug>/move/", teams.move, name="move-to-team"),
    ]
    return [path("campaigns-desk/", include((urls, "campaigns_office")))]


class ReceiptsItem(MenuItem):
    """In the menu for everybody who may see receipts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("payments.view_receipt")


@hooks.register("register_admin_menu_item")
def receipts_in_menu() -> MenuItem:
    return ReceiptsItem(_("Receipts"), reverse(receipts.DESK), icon_name="doc-full", order=212)


@hooks.register("register_admin_urls")
def receipt_urls() -> list[Any]:
    urls = [
        path("", receipts.desk, name="desk"),
        path("batch/", receipt_steps.batch, name="batch"),
        path("issue/<uuid:pk>/", receipt_steps.issue, name="issue"),
        path("<uuid:pk>/pdf/", receipts.pdf, name="pdf"),
        path("<uuid:pk>/<slug:step>/", receipt_steps.change, name="change"),
        path("register/", receipts.register, name="register"),
        path("payout/", receipts.payout, name="payout"),
    ]
    return [path("receipts/", include((urls, "campaigns_receipts")))]


class OfflineItem(MenuItem):
    """In the menu for everybody who may see cash and transfers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.view_offlinegift")


@hooks.register("register_admin_menu_item")
def offline_in_menu() -> MenuItem:
    return OfflineItem(_("Cash and transfers"), reverse(offline.DESK), icon_name="download", order=211)


@hooks.register("register_admin_urls")
def money_urls() -> list[Any]:
    urls = [
        path("offline/", offline.desk, name="offline"),
        path("offline/new/", offline.enter, name="offline-new"),
        path("offline/<uuid:pk>/", offline.look, name="offline-gift"),
        path("offline/<uuid:pk>/evidence/", offline.evidence, name="offline-evidence"),
        path("offline/<uuid:pk>/decide/", offline.decide, name="offline-decide"),
        path("pledges/", gifts.pledges, name="pledges"),
        path("export/", gifts.export, name="export"),
        path("<uuid:pk>/", gifts.gift, name="gift"),
        path("<uuid:pk>/move/", gifts.move, name="move"),
        path("<uuid:pk>/dedication/", gifts.blank, name="blank-dedication"),
        path("<uuid:pk>/details/", receipt_steps.details, name="details"),
    ]
    return [path("gifts/", include((urls, "campaigns_money")))]


@hooks.register("register_snippet_listing_buttons")
def steps_of_a_gift(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    if isinstance(snippet, Donation):
        yield Button(
            _("Money and history"), reverse("campaigns_money:gift", args=[snippet.pk]), icon_name="history", priority=5
        )


@hooks.register("register_snippet_listing_buttons")
def steps_of_a_runner(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    if isinstance(snippet, Runner):
        yield Button(
            _("Place and history"),
            reverse("campaigns_office:runner", args=[snippet.pk]),
            icon_name="history",
            priority=5,
        )


@hooks.register("register_log_actions")
def names_of_decisions(actions: LogActionRegistry) -> None:
    for name, label in (
        ("message_approved", _("Message approved")),
        ("message_rejected", _("Message not shown")),
        ("text_accepted", _("Text accepted")),
        ("text_rejected", _("Text sent back")),
        ("runner_moved", _("Runner moved on")),
        ("shows_times", _("Runner’s consent to be shown in the cheering guide")),
        ("runner_changed_team", _("Runner moved to another team")),
        ("team_formed", _("Team formed")),
        ("captain_changed", _("Captain changed")),
        ("receipt_issued", _("Receipt issued")),
        ("receipt_voided", _("Receipt cancelled")),
        ("receipt_reissued", _("Receipt reissued")),
        ("receipt_kept", _("Receipt left as it is")),
        ("receipt_correction_asked", _("Donor asked for a correction of the receipt")),
        ("receipt_correction_withdrawn", _("Donor took the correction back")),
        ("receipt_details_corrected", _("Name and address for the receipt corrected")),
        ("register_downloaded", _("Donor register downloaded")),
        ("gifts_exported", _("Gifts exported")),
        ("offline_entered", _("Offline gift entered")),
        ("offline_confirmed", _("Offline gift confirmed")),
        ("offline_rejected", _("Offline gift rejected")),
        ("offline_reversed", _("Offline gift reversed")),
        ("gift_moved", _("Gift moved")),
        ("dedication_changed", _("Dedication changed by the donor")),
        ("dedication_blanked", _("Dedication taken away")),
    ):
        actions.register_action(f"campaigns.{name}", label, label)
