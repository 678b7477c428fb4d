"""What the campaigns domain can be asked: totals, pages, gifts, dates."""

from .campaigns import (
    HomeFacts,
    asking_now,
    current_campaign,
    days_left,
    home_facts,
    impact_of,
    impacts,
    standing_appeal,
)
from .gifts import Gift, gifts_of_campaign, gifts_of_page, gifts_to_thank, shown
from .occasions import occasions_for, public_occasions, race_day_state
from .passing import Pace, Passing, own_page, pace_of, passing, runners_to_cheer
from .roads import cheering, road_of_campaign, road_of_page
from .runners import MyRunning, my_running, place_of, race_taking_applications
from .teams import Member, TeamCard, members_of, roster_of, team_cards, team_of_page, team_of_runner
from .totals import NOTHING, Totals, totals, totals_by_campaign, totals_by_page, totals_by_team
from .tracking import arrived_gift, steps_of_gift
from .waiting import Waiting, waiting
from .walls import SORTS, Card, all_cards, arranged, leaderboard

__all__ = [
    "NOTHING",
    "SORTS",
    "Card",
    "Gift",
    "HomeFacts",
    "Member",
    "MyRunning",
    "Pace",
    "Passing",
    "TeamCard",
    "Totals",
    "Waiting",
    "all_cards",
    "arranged",
    "arrived_gift",
    "asking_now",
    "cheering",
    "current_campaign",
    "days_left",
    "gifts_of_campaign",
    "gifts_of_page",
    "gifts_to_thank",
    "home_facts",
    "impact_of",
    "impacts",
    "leaderboard",
    "members_of",
    "my_running",
    "occasions_for",
    "own_page",
    "pace_of",
    "passing",
    "place_of",
    "public_occasions",
    "race_day_state",
    "race_taking_applications",
    "road_of_campaign",
    "road_of_page",
    "roster_of",
    "runners_to_cheer",
    "shown",
    "standing_appeal",
    "steps_of_gift",
    "team_cards",
    "team_of_page",
    "team_of_runner",
    "totals",
    "totals_by_campaign",
    "totals_by_page",
    "totals_by_team",
    "waiting",
]
