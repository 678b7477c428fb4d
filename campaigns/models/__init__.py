"""What the campaigns domain is made of, one idea a file."""

from .campaign import Campaign, GiftTerms, Impact, Passage
from .donation import Donation, NoSuchLink, donor_key
from .gathering import Gathering, GatheringReply
from .matching import Match, MatchPledge
from .monthly import MonthlyGift
from .offline import OfflineGift
from .page import FundraisingPage, PageEdit
from .race import CoursePoint, Race, Wave
from .reassignment import Reassignment
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
    "Match",
    "MatchPledge",
    "MonthlyGift",
    "NoSuchLink",
    "NoSuchTeam",
    "OfflineGift",
    "PageEdit",
    "Passage",
    "Race",
    "Reassignment",
    "Runner",
    "RunnerTransition",
    "Team",
    "TeamMembership",
    "Wave",
    "donor_key",
]
