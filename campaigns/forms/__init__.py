"""What people type: amounts, gifts, applications, stories. Input only; rules stand in actions."""

from .amount import AmountForm
from .desk import DatedForm, ReasonForm, StepForm
from .gift import GiftForm
from .money import CEILING_JPY, FLOOR_JPY, YenField
from .running import ApplyForm, PageForm, ReplyForm, wall_choice
from .shown import ShownForm
from .team import TeamForm

__all__ = [
    "CEILING_JPY",
    "FLOOR_JPY",
    "AmountForm",
    "ApplyForm",
    "DatedForm",
    "GiftForm",
    "PageForm",
    "ReasonForm",
    "ReplyForm",
    "ShownForm",
    "StepForm",
    "TeamForm",
    "YenField",
    "wall_choice",
]
