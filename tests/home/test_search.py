"""One search over everything public."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories.home import make_news, make_organisation, make_reading, make_trees
from tests.factories.training import make_course, make_lesson
from tests.factories.volunteers import make_role

pytestmark = pytest.mark.django_db


def found(client, query: str, language: str = "ja") -> dict[str, list[str]]:
    groups = client.get(f"/{language}/search/", {"q": query}).context["groups"]
    return {str(group.label): [hit.title for hit in group.hits] for group in groups}


@pytest.fixture
def trees():
    return make_trees()


def test_a_japanese_word_is_found_inside_titles_of_every_kind(client, trees):
    make_news(trees["ja"], title="今日の難民支援", date=timezone.localdate() - dt.timedelta(days=1))
    make_reading(title="日本の難民認定", language="ja")
    make_organisation(name_ja="全国難民会議")
    make_course(name_ja="難民を知る講座")
    make_role(name_ja="難民カフェの手伝い")

    assert found(client, "難民") == {
        "ボランティア": ["難民カフェの手伝い"],
        "講座": ["難民を知る講座"],
        "お知らせ": ["今日の難民支援"],
        "団体の一覧": ["全国難民会議"],
        "読書リスト": ["日本の難民認定"],
    }


def test_pages_are_found_in_the_readers_language_only(client, trees):
    make_news(trees["ja"], title="マラソン", lead="marathon", date=timezone.localdate())

    assert found(client, "marathon", "ja") == {"お知らせ": ["マラソン"]}
    assert found(client, "marathon", "en") == {}


def test_lessons_are_never_found(client, trees):
    course = make_course(name_ja="講座")
    make_lesson(course, title="秘密のレッスン")

    assert found(client, "ここだけの話") == {}
    assert found(client, "秘密のレッスン") == {}


def test_a_sensitive_reading_shows_no_description(client):
    make_reading(title="Hard to read", sensitive=True, description_ja="つらい説明", description_en="")

    html = client.get("/ja/search/", {"q": "Hard"}).content.decode()

    assert "Hard to read" in html
    assert "つらい説明" not in html


def test_five_are_shown_and_the_rest_is_one_click_away(client):
    for _ in range(7):
        make_organisation(name_ja="難民の会")

    (group,) = client.get("/ja/search/", {"q": "難民"}).context["groups"]

    assert (len(group.hits), group.total) == (5, 7)
    assert client.get(group.more).context["organisations"].paginator.count == 7


@pytest.mark.parametrize("query", ["", "   ", "\x00"])
def test_an_empty_query_asks_for_nothing(client, query, django_assert_num_queries):
    with django_assert_num_queries(1):  # who we are, in the foot
        assert client.get("/ja/search/", {"q": query}).context["groups"] == []


def test_nothing_found_leads_on(client):
    html = client.get("/ja/search/", {"q": "xyzxyz"}).content.decode()

    assert "見つかりませんでした" in html
    assert 'href="/ja/shifts/"' in html


def test_what_was_typed_is_shown_as_text(client):
    html = client.get("/ja/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_for_one_and_three(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_organisation(name_ja="難民の会")
        make_reading(title="難民")
    client.get("/ja/search/", {"q": "難民"})

    with django_assert_num_queries(11):
        client.get("/ja/search/", {"q": "難民"})
