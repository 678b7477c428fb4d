"""Pages of the campaigns domain: authorise, read a form, call one action, render."""

from .campaigns import campaign_detail, campaign_list
from .figures import campaign_totals, page_totals
from .gatherings import reply
from .gifts import gift, thanks
from .giving import give
from .pages import edit_page, rest_page, runner_page
from .receipts import gift_receipt, gift_receipt_file, my_receipt, my_receipts
from .running import apply

__all__ = [
    "apply",
    "campaign_detail",
    "campaign_list",
    "campaign_totals",
    "edit_page",
    "gift",
    "gift_receipt",
    "gift_receipt_file",
    "give",
    "my_receipt",
    "my_receipts",
    "page_totals",
    "reply",
    "rest_page",
    "runner_page",
    "thanks",
]
