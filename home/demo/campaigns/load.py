"""Everything in order: campaigns, runners, gifts."""

import datetime as dt

from campaigns.models import Donation
from home.demo.people import People

from .after import load_after
from .gifts import load_gifts
from .monthly import load_monthly
from .nights import load_nights
from .office import load_office
from .receipts import load_receipts
from .runners import load_runners
from .setting import load_setting
from .special import load_special
from .teams import load_teams


def load_campaigns(people: People, today: dt.date, scale: int = 1) -> dict[str, int]:
    """Insert what is missing and move dates along; returns how many campaigns, pages and gifts there are."""
    marathon, winter = load_setting(today)
    pages = load_runners(marathon, people, today)
    receipts = load_receipts(winter, people, today)
    teams = load_teams(marathon, pages)
    monthly = load_monthly(winter, people, today)
    load_special(marathon, pages, teams, people)
    load_gifts(marathon, winter, pages, teams, people, today)
    load_after()
    load_office(marathon, winter, pages, people)
    load_nights()
    return {
        "campaigns": 3,
        "pages": len(pages),
        "gifts": Donation.objects.count(),
        "receipts": receipts,
        "monthly gifts": monthly,
    }
