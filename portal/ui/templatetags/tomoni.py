"""`{% load tomoni %}`: every component tag of the house.

Signatures are keyword-only, so that a wrong prop fails when the template is compiled, not when it is read.
"""

from django.template import Library

from portal.ui.tags import charts, controls, forms, frame, layouts, lists, pictures, roads, words

register = Library()
for family in (charts, controls, forms, frame, layouts, lists, pictures, roads, words):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)
