"""`manage.py demo`: genuine content, fictional people, dates that follow today."""

import datetime as dt
import io
import json

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page

from home.demo.content import genuine, load_content, neutral
from home.demo.pages import load_pages
from home.demo.people import ACCOUNTS, PASSWORD, load_people
from home.demo.volunteers.load import load_volunteers
from home.models import HomePage, NewsPage, ReadingItem
from portal.cms.models import OrganisationSettings
from portal.people.models import Person
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def counts() -> dict[str, int]:
    ours = ("people", "cms", "payments", "volunteers", "campaigns", "training", "home", "wagtailcore", "account")
    return {
        model._meta.label: model._default_manager.count()
        for label in ours
        for model in apps.get_app_config(label).get_models()
    }


def run() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_it_runs_only_where_the_demonstration_is_on(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="development settings only"):
        call_command("demo")

    assert Person.objects.count() == 0


def test_a_second_run_changes_nothing_and_a_later_day_moves_the_dates():
    with time_machine.travel(dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC), tick=False):
        printed = run()
        first = counts()
        run()
        second = counts()
        newest = NewsPage.objects.order_by("-date").first().date
    with time_machine.travel(dt.datetime(2026, 12, 2, 3, 0, tzinfo=dt.UTC), tick=False):
        run()
        moved = NewsPage.objects.order_by("-date").first().date

    assert first == second
    assert moved - newest == dt.timedelta(days=10)
    assert "71 readings" in printed
    assert PASSWORD in printed


def test_a_shift_of_an_older_demonstration_gains_the_role_that_its_plan_has_gained():
    people = load_people(TODAY)
    load_volunteers(people, TODAY)
    several = Shift.objects.annotate(roles=Count("demands")).filter(roles__gt=1)
    lost = next(demand for shift in several for demand in shift.demands.filter(signups=None, asks=None, parties=None))
    shift, role = lost.shift, lost.role
    lost.delete()

    load_volunteers(people, TODAY)

    assert shift.demands.filter(role=role).exists()


def test_the_accounts_sign_in_with_verified_addresses():
    people = load_people(TODAY)

    assert sorted(people.by_name) == sorted(ACCOUNTS)
    assert all(person.check_password(PASSWORD) for person in people.by_name.values())
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(ACCOUNTS) == 11
    assert people.by_name["admin"].is_superuser
    assert people.by_name["coordinator"].has_perm("wagtailadmin.access_admin")
    assert people.by_name["editor"].has_perm("home.change_readingitem")
    assert not people.by_name["volunteer"].has_perm("wagtailadmin.access_admin")


def test_the_people_are_the_same_on_every_machine():
    first = [(person.email, person.display_name) for person in load_people(TODAY).crowd]
    Person.objects.all().delete()
    second = [(person.email, person.display_name) for person in load_people(TODAY).crowd]

    assert first == second
    assert len(first) == 120


def test_fifty_one_runners_are_grown_up_and_the_first_can_sign_in():
    people = load_people(TODAY)

    assert len({person.pk for person in people.runners}) == 51
    assert people.runners[0].email == "runner@example.org"
    assert all(person.age_on(TODAY) >= 19 for person in people.runners)


def test_everybody_in_the_crowd_stays_out():
    people = load_people(TODAY)

    assert not any(person.has_usable_password() for person in people.crowd[:5])


def test_both_trees_hold_the_same_pages():
    load_pages(TODAY)

    def paths(code: str) -> list[str]:
        home = HomePage.objects.get(locale__language_code=code)
        return [page.url_path.removeprefix(home.url_path) for page in home.get_descendants()]

    assert paths("ja") == paths("en")
    assert {"about/activities/", "about/winter/", "about/marathon/", "privacy/", "legal/", "contact/"} <= set(
        paths("ja")
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_answers_in_both_languages(client, language):
    load_pages(timezone.localdate())

    for page in HomePage.objects.get(locale__language_code=language).get_descendants(inclusive=True):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert response.context["page"].locale.language_code == language


def test_eleven_activities_without_the_real_name(client):
    load_pages(TODAY)

    for language in ("ja", "en"):
        html = client.get(f"/{language}/about/activities/").content.decode()
        assert html.count('class="leaf"') == 11
        assert "JAR" not in html


def test_the_real_name_becomes_a_neutral_one():
    assert neutral("JAR helps. JAR's staff and JAR go on.", "en") == (
        "The organisation helps. The organisation's staff and the organisation go on."
    )
    assert neutral("JARの応援団", "ja") == "私たちの応援団"


def test_the_front_door_shows_no_sensitive_figure_or_reading(client):
    load_content()
    load_pages(timezone.localdate())

    for language in ("ja", "en"):
        html = client.get(f"/{language}/").content.decode()
        for key in ("detention_deaths_2017", "syrian_students", "kurds_kawaguchi"):
            entry = next(entry for entry in genuine()["statistics"] if entry["id"] == key)
            assert entry[f"label_{language}"] not in html
        assert not [item.title for item in ReadingItem.objects.filter(sensitive=True) if item.title in html]


def test_every_figure_of_the_front_door_has_a_year_and_a_source():
    load_pages(TODAY)

    for home in HomePage.objects.all():
        assert len(home.facts) == 4
        for block in home.facts:
            assert block.value["year"]
            assert block.value["stated_by"]


def test_an_editors_words_survive_the_next_run():
    load_pages(TODAY)
    news = NewsPage.objects.get(slug="expo-stand", locale__language_code="ja")
    news.title = "書き直した題"
    news.save_revision().publish()

    load_pages(TODAY + dt.timedelta(days=3))

    news.refresh_from_db()
    assert news.title == "書き直した題"
    assert news.date == TODAY - dt.timedelta(days=21)


def test_the_organisation_of_the_demonstration_says_that_it_is_one():
    load_pages(TODAY)

    us = OrganisationSettings.of_this_house()
    assert "デモ" in us.name_ja
    assert us.phone == ""


def test_no_page_carries_an_invented_address():
    load_pages(TODAY)

    for page in Page.objects.specific():
        text = json.dumps(page.body.get_prep_value() if hasattr(page, "body") else "", ensure_ascii=False)
        assert "http://" not in text
        assert "https://" not in text
