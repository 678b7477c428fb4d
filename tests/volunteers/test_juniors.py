"""Sessions for juniors: children of certain grades with an adult beside them (volunteering.md 12 and 19)."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from portal.people.models import PRIVACY_VERSION
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, tokyo
from volunteers import actions
from volunteers.models import ChildConsent, Signup, Status
from volunteers.models.juniors import grade_on
from volunteers.queries.papers import roster

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 16, 10)
TEN = dt.date(2016, 6, 1)  # grade 4 in January 2027


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session():
    role = make_role(kind="junior", grade_from=4, grade_until=9, adult_alongside=True)
    return make_demand(start=START, role=role, capacity=4, overflow="block")


@pytest.fixture
def parent():
    return make_person(birth_date=dt.date(1985, 5, 5), family_name="青木", language="en")


def bring(parent, session, *children):
    wanted = [actions.Child(name, born) for name, born in children]
    return actions.bring_children(guardian=parent, demand=session, children=wanted, by=parent)


@pytest.mark.parametrize(
    ("born", "day", "grade"),
    [
        (dt.date(2016, 4, 2), dt.date(2027, 1, 16), 4),
        (dt.date(2017, 4, 1), dt.date(2027, 1, 16), 4),
        (dt.date(2017, 4, 2), dt.date(2027, 1, 16), 3),
        (dt.date(2017, 4, 2), dt.date(2027, 4, 1), 4),
        (dt.date(2011, 4, 2), dt.date(2027, 3, 31), 9),
        (dt.date(2011, 4, 1), dt.date(2027, 3, 31), 10),
        (dt.date(2021, 1, 1), dt.date(2027, 1, 16), 0),
    ],
)
def test_a_grade_follows_from_the_day_of_birth_and_the_school_year(born, day, grade):
    assert grade_on(born, day) == grade


def test_an_adult_and_children_take_their_seats_at_once_and_the_consent_is_kept(parent, session):
    party = bring(parent, session, ("ハル", TEN), ("ソラ", dt.date(2013, 6, 1)))
    seats = Signup.objects.holding().filter(demand=session, party=party).order_by("pk")
    assert [(seat.person, seat.guest_name) for seat in seats] == [(parent, ""), (None, "ハル"), (None, "ソラ")]
    consents = ChildConsent.objects.all()
    assert [(each.guardian, each.version, each.agreed_at) for each in consents] == [(parent, PRIVACY_VERSION, NOW)] * 2


def test_capacity_counts_adults_and_children_and_a_family_comes_whole_or_not_at_all(parent, session):
    bring(parent, session, ("ハル", TEN))
    other = make_person(birth_date=dt.date(1980, 1, 1))
    with pytest.raises(actions.PartyTooLarge):
        bring(other, session, ("ソラ", TEN), ("リク", TEN))
    assert Signup.objects.holding().filter(demand=session).count() == 2
    bring(other, session, ("ソラ", TEN))
    assert Signup.objects.holding().filter(demand=session).count() == 4


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (dt.date(2017, 6, 1), "from April 2027"),
        (dt.date(2018, 6, 1), "from April 2028"),
        (dt.date(2011, 3, 1), "has left middle school"),
    ],
)
def test_a_child_of_another_grade_is_told_when_it_can_come(parent, session, born, words):
    with translation.override("en"), pytest.raises(actions.WrongGrade) as caught:
        bring(parent, session, ("Haru", TEN), ("Sora", born))
    assert words in caught.value.sentence
    assert not Signup.objects.exists()


def test_nobody_takes_a_seat_of_a_session_alone(parent, session):
    with pytest.raises(actions.GuardianMissing) as caught:
        actions.sign_up(person=parent, demand=session, by=parent)
    assert f"/shifts/{session.shift_id}/juniors/" in caught.value.way_out_url


def test_a_minor_is_no_adult_beside(session):
    brother = make_person(birth_date=dt.date(2010, 1, 1))
    with pytest.raises(actions.GuardianMissing):
        bring(brother, session, ("ハル", TEN))


def test_children_do_not_stay_when_their_adult_goes(parent, session):
    party = bring(parent, session, ("ハル", TEN))
    with pytest.raises(actions.GuardianMissing):
        actions.withdraw(person=parent, shift=session.shift, by=parent)
    own = Signup.objects.get(person=parent)
    with pytest.raises(actions.GuardianMissing):
        actions.cancel_seats(party=party, seats=[own.pk], by=parent)
    everybody = list(Signup.objects.values_list("pk", flat=True))
    assert actions.cancel_seats(party=party, seats=everybody, by=parent) == 2
    assert not Signup.objects.filter(status=Status.CONFIRMED).exists()


def test_the_form_loses_nothing_and_wants_the_guardians_word(client, parent, session):
    url = f"/en/shifts/{session.shift_id}/juniors/"
    assert client.get(url).status_code == 302
    client.force_login(parent)
    data = {"demand": session.pk, "name_1": "Haru", "born_1": "2016-06-01", "name_2": "Sora"}
    page = client.post(url, data)
    html = page.content.decode()
    assert page.status_code == 422
    assert {"born_2", "agree"} <= set(page.context["form"].errors)
    assert 'value="Haru"' in html
    assert 'value="2016-06-01"' in html
    answer = client.post(url, data | {"name_2": "", "agree": "on"})
    assert answer.status_code == 302
    assert "Haru" in client.get(answer["Location"]).content.decode()


def test_the_card_of_a_session_leads_to_signing_up_together(client, parent, session):
    client.force_login(parent)
    html = client.get(f"/en/shifts/{session.shift_id}/").content.decode()
    assert "Sign up with my child" in html


def test_names_and_birth_dates_of_children_are_forgotten_thirty_days_after_and_the_consent_stays(
    parent, session, travel
):
    bring(parent, session, ("こうた", TEN))
    ends = session.shift.end + dt.timedelta(days=30)
    travel.move_to(ends - dt.timedelta(minutes=1))
    assert actions.forget_guests() == 0
    travel.move_to(ends)
    assert actions.forget_guests() == 1
    child = ChildConsent.objects.get().signup
    assert (child.guest_name, child.guest_birth_date, child.status) == ("", None, Status.CONFIRMED)
    assert actions.forget_guests() == 0


def test_who_brings_children_gives_all_seats_back_with_one_button(client, parent, session):
    party = bring(parent, session, ("ハル", TEN), ("ソラ", dt.date(2013, 6, 1)))
    client.force_login(parent)
    html = client.get(f"/ja/shifts/{session.shift_id}/").content.decode()
    assert (f"/ja/groups/{party.pk}/#back-head" in html, "/withdraw/" in html) == (True, False)
    assert 'data-action="give-all-back"' in client.get(f"/ja/groups/{party.pk}/").content.decode()
    client.post(f"/ja/groups/{party.pk}/seats/", {"all": "1"})
    assert not Signup.objects.live().filter(party=party).exists()


def test_on_the_roster_children_stand_below_their_adult_with_a_word(parent, session):
    parent.family_kana, parent.given_kana = "アオキ", "ハルカ"
    parent.save()
    bring(parent, session, ("さくら", TEN))
    other = make_person(birth_date=dt.date(1980, 1, 1), family_kana="アイダ", given_kana="ヨウコ")
    bring(other, session, ("ハル", TEN))
    (shift,) = roster([session.shift], now=NOW)["shifts"]
    assert [(seat["name"], seat["note"]) for seat in shift["seats"]] == [
        (other.display_name, ""),
        ("ハル", f"お子さん（{other.display_name}さんと）"),
        (parent.display_name, ""),
        ("さくら", f"お子さん（{parent.display_name}さんと）"),
    ]
