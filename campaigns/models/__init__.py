"""What the campaigns domain is made of, one idea a file."""

from .campaign import Campaign, GiftTerms, Impact, Passage
from .donation import Donation, NoSuchLink, donor_key
from .gathering import Gathering, GatheringReply
from .page import FundraisingPage, PageEdit
from .race import CoursePoint, Race
from .runner import Runner, RunnerTransition
from .team import Team, TeamMembership

__all__ = [
    "Campaign",
    "CoursePoint",
    "Donation",
    "FundraisingPage",
    "Gathering",
    "GatheringReply",
    "GiftTerms",
    "Impact",
    "NoSuchLink",
    "PageEdit",
    "Passage",
    "Race",
    "Runner",
    "RunnerTransition",
    "Team",
    "TeamMembership",
    "donor_key",
]
