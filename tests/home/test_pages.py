"""Pages that editors write, in two trees."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation
from wagtail.models import Locale

from home.models import NewsPage
from tests.factories.home import make_news, make_page, make_trees

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees():
    return make_trees()


def in_english(news: NewsPage, **fields) -> NewsPage:
    translated = news.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in fields.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return translated


def test_each_language_has_its_own_home_page(client, trees):
    assert "難民と" in client.get("/ja/").content.decode()
    assert "refugees" in client.get("/en/").content.decode()


def test_the_headline_stands_on_its_lines(client, trees):
    html = client.get("/ja/").content.decode()

    assert '<span class="hero__line">難民と</span><span class="hero__line">ともに</span>' in html.replace("\n", "")


def test_an_empty_house_still_opens_three_doors(client, trees):
    html = client.get("/ja/").content.decode()

    assert html.count('class="door"') == 3
    assert "今週は満員です" in html
    assert "次の講座を準備しています" in html


def test_home_shows_the_three_latest_news_of_its_language(client, trees):
    for day in (1, 2, 3, 4):
        make_news(trees["ja"], title=f"知らせ{day}", date=dt.date(2026, 11, day))

    with time_machine.travel(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)):
        japanese = client.get("/ja/").content.decode()
        english = client.get("/en/").content.decode()

    assert [day for day in (1, 2, 3, 4) if f"知らせ{day}" in japanese] == [2, 3, 4]
    assert "知らせ" not in english


def test_news_of_tomorrow_waits(client, trees):
    make_news(trees["ja"], title="あしたの知らせ", date=dt.date(2026, 11, 23))

    with time_machine.travel(dt.datetime(2026, 11, 22, 14, 59, tzinfo=dt.UTC)):
        assert "あしたの知らせ" not in client.get("/ja/news/").content.decode()
    with time_machine.travel(dt.datetime(2026, 11, 22, 15, 0, tzinfo=dt.UTC)):
        assert "あしたの知らせ" in client.get("/ja/news/").content.decode()


def test_a_draft_is_not_public(client, trees):
    page = make_page(trees["ja"], slug="secret", live=False)

    assert client.get(f"/ja/{page.slug}/").status_code == 404


def test_the_language_switch_keeps_the_page(client, trees):
    news = make_news(trees["ja"], slug="expo", title="日本語の題")
    in_english(news, title="English title")

    japanese = client.get("/ja/news/expo/").content.decode()
    english = client.get("/en/news/expo/").content.decode()

    assert 'href="/en/news/expo/"' in japanese
    assert "English title" in english
    assert 'href="/ja/news/expo/"' in english


def test_a_page_tells_the_way_to_it(client, trees):
    about = make_page(trees["ja"], slug="about", title="私たち")
    make_page(about, slug="work", title="活動")

    above = client.get("/ja/about/work/").context["above"]

    assert [page.title for page in above] == ["ともに", "私たち"]


def test_the_list_of_news_is_paged(client, trees):
    for _ in range(11):
        make_news(trees["ja"])

    assert len(client.get("/ja/news/").context["news"]) == 10
    assert len(client.get("/ja/news/", {"page": 2}).context["news"]) == 1


def test_an_empty_list_of_news_leads_on(client, trees):
    html = client.get("/ja/news/").content.decode()

    assert "お知らせはまだありません" in html
    with translation.override("ja"):
        assert 'href="/ja/shifts/"' in html


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_for_one_and_three_news(client, trees, django_assert_num_queries, rows):
    for _ in range(rows):
        make_news(trees["ja"])
    client.get("/ja/")

    with django_assert_num_queries(10):
        client.get("/ja/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_news_costs_the_same_for_one_and_three(client, trees, django_assert_num_queries, rows):
    for _ in range(rows):
        make_news(trees["ja"])
    client.get("/ja/news/")

    with django_assert_num_queries(10):
        client.get("/ja/news/")


def test_robots_keep_out_of_what_is_private(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /ja/me/", "Disallow: /en/me/", "Disallow: /calendar/", "Disallow: /accounts/"} <= set(lines)


def test_the_sitemap_names_both_languages_and_nothing_private(client, trees):
    make_news(trees["ja"], slug="expo")
    make_page(trees["ja"], slug="secret", live=False)

    body = client.get("/sitemap.xml").content.decode()

    assert "<loc>http://127.0.0.1:8000/ja/news/expo/</loc>" in body
    assert "<loc>http://127.0.0.1:8000/en/reading/</loc>" in body
    assert "/me/" not in body
    assert "secret" not in body
