"""What the back offices of all areas share: looking only, and facts and lists in the reader's words.

Wagtail's own pages of one row show moments in UTC and do not say so, `None`, `True` and `False` as Python writes them, and every
column of the table, also those that are the machine's.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from . import words


class LookOnly(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Rows that only actions write: mail, money, jobs, sign-ups, enrolments. Staff look, and act elsewhere."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))


def in_words(value: Any) -> Any:
    """What Python would write in its own words, in ours: moments and days in Tokyo, yes and no, a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, dt.datetime):
        return f"{words.day(value, year=True)} {words.clock(value)}"
    if isinstance(value, dt.date):
        return words.day(value, year=True)
    if isinstance(value, dt.time):
        return words.clock(value)
    if isinstance(value, list | tuple):
        return _(", ").join(str(each) for each in value) or "–"
    return value


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def is_unnamed(field: Any) -> bool:
    """Whether nobody gave a field of a model a name for people: Django makes one from the program's, in English."""
    return isinstance(field, models.Field) and field.verbose_name == str(field.name).replace("_", " ")


class InWords:
    """The facts of one row: what nobody named is the machine's and stays out; a relation is called as what it leads to."""

    def get_fields(self) -> list[str]:
        names: list[str] = super().get_fields()  # type: ignore[misc]  # of Wagtail's view
        if self.fields:
            return names
        return [name for name in names if not self.is_the_machines(name)]

    fields: list[str]
    model: type[models.Model]

    def is_the_machines(self, name: str) -> bool:
        field = self.model._meta.get_field(name)
        return not field.is_relation and (getattr(field, "primary_key", False) or is_unnamed(field))

    def get_field_label(self, field_name: str, field: Any) -> str:
        if field is not None and field.is_relation and is_unnamed(field):
            return str(capfirst(field.related_model._meta.verbose_name))
        return str(super().get_field_label(field_name, field))  # type: ignore[misc]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return in_words(super().get_field_display_value(field_name, field))  # type: ignore[misc]


class FactsView(InWords, generic.InspectView):  # type: ignore[misc]
    """The facts of one row of a plain list."""


class SnippetFactsView(InWords, InspectView):  # type: ignore[misc]
    """The facts of one row of an area's list."""


class WordsColumn(Column):  # type: ignore[misc]
    """A cell that says yes or no, where Wagtail would write True or False."""

    def get_value(self, instance: Any) -> Any:
        value = super().get_value(instance)
        return yes_or_no(value) if isinstance(value, bool) else value


class ListInWords:
    """A list whose plain cells are in words."""

    def _get_custom_column(self, field_name: str, column_class: type[Column] = WordsColumn, **kwargs: Any) -> Column:
        return super()._get_custom_column(field_name, column_class, **kwargs)  # type: ignore[misc]


class PlainListView(ListInWords, generic.IndexView):  # type: ignore[misc]
    """A plain list."""


class SnippetListView(ListInWords, IndexView):  # type: ignore[misc]
    """An area's list."""


class OfficeViewSet(SnippetViewSet):  # type: ignore[misc]
    """Lists and facts of an area in the back office, in words."""

    index_view_class = SnippetListView
    inspect_view_class = SnippetFactsView
