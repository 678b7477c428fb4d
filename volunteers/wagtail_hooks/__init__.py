"""The back office of volunteering: facts in forms, staffing on a board, a desk for each shift."""

from .day import name_steps
from .desk import name_actions
from .office_urls import office_urls
from .snippets import VolunteeringGroup

__all__ = ["VolunteeringGroup", "name_actions", "name_steps", "office_urls"]
