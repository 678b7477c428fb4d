"""Everything in order: campaigns, runners, gifts."""

import datetime as dt

from home.demo.people import People

from .gifts import load_gifts
from .runners import load_runners
from .setting import load_setting


def load_campaigns(people: People, today: dt.date, scale: int = 1) -> dict[str, int]:
    """Insert what is missing and move dates along; returns how many campaigns, pages and gifts there are."""
    marathon, winter = load_setting(today)
    pages = load_runners(marathon, people, today)
    gifts = load_gifts(marathon, winter, pages, people, today)
    return {"campaigns": 2, "pages": len(pages), "gifts": gifts}
