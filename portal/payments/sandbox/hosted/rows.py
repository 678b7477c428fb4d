"""A row of a list on the developer's page, and a small form with one button."""

from portal.payments.sandbox.hosted.frame import button
from portal.payments.sandbox.hosted.markup import Markup, tag


def row(name: str, fact: str, status: str, *actions: Markup) -> Markup:
    return tag(
        "li",
        tag("div", tag("strong", name), tag("span", fact, class_="quiet"), class_="what"),
        tag("span", status, class_="status") if status else None,
        tag("div", *actions, class_="row"),
    )


def press(label: str, name: str, *, about: str, **params: str) -> Markup:
    """A small form with one button; `about` tells a screen reader which row it acts on."""
    fields = [tag("input", type="hidden", name=key, value=value) for key, value in params.items()]
    return tag(
        "form",
        tag("input", type="hidden", name="control", value=name),
        *fields,
        button(label, kind="small", aria_label=f"{label}: {about}"),
        method="post",
    )
