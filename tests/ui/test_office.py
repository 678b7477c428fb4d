"""What the back offices share: rows that only actions write, and facts in words."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.admin.viewsets import viewsets

from portal.mail.models import OutgoingMail
from portal.ui.office import InWords, LookOnly, in_words
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("action", "may"), [("view", True), ("add", False), ("change", False), ("delete", False)])
def test_staff_look_at_what_only_actions_write(action, may):
    person = make_person(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="mail"))
    assert LookOnly(OutgoingMail).user_has_permission(person, action) is may


def test_whoever_may_not_look_does_not_look():
    assert not LookOnly(OutgoingMail).user_has_permission(make_person(is_staff=True), "view")


def test_no_template_names_a_variable_heading_before_wagtails_header():
    """Wagtail's header takes a `heading` for its own and then writes no h1."""
    folder = settings.BASE_DIR / "templates"
    named = [path.name for path in folder.rglob("*.html") if " as heading %}" in path.read_text(encoding="utf-8")]
    assert named == []


NIGHT = dt.datetime(2026, 11, 22, 15, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (NIGHT, "2026年11月23日(月) 0:30"),  # Tokyo's day and clock, not UTC's
        (dt.date(2026, 11, 23), "2026年11月23日(月)"),
        (dt.time(9, 5), "9:05"),
        (None, "–"),
        ("", "–"),
        (True, "はい"),
        (False, "いいえ"),
        (["ja", "en"], "ja、en"),
        (0, 0),
    ],
)
def test_facts_are_said_in_words(value, said):
    assert in_words(value) == said


def inspected():
    """Every list of the back office whose rows can be looked at, as (viewset, its view of one row)."""
    reverse("wagtailadmin_home")  # reads every module of hooks
    registered = [one for each in viewsets.viewsets for one in getattr(each, "registerables", [each])]
    return [one for one in registered if getattr(one, "inspect_view_enabled", False)]


def test_every_page_of_facts_speaks_the_readers_language_and_tokyos_time():
    """What nobody named for people stays out; ours say yes and no and Tokyo's time, wherever they are."""
    english = {}
    for viewset in inspected():
        assert issubclass(viewset.inspect_view_class, InWords), viewset
        view = viewset.inspect_view_class()
        view.model, view.fields = viewset.model, list(viewset.inspect_view_fields)
        view.fields_exclude = list(viewset.inspect_view_fields_exclude)
        if viewset.inspect_view_fields:
            continue  # chosen one by one: keys of the payment service have no Japanese name
        named = [(name, viewset.model._meta.get_field(name)) for name in view.get_fields()]
        labels = [str(view.get_field_label(name, field)) for name, field in named]
        english[viewset.model.__name__] = [label for label in labels if label.isascii()]
    assert {name: labels for name, labels in english.items() if labels} == {}
    assert len(english) > 5
