"""The day and its hours in the back office: what the log calls their steps."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

STEPS = {
    "close_list": _("Close the list of a shift"),
    "choose_captain": _("Choose who keeps a list"),
    "dismiss_captain": _("Take a list out of somebody's hands"),
    "approve_hours": _("Approve hours"),
    "decide_hours": _("Decide about hours"),
    "take_back_hours": _("Take hours back"),
    "revoke_certificate": _("Revoke a certificate of hours"),
    "roster": _("Print a roster"),
    "insured_roster": _("Download the insured roster"),
    "hours_report": _("Download the hours report"),
}


@hooks.register("register_log_actions")
def name_steps(registry: LogActionRegistry) -> None:
    for name, label in STEPS.items():
        registry.register_action(f"volunteers.{name}", label, label)
