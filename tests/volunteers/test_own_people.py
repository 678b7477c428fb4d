"""Squad leaders and captains of parties have the list of their own people, and of nobody else (volunteering.md 9, 11)."""

import json
import uuid

import pytest
import time_machine

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from volunteers import actions, queries
from volunteers.models import Guest, Mark, Signup, Squad, SquadMember, Status

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(tokyo(2027, 1, 10, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def demand(clock):
    return make_demand(start=START, hours=3, capacity=12)


@pytest.fixture
def stranger(demand):
    return make_signup(demand=demand, person=make_person(family_name="他人", given_name="太郎"))


@pytest.fixture
def squad(demand, stranger):
    """A squad of a leader and one more."""
    leader, member = (make_signup(demand=demand, person=make_person(phone="090-1111-2222")) for _ in range(2))
    squad = Squad.objects.create(shift=demand.shift, name_ja="1班", name_en="Squad 1")
    SquadMember.objects.bulk_create(SquadMember(squad=squad, signup=signup) for signup in (leader, member))
    actions.name_leader(squad=squad, leader=leader.person, by=make_person())
    return leader, member


@pytest.fixture
def party(demand, stranger):
    """Friends of three: the captain, one who has joined, one seat without a name."""
    captain, friend = make_person(), make_person()
    party = actions.book_party(captain=captain, demand=demand, kind="friends", name="ともだち", seats=3, by=captain)
    return party, actions.claim_seat(party=party, person=friend, by=friend)


def listing(client, person, shift):
    client.force_login(person)
    return client.get(f"/ja/shifts/{shift.pk}/list/")


def names(answer):
    return {line.name for line in answer.context["board"].lines}


def mark(client, shift, signup, kind="here"):
    form = {"signup": signup.pk, "kind": kind, "key": uuid.uuid4()}
    return client.post(f"/ja/shifts/{shift.pk}/list/mark/", form)


def status(signup):
    return Signup.objects.get(pk=signup.pk).status


def test_a_squad_leader_sees_the_squad_and_no_telephone_number(client, squad, stranger):
    leader, member = squad
    answer = listing(client, leader.person, leader.shift)
    assert names(answer) == {leader.who, member.who}
    html = answer.content.decode()
    assert stranger.who not in html
    assert "090-1111-2222" not in html
    assert 'data-action="walk-in"' not in html
    assert 'data-action="close-list"' not in html


def test_the_captain_of_a_party_sees_its_people_and_its_empty_seats(client, party, stranger):
    group, joined = party
    answer = listing(client, group.captain, joined.shift)
    assert len(answer.context["board"].lines) == 3
    assert joined.who in names(answer)
    assert stranger.who not in answer.content.decode()


def test_they_mark_their_own_people_and_nobody_else(client, clock, squad, stranger):
    leader, member = squad
    clock.move_to(START)
    client.force_login(leader.person)
    mark(client, leader.shift, member)
    mark(client, leader.shift, stranger)
    assert (status(member), status(stranger)) == (Status.CHECKED_IN, Status.CONFIRMED)
    assert Mark.objects.get(refused="unknown").by == leader.person


def test_a_phone_that_was_off_line_delivers_marks_and_nobody_who_walked_in(client, clock, squad, stranger):
    leader, member = squad
    clock.move_to(START)
    client.force_login(leader.person)
    at = START.isoformat()
    marks = [
        {"key": str(uuid.uuid4()), "at": at, "kind": "here", "signup": member.pk},
        {"key": str(uuid.uuid4()), "at": at, "kind": "here", "signup": stranger.pk},
        {"key": str(uuid.uuid4()), "at": at, "kind": "walk_in", "name": "飛び入り", "demand": member.demand_id},
    ]
    answer = client.post(
        f"/ja/shifts/{leader.shift_id}/list/sync/", json.dumps({"marks": marks}), content_type="application/json"
    ).json()
    assert [bool(result["refused"]) for result in answer["results"]] == [False, True, True]
    assert stranger.who not in answer["html"]
    assert status(stranger) == Status.CONFIRMED
    assert not Guest.objects.exists()


@pytest.mark.parametrize("what", ["another leads", "another squad", "gave the place back"])
def test_the_right_of_a_squad_leader_ends_with_the_role(client, squad, demand, what):
    leader, member = squad
    squad = Squad.objects.get()
    if what == "another leads":
        actions.name_leader(squad=squad, leader=member.person, by=make_person())
    elif what == "another squad":
        other = Squad.objects.create(shift=demand.shift, name_ja="2班", name_en="Squad 2")
        actions.move_to_squad(signup=leader, squad=other, by=make_person())
    else:
        actions.withdraw(person=leader.person, shift=leader.shift, by=leader.person)
    assert listing(client, leader.person, leader.shift).status_code == 403
    assert mark(client, leader.shift, member).status_code == 403


def test_a_captain_of_a_party_who_does_not_come_keeps_no_list(client, party):
    group, joined = party
    actions.withdraw(person=group.captain, shift=joined.shift, by=group.captain)
    assert listing(client, group.captain, joined.shift).status_code == 403


def test_the_paper_the_end_and_who_walks_in_stay_with_who_keeps_the_whole_list(client, squad):
    leader, _member = squad
    client.force_login(leader.person)
    page = f"/ja/shifts/{leader.shift_id}/list/"
    assert client.get(f"{page}roster.pdf").status_code == 403
    for name in ("close/", "arrival/", "captains/"):
        assert client.post(page + name).status_code == 403


def test_a_member_without_a_role_sees_nobody(client, squad, party):
    _leader, member = squad
    _group, joined = party
    for signup in (member, joined):
        assert listing(client, signup.person, signup.shift).status_code == 403


def test_the_way_to_the_list_stands_on_the_shift_and_on_my_page(client, clock, squad):
    leader, member = squad
    clock.move_to(START)
    client.force_login(leader.person)
    page = f"/ja/shifts/{leader.shift_id}/"
    assert f'href="{page}list/"' in client.get(page).content.decode()
    assert f"{page}list/" in {need.href for need in client.get("/ja/me/").context["my"].needs}
    assert leader.shift in queries.lists_of(leader.person, since=START, until=leader.shift.end)
    client.force_login(member.person)
    assert f'href="{page}list/"' not in client.get(page).content.decode()
