"""The demonstration's volunteering: places, roles, twelve weeks of shifts, and who takes them."""

from .load import load_volunteers

__all__ = ["load_volunteers"]
