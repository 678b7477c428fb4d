"""The refugee-assistant course: its 46th edition, open for enrolment, three earlier ones, and three lessons."""

from .course import load_training

__all__ = ["load_training"]
