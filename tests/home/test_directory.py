"""The directory of organisations."""

import pytest

from home.demo.content import load_content
from tests.factories.home import make_organisation

pytestmark = pytest.mark.django_db
LIST = "/ja/organisations/"


def test_the_directory_lists_twenty_four(client):
    load_content()

    response = client.get(LIST)

    assert response.context["organisations"].paginator.count == 24
    assert response.content.decode().count('data-kind="organisation"') == 24


def test_what_is_only_mentioned_elsewhere_is_not_listed(client):
    make_organisation(name_ja="載せない団体", is_listed=False)

    assert "載せない団体" not in client.get(LIST).content.decode()


def test_kind_region_and_words_narrow_it_together(client):
    wanted = make_organisation(name_ja="名古屋の難民支援", kind="ngo", region="aichi")
    make_organisation(name_ja="名古屋の難民支援", kind="ngo", region="tokyo")
    make_organisation(name_ja="名古屋の難民支援", kind="legal", region="aichi")
    make_organisation(name_ja="名古屋のべつの会", kind="ngo", region="aichi")

    found = client.get(LIST, {"kind": "ngo", "region": "aichi", "q": "難民"}).context["organisations"]

    assert list(found) == [wanted]


def test_each_reader_sees_the_name_in_their_language_first(client):
    make_organisation(name_ja="なんみんの会", name_en="Refugee Circle")

    assert '<h2 class="leaf__title">なんみんの会</h2>' in client.get(LIST).content.decode()
    assert '<h2 class="leaf__title">Refugee Circle</h2>' in client.get("/en/organisations/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_directory_costs_the_same_for_one_and_three(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_organisation()

    with django_assert_num_queries(3):
        client.get(LIST)
