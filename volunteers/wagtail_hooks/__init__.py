"""The back office of volunteering: facts in forms, staffing on a board, a desk for each shift."""

from .board import show_board
from .desk import act, show_desk
from .snippets import VolunteeringGroup

__all__ = ["VolunteeringGroup", "act", "show_board", "show_desk"]
