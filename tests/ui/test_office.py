"""The one policy of rows that only actions write."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission

from portal.mail.models import OutgoingMail
from portal.ui.office import LookOnly
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
