"""What can be asked of the volunteers domain; other tiers use these names."""

from .choices import MOST, Card, Offer, Wishes, alternatives, card_of, find, places_in_use, with_demands
from .days import Line, guests_of, lines_of, lists_of, may_approve_hours, may_keep_list
from .diary import my_signups, occasion_of, occasions_for, open_offers, public_occasion, public_occasions
from .events import EventPage, event_page, squad_for
from .hours import check_hours_certificate, claims_to_decide, lists_without_marks, minutes_of, my_hours
from .rhythm import rhythm
from .series import SeriesPage, duties_of, duty_of, first_days, public_series, series_page
from .series_plans import Change, Effect, Need, effect_on_one, effects_of, endings, fingerprint, following
from .staffing import at_risk, days_from, demands_to_move, midnight, missing, open_places_this_week
from .standing import Obstacle, Standing, standing_of

__all__ = [
    "MOST",
    "Card",
    "Change",
    "Effect",
    "EventPage",
    "Line",
    "Need",
    "Obstacle",
    "Offer",
    "SeriesPage",
    "Standing",
    "Wishes",
    "alternatives",
    "at_risk",
    "card_of",
    "check_hours_certificate",
    "claims_to_decide",
    "days_from",
    "demands_to_move",
    "duties_of",
    "duty_of",
    "effect_on_one",
    "effects_of",
    "endings",
    "event_page",
    "find",
    "fingerprint",
    "first_days",
    "following",
    "guests_of",
    "lines_of",
    "lists_of",
    "lists_without_marks",
    "may_approve_hours",
    "may_keep_list",
    "midnight",
    "minutes_of",
    "missing",
    "my_hours",
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
    "squad_for",
    "standing_of",
    "with_demands",
]
