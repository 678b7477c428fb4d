"""The link in a mail about one's own place: it shows the place and answers, without signing in (volunteering.md 4, 11)."""

import re

import pytest
import time_machine
from django.urls import reverse

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_shift, make_signup, tokyo
from volunteers import actions
from volunteers.models import Signup, Status

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def link_in_last_mail(person):
    """The path of the one link to press, as the mail carries it."""
    mail = OutgoingMail.objects.filter(to=[person.email]).order_by("pk").last()
    (path,) = set(re.findall(r"/\w\w/shifts/place/[^/\s]+/", mail.text))
    return path


def status(signup):
    signup.refresh_from_db()
    return Status(signup.status)


@pytest.fixture
def offered():
    """A place that became free is held for the first of two who wait."""
    demand = make_demand(capacity=1, start=START)
    holder = make_signup(demand=demand)
    first, second = (make_signup(demand=demand, wait=True) for _turn in range(2))
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    return first, second


def test_the_mail_of_an_offer_opens_a_page_that_shows_it_to_who_is_not_signed_in(client, offered):
    first, _second = offered
    html = client.get(link_in_last_mail(first.person)).content.decode()
    assert "席をお取りしています" in html
    assert ('value="take"' in html, 'value="let-go"' in html) == (True, True)
    assert status(first) == Status.OFFERED


def test_one_tap_takes_the_held_place_without_an_account_page_in_between(client, offered):
    first, _second = offered
    response = client.post(link_in_last_mail(first.person), {"answer": "take"})
    assert response.status_code == 200
    assert status(first) == Status.CONFIRMED


def test_one_tap_lets_it_go_to_the_next_in_line(client, offered):
    first, second = offered
    client.post(link_in_last_mail(first.person), {"answer": "let-go"})
    assert (status(first), status(second)) == (Status.CANCELLED_BY_VOLUNTEER, Status.OFFERED)


def test_an_offer_that_ran_out_is_said_and_takes_nothing(client, clock, offered):
    first, _second = offered
    clock.move_to(tokyo(2027, 1, 6, 12))
    html = client.post(link_in_last_mail(first.person), {"answer": "take"}).content.decode()
    assert "期限" in html
    assert status(first) == Status.OFFERED


def test_who_joined_by_mail_and_has_no_password_gives_the_place_back_by_the_link_of_the_confirmation(client):
    signup = make_signup(demand=make_demand(start=START))
    path = link_in_last_mail(signup.person)
    assert 'value="give-back"' in client.get(path).content.decode()
    client.post(path, {"answer": "give-back", "reason": "都合が悪くなりました"})
    assert status(signup) == Status.CANCELLED_BY_VOLUNTEER
    assert signup.events.last().reason == "都合が悪くなりました"


def test_the_same_link_still_works_after_signing_up_again(client):
    demand, person = make_demand(start=START), make_person()
    make_signup(demand=demand, person=person)
    path = link_in_last_mail(person)
    actions.withdraw(person=person, shift=demand.shift, by=person)
    assert "あなたの席はありません" in client.get(path).content.decode()
    make_signup(demand=demand, person=person)
    assert 'value="give-back"' in client.get(path).content.decode()


def test_who_is_signed_in_sees_the_shifts_own_page(client, offered):
    first, _second = offered
    client.force_login(first.person)
    response = client.get(link_in_last_mail(first.person))
    assert response["Location"] == reverse("volunteers:shift-detail", args=[first.shift_id]) + "#places"


def test_the_link_is_for_one_place_and_nothing_else(client, offered):
    first, second = offered
    client.post(link_in_last_mail(first.person), {"answer": "give-back"})
    assert status(second) == Status.OFFERED
    assert client.get(reverse("volunteers:seat", args=["x:y:z"])).status_code == 404
    ask_like = actions.seat_token(first)[:-2] + "aa"
    assert client.get(reverse("volunteers:seat", args=[ask_like])).status_code == 404


def test_whoever_left_the_portal_has_no_link_any_more(client, offered):
    first, _second = offered
    path = link_in_last_mail(first.person)
    first.person.is_active = False
    first.person.save()
    assert client.get(path).status_code == 404


def test_a_discreet_address_is_shown_to_who_has_a_place_only(client):
    demand = make_demand(
        capacity=1, shift=make_shift(start=START, place=make_place(discreet=True, address_ja="秘密町1"))
    )
    holder = make_signup(demand=demand)
    waiting = make_signup(demand=demand, wait=True)
    for signup, shown in ((holder, True), (waiting, False)):
        page = client.get(reverse("volunteers:seat", args=[actions.seat_token(signup)]))
        assert ("秘密町1" in page.content.decode()) == shown
        assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("same-origin", True)


def test_after_the_beginning_the_page_has_no_button(client, clock):
    signup = make_signup(demand=make_demand(start=START))
    path = link_in_last_mail(signup.person)
    clock.move_to(START)
    assert 'name="answer"' not in client.get(path).content.decode()
    client.post(path, {"answer": "give-back"})
    assert Signup.objects.get().status == Status.CONFIRMED


def test_a_visitor_of_the_shift_is_told_where_a_held_place_is_answered(client, offered):
    first, _second = offered
    page = reverse("volunteers:shift-detail", args=[first.shift_id])
    assert f"{reverse('account_login')}?next={page}%23places" in client.get(page).content.decode()
