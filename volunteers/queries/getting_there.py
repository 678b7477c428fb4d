"""Why one shift cannot follow another: the way between two places, and roads that are closed for a race."""

from django.utils.translation import gettext as _

from portal.ui import words
from volunteers.models import Shift


def only_the_way(one: Shift, other: Shift) -> bool:
    """Whether two shifts are apart in time, and only the way between their places stands between them."""
    return one.place_id != other.place_id and (one.end <= other.report_at or other.end <= one.report_at)


def way_between(held: Shift, wanted: Shift) -> str:
    """What the way between a held place and a wanted one takes, in one or two sentences."""
    first, second = (held, wanted) if held.start <= wanted.start else (wanted, held)
    facts = {
        "first": first.place.name,
        "second": second.place.name,
        "end": words.clock(first.end),
        "reopens": words.clock(first.place.leave_after) if first.place.leave_after else "",
        "minutes": first.place.travel_minutes,
        "there": words.clock(first.away_until),
        "wanted": words.clock(second.away_from),
    }
    if first.away_until - first.place.travel > first.end:
        begin = _("The roads at %(first)s open again at %(reopens)s.") % facts
    else:
        begin = _("Your shift at %(first)s ends at %(end)s.") % facts
    if second.away_from < second.report_at:
        end = _(
            "With %(minutes)s minutes for the way you are at %(second)s at %(there)s, but the roads there close at %(wanted)s."
        )
    else:
        end = _(
            "With %(minutes)s minutes for the way you are at %(second)s at %(there)s, but people meet there at %(wanted)s."
        )
    return " ".join([begin, end % facts])
