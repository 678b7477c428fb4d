"""What can be asked of the volunteers domain; other tiers use these names."""

from .choices import MOST, Card, Offer, Wishes, alternatives, card_of, cards_instead, find, places_in_use, with_demands
from .days import Line, guests_of, lines_of, lists_of, may_approve_hours, may_keep_list, today_of
from .diary import my_signups, occasion_of, occasions_for, open_offers, public_occasion, public_occasions
from .events import CheeringPoint, EventPage, cheering_points, event_page, squad_for
from .hours import check_hours_certificate, claims_to_decide, lists_without_marks, minutes_of, my_hours
from .obstacles import Obstacle
from .rhythm import rhythm
from .series import SeriesPage, duties_of, duty_of, first_days, public_series, series_page
from .series_plans import Change, Effect, Need, effect_on_one, effects_of, endings, fingerprint, following
from .staffing import at_risk, days_from, demands_to_move, midnight, missing, open_places_this_week
from .standing import Standing, standing_of
from .together import (
    Crew,
    Vacancy,
    crew_of,
    hand_over_by_token,
    open_hand_over_of,
    parties_of,
    party_by_token,
    pool_for,
    vacancy_of,
)

__all__ = [
    "MOST",
    "Card",
    "Change",
    "CheeringPoint",
    "Crew",
    "Effect",
    "EventPage",
    "Line",
    "Need",
    "Obstacle",
    "Offer",
    "SeriesPage",
    "Standing",
    "Vacancy",
    "Wishes",
    "alternatives",
    "at_risk",
    "card_of",
    "cards_instead",
    "check_hours_certificate",
    "cheering_points",
    "claims_to_decide",
    "crew_of",
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
    "hand_over_by_token",
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
    "open_hand_over_of",
    "open_offers",
    "open_places_this_week",
    "parties_of",
    "party_by_token",
    "places_in_use",
    "pool_for",
    "public_occasion",
    "public_occasions",
    "public_series",
    "rhythm",
    "series_page",
    "squad_for",
    "standing_of",
    "today_of",
    "vacancy_of",
    "with_demands",
]
