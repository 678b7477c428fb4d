"""The demonstration's campaigns: a race with 51 runners, a winter appeal, and the gifts to both."""

from .load import load_campaigns
from .monthly import plant_in_sandbox

__all__ = ["load_campaigns", "plant_in_sandbox"]
