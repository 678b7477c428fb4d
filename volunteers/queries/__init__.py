"""What can be asked of the volunteers domain; other tiers use these names."""

from .choices import MOST, Card, Offer, Wishes, alternatives, card_of, find, places_in_use, with_demands
from .diary import my_signups, occasion_of, occasions_for, open_offers, public_occasion, public_occasions
from .rhythm import rhythm
from .series import SeriesPage, duties_of, duty_of, public_series, series_page
from .series_plans import Change, Effect, Need, effects_of, endings, fingerprint
from .staffing import at_risk, days_from, demands_to_move, midnight, missing, open_places_this_week
from .standing import Obstacle, Standing, standing_of

__all__ = [
    "MOST",
    "Card",
    "Change",
    "Effect",
    "Need",
    "Obstacle",
    "Offer",
    "SeriesPage",
    "Standing",
    "Wishes",
    "alternatives",
    "at_risk",
    "card_of",
    "days_from",
    "demands_to_move",
    "duties_of",
    "duty_of",
    "effects_of",
    "endings",
    "find",
    "fingerprint",
    "midnight",
    "missing",
    "my_signups",
    "occasion_of",
    "occasions_for",
    "open_offers",
    "open_places_this_week",
    "places_in_use",
    "public_occasion",
    "public_occasions",
    "public_series",
    "rhythm",
    "series_page",
    "standing_of",
    "with_demands",
]
