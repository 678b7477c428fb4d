"""The reading list, narrowed as readers narrow it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from home.demo.content import load_content
from home.models import ReadingItem
from tests.factories.home import make_reading, make_topic

pytestmark = pytest.mark.django_db
LIST = "/ja/reading/"


def slugs(response) -> list[str]:
    return [item.slug for item in response.context["items"]]


def test_the_list_holds_every_distinct_entry(client):
    load_content()

    response = client.get(LIST)

    assert response.context["items"].paginator.count == 71
    assert len(slugs(response)) == 20
    assert "71件" in response.content.decode()


def test_every_entry_stands_on_exactly_one_page(client):
    load_content()

    seen = [slug for page in range(1, 5) for slug in slugs(client.get(LIST, {"page": page}))]

    assert len(seen) == len(set(seen)) == 71


@pytest.mark.parametrize(
    ("wish", "count"),
    [
        ({"topic": "detention"}, 22),
        ({"publisher": "The Japan Times"}, 33),
        ({"year": "2016"}, 9),
        ({"type": "video"}, 2),
        ({"topic": "detention", "publisher": "Reuters"}, 1),
        ({"q": "難民認定"}, None),
    ],
)
def test_wishes_narrow_the_list(client, wish, count):
    load_content()

    response = client.get(LIST, wish)

    expected = count if count is not None else ReadingItem.objects.filter(search_text__contains=wish["q"]).count()
    assert response.context["items"].paginator.count == expected > 0


def test_a_further_topic_counts_and_shows_an_entry_once(client):
    first, further = make_topic(slug="first"), make_topic(slug="further")
    item = make_reading(topic=first, secondary=(first, further))
    make_reading(topic=first)

    assert slugs(client.get(LIST, {"topic": "further"})) == [item.slug]
    assert len(slugs(client.get(LIST, {"topic": "first"}))) == 2


def test_active_wishes_are_named_and_each_can_be_taken_away(client):
    make_topic(slug="law", name_ja="法律")
    make_reading(publisher="Daily", date=dt.date(2019, 1, 1))

    active = client.get(LIST, {"topic": "law", "year": "2019", "q": "x y"}).context["active"]

    assert [(wish.label, wish.href) for wish in active] == [
        ("「x y」", "?topic=law&year=2019"),
        ("法律", "?year=2019&q=x+y"),
        ("2019", "?topic=law&q=x+y"),
    ]


@pytest.mark.parametrize(
    "wish", [{"year": "never"}, {"topic": "no-such"}, {"type": "<b>"}, {"page": "999"}, {"page": "x"}]
)
def test_a_wish_that_makes_no_sense_loses_nothing(client, wish):
    item = make_reading()

    response = client.get(LIST, wish)

    assert response.status_code == 200
    assert slugs(response) == [item.slug]


def test_an_empty_result_says_what_to_do(client):
    make_reading()

    html = client.get(LIST, {"q": "どこにもない言葉"}).content.decode()

    assert "条件に合うものがありません" in html
    assert f'href="{LIST}"' in html


def test_a_sensitive_entry_carries_a_note_before_its_description(client):
    make_reading(sensitive=True, description_ja="つらい出来事の説明")

    html = client.get(LIST).content.decode()

    assert html.index("死、自傷、収容などにふれています") < html.index("つらい出来事の説明")
    assert "<details" in html


@pytest.mark.parametrize(
    ("precision", "japanese", "english"),
    [("day", "2013年7月4日", "4 July 2013"), ("month", "2013年7月", "July 2013"), ("year", "2013年", "2013")],
)
def test_a_date_is_told_as_far_as_it_is_known(precision, japanese, english):
    item = make_reading(date=dt.date(2013, 7, 4), date_precision=precision)

    assert item.published == japanese
    with translation.override("en"):
        assert item.published == english


def test_a_date_without_precision_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reading(date=dt.date(2013, 7, 4), date_precision="")


def test_no_address_is_invented(client):
    load_content()

    assert ReadingItem.objects.exclude(url=None).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, django_assert_num_queries, rows):
    further = make_topic()
    for _ in range(rows):
        make_reading(secondary=(further,))
    client.get(LIST)

    with django_assert_num_queries(7):
        client.get(LIST)
