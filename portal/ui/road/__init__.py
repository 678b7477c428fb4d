"""The progress road: money raised moves a runner along the course.

    Road(paid_jpy=51_000, offline_jpy=6_000, goal_jpy=100_000, points=[RoadPoint(0, "新宿", "start"), …])

Geometry is computed here and drawn by `{% progress_road road %}`; nothing is measured in the browser.
"""

from .money import MARATHON_KM, Band, Road, RoadPoint

__all__ = ["MARATHON_KM", "Band", "Road", "RoadPoint"]
