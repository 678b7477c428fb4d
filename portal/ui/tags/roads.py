"""`{% progress_road road %}`: the course with the money on it, and the words that say the same."""

from typing import Any

from django.template import Library
from django.utils.translation import gettext, pgettext

from portal.ui import words
from portal.ui.road import Road
from portal.ui.road.drawing import draw_phone, draw_wide

register = Library()


def distance(km: float) -> str:
    """`27.3`: one decimal, rounded down, so that nobody has finished before they have; 42.195 is said in full."""
    return f"{int(km * 10 + 1e-6) / 10:g}"


def in_words(road: Road) -> str:
    """The picture in one or two sentences, for those who do not see it."""
    if road.is_finished:
        told = gettext("The goal is reached: %(percent)s%% of it.") % {"percent": road.percent}
    elif road.real_jpy == 0:
        told = gettext("At the start of %(length)s km.") % {"length": f"{road.length:g}"}
    else:
        told = gettext("%(km)s of %(length)s km are done.") % {"km": distance(road.km), "length": f"{road.length:g}"}
    if road.promised_km > road.km:
        promised = gettext("With what is promised: %(km)s km.") % {"km": distance(road.promised_km)}
        return f"{told} {promised}"
    return told


@register.inclusion_tag("components/road.html")
def progress_road(road: Road, *, legend: bool = True) -> dict[str, Any]:
    """The marathon course with the money on it. `legend` lists what each band is, with its amount."""
    names = {
        "paid": pgettext("money", "Paid"),
        "offline": gettext("Cash and transfers"),
        "matched": gettext("Matched by companies"),
        "promised": gettext("Waiting for payment"),
    }
    shown = [band for band in road.bands if band.amount_jpy or band.kind == "paid"]
    return {
        "road": road,
        "words": in_words(road),
        "drawings": [draw_wide(road), draw_phone(road)],
        "beyond": f"+{distance(road.beyond_km)} km" if road.beyond_km > 0 else "",
        "legend": [(band.kind, names[band.kind], words.yen(band.amount_jpy)) for band in shown] if legend else [],
    }
