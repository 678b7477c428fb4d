"""The back office of home: the first panel, the library, and who may do what."""

import pytest
from django.contrib.auth.models import Group

from home.models import ReadingItem
from tests.factories.home import make_organisation, make_reading, make_topic, make_trees
from tests.factories.people import make_person
from tests.factories.training import make_edition, make_enrolment
from tests.factories.volunteers import make_demand
from training.models import State
from volunteers.models import Coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, settings):
    """Signs in a member of the staff groups named."""

    def sign_in(*groups: str):
        person = make_person(is_staff=True)
        person.groups.set(Group.objects.filter(name__in=groups))
        client.force_login(person)
        return person

    return sign_in


def test_a_coordinator_sees_shifts_that_need_people_and_the_way_to_the_board(client, staff):
    staff("Coordinators")
    make_demand(min_needed=2, capacity=3)

    html = client.get("/office/").content.decode()

    assert "人が足りないシフトが1件あります" in html
    assert 'href="/office/volunteering/board/"' in html


def test_a_coordinator_of_some_places_is_told_of_those_only(client, staff):
    person = staff("Coordinators")
    make_demand(min_needed=2, capacity=3)
    near = make_demand(min_needed=2, capacity=3)
    Coordinator.objects.create(person=person, everywhere=False).places.add(near.shift.place)

    assert "人が足りないシフトが1件あります" in client.get("/office/").content.decode()

    Coordinator.objects.get().places.clear()
    assert "いま、対応が必要なことはありません" in client.get("/office/").content.decode()


def test_a_trainer_sees_enrolments_to_decide_on_and_nothing_of_shifts(client, staff):
    staff("Trainers")
    make_enrolment(make_edition(needs_approval=True), state=State.REQUESTED)
    make_demand(min_needed=2, capacity=3)

    html = client.get("/office/").content.decode()

    assert "承認を待つ受講の申し込みが1件あります" in html
    assert "シフト" not in html


def test_an_editor_with_nothing_to_do_is_told_so(client, staff):
    staff("Editors")

    assert "いま、対応が必要なことはありません" in client.get("/office/").content.decode()


def test_an_editor_keeps_the_reading_list(client, staff):
    staff("Editors")
    topic = make_topic()
    form = {
        "slug": "new", "title": "難民の本", "language": "ja", "publisher": "", "authors": "", "date": "2026-01-02",
        "date_precision": "day", "type": "report", "topic": topic.pk, "description_ja": "説明", "description_en": "",
        "url": "",
    }  # fmt: skip

    response = client.post("/office/snippets/home/readingitem/add/", form)

    assert response.status_code == 302, response.context["form"].errors
    assert list(ReadingItem.objects.with_words("難民の本")) == [ReadingItem.objects.get(slug="new")]


def test_an_editor_who_leaves_out_how_much_of_a_date_is_known_is_told(client, staff):
    staff("Editors")
    form = {
        "slug": "x",
        "title": "T",
        "language": "ja",
        "date": "2026-01-02",
        "type": "report",
        "topic": make_topic().pk,
    }

    response = client.post("/office/snippets/home/readingitem/add/", form)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert ReadingItem.objects.count() == 0


def test_the_office_finds_a_japanese_word_in_the_library(client, staff):
    staff("Editors")
    make_reading(title="日本の難民認定")
    make_reading(title="移民の歴史")
    make_organisation(name_ja="難民の会")

    html = client.get("/office/snippets/home/readingitem/", {"q": "難民"}).content.decode()

    assert "日本の難民認定" in html
    assert "移民の歴史" not in html


@pytest.mark.parametrize("group", ["Coordinators", "Fundraisers", "Trainers"])
def test_other_staff_do_not_change_the_library(client, staff, group):
    staff(group)

    assert client.get("/office/snippets/home/readingitem/add/").status_code in {302, 403}


def test_an_editor_publishes_pages(client, staff):
    home = make_trees()["ja"]
    person = staff("Editors")

    assert home.permissions_for_user(person).can_publish()
    assert client.get(f"/office/pages/{home.pk}/edit/").status_code == 200
