"""Forms: a field with everything that belongs to it, and the list of what is wrong."""

from typing import Any

from django.forms import BaseForm, BoundField
from django.template import Library

register = Library()

BOXES = {"checkbox"}
LISTS = {"radioselect", "checkboxselectmultiple"}  # Django gives these a container with the field's id


@register.inclusion_tag("components/field.html")
def field(field: BoundField, *, hint: str = "", label: str = "", wide: bool = False) -> dict[str, Any]:
    """A bound field: label, help, error and control, tied together by ids (Django sets aria-describedby)."""
    kind = field.widget_type
    return {
        "field": field, "hint": hint, "label": label or field.label, "wide": wide,
        "is_box": kind in BOXES, "is_group": field.use_fieldset,
        "needs_id": kind not in LISTS, "is_hidden": field.is_hidden,
    }  # fmt: skip


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong, above the form, as links to the fields."""
    if not form.is_bound or form.is_valid():
        return {"problems": []}
    problems = [{"label": "", "href": "", "text": text} for text in form.non_field_errors()]
    for bound in form:
        problems += [
            {"label": bound.label, "href": f"#{bound.id_for_label or bound.auto_id}", "text": text}
            for text in bound.errors
        ]
    return {"problems": problems}
