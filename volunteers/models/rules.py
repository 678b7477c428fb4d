"""Limits that a coordinator may override by name, with a reason (volunteering.md 5). Overlap is none of them."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """The name under which a limit is overridden."""

    REST = "rest", _("rest between two days")
    DAILY_MAXIMUM = "daily_maximum", _("hours on one day")
    MINOR_AT_NIGHT = "minor_at_night", _("minors in the evening")


# From the end of a day's last shift to the first meeting of the next day.
REST = dt.timedelta(hours=11)
# Of shifts that begin on one Tokyo day.
DAILY_MAXIMUM = dt.timedelta(hours=8)
# Labour Standards Act, articles 60 and 61, taken as our measure: (below this age, not from this hour to the other).
EVENINGS = ((16, dt.time(20), dt.time(5)), (18, dt.time(22), dt.time(5)))
