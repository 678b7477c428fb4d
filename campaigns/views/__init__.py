"""Pages of the campaigns domain: authorise, read a form, call one action, render."""

from .campaigns import campaign_detail, campaign_list
from .figures import campaign_totals, page_totals
from .gatherings import reply
from .gifts import gift, thanks
from .giving import confirm, give
from .mine import gift_plan, my_gifts, my_plan
from .pages import edit_page, rest_page, runner_page
from .race_day import race_day
from .receipts import gift_receipt, gift_receipt_file, my_receipt, my_receipts
from .running import apply
from .teams import form_team, join_team, leave_team

__all__ = [
    "apply",
    "campaign_detail",
    "campaign_list",
    "campaign_totals",
    "confirm",
    "edit_page",
    "form_team",
    "gift",
    "gift_plan",
    "gift_receipt",
    "gift_receipt_file",
    "give",
    "join_team",
    "leave_team",
    "my_gifts",
    "my_plan",
    "my_receipt",
    "my_receipts",
    "page_totals",
    "race_day",
    "reply",
    "rest_page",
    "runner_page",
    "thanks",
]
