"""The back office of courses: facts in forms, people on a board."""

from .acting import perform
from .board import show_board
from .snippets import TrainingGroup

__all__ = ["TrainingGroup", "perform", "show_board"]
