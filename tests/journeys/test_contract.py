"""Every surface of docs/contract.md answers, on the demonstration."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.calendars.actions import create_feed
from portal.people.models import Person
from training.models import Edition
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
ACCOUNTS = [
    "volunteer",
    "runner",
    "trainee",
    "donor",
    "captain",
    "coordinator",
    "fundraiser",
    "trainer",
    "editor",
    "admin",
]
TOTALS = {"raised_jpy", "promised_jpy", "matched_jpy", "offline_jpy", "goal_jpy", "donors", "as_of"}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for this module and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_every_surface_of_the_contract_answers(demo, client, subtests):
    shift = Shift.objects.first()
    edition = Edition.objects.get(number=46)
    _feed, token = create_feed(person=Person.objects.get(email="volunteer@example.org"))
    public = [
        "", "shifts/", f"shifts/{shift.pk}/", "campaigns/tokyo-marathon-2027/", "campaigns/winter-2026/", "run/ken-ogawa/",
        "give/", "courses/", "courses/refugee-assistant/", "reading/", "organisations/", "news/", "verify/", "integrity/",
        "search/?q=難民",
    ]  # fmt: skip
    machines = [
        f"/calendar/{token}.ics", "/calendar/shifts.ics", "/calendar/campaigns/tokyo-marathon-2027.ics",
        f"/calendar/editions/{edition.pk}.ics", "/healthz", "/accounts/login/",
    ]  # fmt: skip
    addresses = [f"/{language}/{path}" for language in ("ja", "en") for path in public] + machines

    for address in addresses:
        with subtests.test(address=address):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("thing", ["campaigns/tokyo-marathon-2027", "run/ken-ogawa"])
def test_totals_have_the_agreed_names(demo, client, thing):
    totals = client.get(f"/api/v1/{thing}/totals.json").json()

    assert set(totals) >= TOTALS
    assert all(isinstance(totals[name], int) for name in TOTALS - {"as_of"})


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_account_of_the_demonstration_signs_in(demo, client, name):
    signed_in = client.post("/accounts/login/", {"login": f"{name}@example.org", "password": "tomoni-demo"})

    assert signed_in.status_code == 302
    assert client.get("/ja/me/").status_code == 200
    staff = name in {"coordinator", "fundraiser", "trainer", "editor", "admin"}
    assert client.get("/office/").status_code == (200 if staff else 403)


def test_a_webhook_without_a_signature_is_refused(client):
    assert client.post("/stripe/webhook/", b"{}", content_type="application/json").status_code == 400


def test_forms_and_rows_carry_what_programs_look_for(demo, client):
    client.force_login(Person.objects.get(email="donor@example.org"))
    wanted = {
        "/ja/shifts/": ['data-kind="shift"', 'data-action="sign-up"'],
        "/ja/campaigns/tokyo-marathon-2027/": ['data-kind="runner"'],
        "/ja/run/ken-ogawa/give/?amount=5000": ['data-action="give"'],
        "/ja/courses/refugee-assistant/": ['data-kind="edition"', 'data-action="enrol"'],
        "/ja/run/apply/": ['data-action="apply-to-run"'],
    }
    for address, marks in wanted.items():
        page = client.get(address).content.decode()
        assert [mark for mark in marks if mark not in page] == [], address
        assert all(re.search(r"data-id=", page) for mark in marks if "kind" in mark)
