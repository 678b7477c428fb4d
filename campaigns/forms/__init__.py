"""What people type: amounts, gifts, applications, stories. Input only; rules stand in actions."""

from .amount import AmountForm
from .code import CodeForm
from .desk import DatedForm, ReasonForm, StepForm
from .gift import GiftForm
from .money import CEILING_JPY, FLOOR_JPY, YenField
from .office import ExportForm, MoveForm, OfflineForm, PledgeForm, WhyForm
from .running import ApplyForm, PageForm, ReplyForm, wall_choice
from .shown import OwnGiftForm, ShownForm
from .team import CaptainForm, MoveToTeamForm, TeamForm

__all__ = [
    "CEILING_JPY",
    "FLOOR_JPY",
    "AmountForm",
    "ApplyForm",
    "CaptainForm",
    "CodeForm",
    "DatedForm",
    "ExportForm",
    "GiftForm",
    "MoveForm",
    "MoveToTeamForm",
    "OfflineForm",
    "OwnGiftForm",
    "PageForm",
    "PledgeForm",
    "ReasonForm",
    "ReplyForm",
    "ShownForm",
    "StepForm",
    "TeamForm",
    "WhyForm",
    "YenField",
    "wall_choice",
]
