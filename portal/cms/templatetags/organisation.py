"""`{% organisation as us %}`: who runs this house, asked for once per page."""

from typing import Any

from django import template
from django.template.context import RenderContext

from portal.cms.models import OrganisationSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation(context: template.Context) -> OrganisationSettings:
    """The organisation's settings; foot, contact table and law table of one page share one query."""
    shared: RenderContext = context.render_context
    top: dict[Any, Any] = shared.dicts[0]
    if "organisation" not in top:
        top["organisation"] = OrganisationSettings.of_this_house()
    found: OrganisationSettings = top["organisation"]
    return found
