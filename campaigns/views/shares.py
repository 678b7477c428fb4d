"""Plain links to share a page with; no script of others ever runs here."""

from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from campaigns.models import Campaign, FundraisingPage


def shares_of(request: HttpRequest, thing: FundraisingPage | Campaign) -> list[dict[str, str]]:
    """What `campaigns/shares.html` shows: {label, href}, and last the address itself to copy."""
    url = request.build_absolute_uri(thing.get_absolute_url())
    text = f"{thing.title} · {thing.name}" if isinstance(thing, FundraisingPage) else thing.name
    return [
        {"label": "LINE", "href": "https://social-plugins.line.me/lineit/share?" + urlencode({"url": url})},
        {"label": "X", "href": "https://x.com/intent/post?" + urlencode({"url": url, "text": text})},
        {"label": "Facebook", "href": "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})},
        {"label": _("E-mail"), "href": "mailto:?" + urlencode({"subject": text, "body": url}, quote_via=quote)},
        {"address": url},
    ]
