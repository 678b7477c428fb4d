"""The progress road of a page or a campaign: the course's places, and the money on it."""

from campaigns.models import Campaign, CoursePoint, FundraisingPage
from portal.ui.road import Road, RoadPoint

from .totals import Totals


def road_of_page(page: FundraisingPage, raised: Totals) -> Road:
    """The runner's own road: 42.195 km are the runner's target."""
    return _road(page.campaign, raised, page.target_jpy)


def road_of_campaign(campaign: Campaign, raised: Totals) -> Road:
    """The road of all gifts of a campaign: its whole length is the goal."""
    return _road(campaign, raised, campaign.goal_jpy)


def cheering(campaign: Campaign) -> list[CoursePoint]:
    """Where we stand with flags; costs nothing where the road has been drawn from prefetched points."""
    return [point for point in _course(campaign) if point.is_cheering]


def _course(campaign: Campaign) -> list[CoursePoint]:
    return list(campaign.race.points.all()) if hasattr(campaign, "race") else []


def _road(campaign: Campaign, raised: Totals, goal_jpy: int) -> Road:
    return Road(
        paid_jpy=raised.paid_jpy,
        offline_jpy=raised.offline_jpy,
        matched_jpy=raised.matched_jpy,
        promised_jpy=raised.promised_jpy,
        goal_jpy=goal_jpy,
        points=_points(campaign),
    )


def _points(campaign: Campaign) -> list[RoadPoint]:
    """The places of the race; an appeal has a beginning and an end and nothing between."""
    points = _course(campaign)
    kinds = {points[0].pk: "start", points[-1].pk: "finish"} if points else {}
    return [
        RoadPoint(km=point.km, label=point.label, kind=kinds.get(point.pk, "cheer" if point.is_cheering else "point"))
        for point in points
    ]
