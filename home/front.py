"""What the front door tells of the day: one fact from each domain."""

from dataclasses import dataclass

from campaigns import queries as campaigns
from training import queries as training
from training.models import Edition
from volunteers import queries as volunteers


@dataclass(frozen=True)
class Front:
    """The live facts of the home page. A domain with nothing on says so on its door, and keeps its door."""

    open_places: int
    campaign: campaigns.HomeFacts | None
    edition: Edition | None


def front_facts() -> Front:
    """Ask each domain once."""
    return Front(
        open_places=volunteers.open_places_this_week(),
        campaign=campaigns.home_facts(),
        edition=training.next_edition(),
    )
