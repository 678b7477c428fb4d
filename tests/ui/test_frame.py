"""The frame around every page, and the pages of last resort."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from portal.people.models import Person
from portal.ui.views import csrf_failure

pytestmark = pytest.mark.django_db
PAGE = '{% extends "base.html" %}{% block title %}走る{% endblock %}{% block door %}\n  run\n{% endblock %}{% block main %}<h1>走る</h1>{% endblock %}'


def page(path="/ja/campaigns/?team=3", *, user=None, source=PAGE, language="ja", **context):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.LANGUAGE_CODE = language
    with translation.override(language):
        return folded(engines["django"].from_string(source).render(context, request))


def folded(html):
    """White space that means nothing, folded away."""
    return " ".join(html.split()).replace("> <", "><").replace(" >", ">")


def test_the_page_says_its_language_and_title():
    html = page()
    assert '<html lang="ja">' in html
    assert "<title>走る · ともに</title>" in html
    assert html.lstrip().lower().startswith("<!doctype html>")


def test_the_four_doors_stand_above_and_in_thumbs_reach():
    html = page()
    for place in ("doors", "tabbar"):
        nav = re.search(rf'<nav class="{place}".*?</nav>', html, re.S)[0]
        assert re.findall(r'href="([^"]+)"', nav) == ["/ja/shifts/", "/ja/campaigns/", "/ja/courses/", "/ja/about/"]
        assert re.findall(r'href="([^"]+)"[^>]* aria-current="page"', nav) == ["/ja/campaigns/"]


def test_the_language_switch_keeps_the_page():
    html = page()
    assert '<a href="/en/campaigns/?team=3" lang="en" hreflang="en">English</a>' in html
    assert re.findall(r'<link rel="alternate" hreflang="(\w+)" href="https?://[^/"]+([^"]*)"', html) == [
        ("ja", "/ja/campaigns/?team=3"),
        ("en", "/en/campaigns/?team=3"),
    ]
    assert re.search(r'<link rel="canonical" href="http[^"]*/ja/campaigns/">', html)


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/accounts/login/", "/accounts/login/?next=%2Fen%2Fme%2F"),
        ("/accounts/login/?next=/ja/shifts/7/", "/accounts/login/?next=%2Fen%2Fshifts%2F7%2F"),
    ],
)
def test_the_language_switch_keeps_pages_whose_address_names_no_language(path, english):
    html = page(path)
    assert f'<a href="{english}" lang="en"' in html
    assert "alternate" not in html


def test_a_visitor_may_sign_in_and_a_person_finds_their_page():
    assert 'href="/accounts/login/">ログイン' in page()
    assert 'href="/ja/me/">マイページ' in page(user=Person(email="a@example.org"))


def test_the_keyboard_reaches_the_content_first():
    html = page()
    assert html.index('<a class="skip" href="#main">') < html.index("<header")
    assert '<main id="main" tabindex="-1">' in html


def test_errors_interrupt_and_news_waits():
    html = page(messages=[Message(constants.ERROR, "満員です"), Message(constants.SUCCESS, "申し込みました")])
    assert re.findall(r'class="message message--(\w+)" role="(\w+)"', html) == [
        ("error", "alert"),
        ("success", "status"),
    ]


def test_the_foot_works_before_anybody_has_written_settings():
    html = page()
    foot = re.search(r'<footer class="foot">.*?</footer>', html, re.S)[0]
    assert "特定商取引法に基づく表記" in foot
    assert 'href="/ja/integrity/"' in foot
    assert "これはデモです。" in foot


def test_htmx_writes_no_styles_and_runs_no_strings():
    assert '"includeIndicatorStyles": false, "allowEval": false' in page()


def test_the_frame_speaks_english():
    html = page("/en/campaigns/", language="en")
    assert not re.search(
        r"[ぁ-んァ-ヶ一-龠]", re.sub(r'<a [^>]*lang="ja"[^>]*>.*?</a>|走る', "", html.split("<footer")[0])
    )


@pytest.mark.parametrize(("language", "words"), [("ja", "道はここで終わっています"), ("en", "This road ends here")])
def test_a_page_that_is_not_there_shows_ways_on(client, language, words):
    response = client.get(f"/{language}/no/such/page/")
    assert response.status_code == 404
    html = response.content.decode()
    assert words in html
    assert f'href="/{language}/shifts/"' in html.split("<main")[1]


def test_a_stale_form_leads_back_to_itself():
    response = Client(enforce_csrf_checks=True, raise_request_exception=False).post(
        "/accounts/login/", {"login": "a"}, headers={"referer": "http://testserver/accounts/login/"}
    )
    assert response.status_code == 403
    assert 'href="http://testserver/accounts/login/"' in response.content.decode().split("<main")[1]


def test_a_stale_form_never_leads_to_a_stranger():
    request = RequestFactory().post("/ja/give/", headers={"referer": "https://evil.example/"})
    request.user = AnonymousUser()
    assert "evil" not in csrf_failure(request).content.decode()


def test_a_closed_door_offers_to_sign_in():
    html = page(source=engines["django"].get_template("403.html").template.source)
    assert 'href="/accounts/login/"' in html.split("<main")[1]


def test_the_last_page_needs_neither_database_nor_context(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = engines["django"].get_template("500.html").render()
    assert "うまく動きませんでした" in html
    assert "Something went wrong" in html
    assert html.lstrip().lower().startswith("<!doctype html>")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_component_sheet_shows_everything(client, language):
    response = client.get(f"/ui/?l={language}&theme=dark")
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}" data-theme="dark">' in html
    for part in (
        "road__picture",
        "staffing__picture",
        "diary",
        "steps",
        "field--wrong",
        "avatar",
        "pagination",
        "art--home",
    ):
        assert part in html


def test_ids_are_unique_on_the_sheet(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/ui/").content.decode())
    doubled = {name for name in ids if ids.count(name) > 1}
    # Two sample forms stand side by side on purpose; in a page there is one.
    assert {name for name in doubled if not name.startswith("id_")} == set()
