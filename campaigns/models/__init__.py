"""What the campaigns domain is made of, one idea a file."""

from .campaign import Campaign, GiftTerms, Impact, Passage
from .donation import Donation, NoSuchLink, donor_key
from .gathering import Gathering, GatheringReply
from .monthly import MonthlyGift
from .page import FundraisingPage, PageEdit
from .race import CoursePoint, Race
from .runner import Runner, RunnerTransition
from .team import NoSuchTeam, Team, TeamMembership

__all__ = [
    "Campaign",
    "CoursePoint",
    "Donation",
    "FundraisingPage",
    "Gathering",
    "GatheringReply",
    "GiftTerms",
    "Impact",
    "MonthlyGift",
    "NoSuchLink",
    "NoSuchTeam",
    "PageEdit",
    "Passage",
    "Race",
    "Runner",
    "RunnerTransition",
    "Team",
    "TeamMembership",
    "donor_key",
]
