"""Coming together: seats booked at once, named by link, released in time (volunteering.md 1)."""

import datetime as dt

import pytest
import time_machine

from portal.mail.models import OutgoingMail
from portal.people.models import Consent, Person
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_signup, tokyo
from volunteers import actions, queries
from volunteers.models import Demand, Party, Signup, Status, leaders_needed

pytestmark = pytest.mark.django_db

NOW = tokyo(2027, 1, 5, 12)
DAY = tokyo(2027, 1, 15, 10)  # people meet at 9:45, names are wanted by the 12th, 9:45
ADULT, CHILD = dt.date(1980, 5, 1), dt.date(2016, 5, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def book(demand, *, seats=3, kind="friends", captain=None, **options):
    captain = captain or make_person()
    return actions.book_party(
        captain=captain, demand=demand, kind=kind, name="ともだち会", seats=seats, by=captain, **options
    )


def claim(party, person=None, **options):
    person = person or make_person()
    return actions.claim_seat(party=party, person=person, by=person, **options)


def seats(party):
    """Who sits on the live seats: a person, a child's name, or nothing."""
    return [seat.person or seat.guest_name for seat in Signup.objects.live().filter(party=party).order_by("pk")]


def held(demand):
    return Signup.objects.holding().filter(demand=demand).count()


def mails(template):
    return list(OutgoingMail.objects.filter(key__startswith=f"{template}:").order_by("pk"))


class TestBooking:
    def test_seats_are_taken_at_once_the_captains_among_them(self):
        demand = make_demand(start=DAY, capacity=4)
        party = book(demand)
        assert seats(party) == [party.captain, "", ""]
        assert held(demand) == 3
        (mail,) = mails("shift_party_booked")
        assert f"/join/{party.token}/" in mail.text
        assert party.token not in party.token_hash
        assert queries.party_by_token(party.token) == party

    def test_all_or_none(self):
        demand = make_demand(start=DAY, capacity=4)
        make_signup(demand=demand)
        make_signup(demand=demand)
        with pytest.raises(actions.PartyTooLarge, match="空きは2席"):
            book(demand)
        assert (held(demand), Party.objects.count()) == (2, 0)

    def test_whoever_waits_is_served_before_a_party(self):
        demand = make_demand(start=DAY, capacity=1)
        holder = make_signup(demand=demand).person
        waiting = make_signup(demand=demand, wait=True)
        with time_machine.travel(DAY - dt.timedelta(hours=1), tick=False):  # past the cut-off: no offer any more
            actions.withdraw(person=holder, shift=demand.shift, by=holder)
        actions.change_capacity(demand=demand, capacity=3, min_needed=1, by=holder)
        assert Signup.objects.get(pk=waiting.pk).status == Status.OFFERED
        with pytest.raises(actions.PartyTooLarge):
            book(demand)

    @pytest.mark.parametrize(
        ("kind", "number", "fits"),
        [("friends", 1, False), ("friends", 2, True), ("group", 9, True), ("group", 10, False),
         ("company", 9, False), ("company", 10, True), ("company", 61, False), ("family", 8, True)],
    )  # fmt: skip
    def test_each_kind_has_its_size(self, kind, number, fits):
        demand, captain = make_demand(start=DAY, capacity=70), make_person(birth_date=ADULT)
        if fits:
            assert len(seats(book(demand, kind=kind, seats=number, captain=captain))) == number
        else:
            with pytest.raises(actions.PartySizeWrong):
                book(demand, kind=kind, seats=number, captain=captain)

    def test_a_captain_who_stays_at_home_holds_no_seat(self):
        demand = make_demand(start=DAY, capacity=4, role=make_role(languages=["fr"]))
        party = book(demand, captain_comes=False)
        assert seats(party) == ["", "", ""]

    def test_a_captain_who_comes_fulfils_what_the_role_asks(self):
        with pytest.raises(actions.LanguageMissing):
            book(make_demand(start=DAY, capacity=4, role=make_role(languages=["fr"])))

    def test_one_party_per_captain_and_shift(self):
        demand, captain = make_demand(start=DAY, capacity=9), make_person()
        party = book(demand, captain=captain, captain_comes=False)
        with pytest.raises(actions.AlreadySignedUp) as refusal:
            book(demand, captain=captain, captain_comes=False)
        assert refusal.value.way_out_url == f"/ja/groups/{party.pk}/"

    def test_where_every_place_is_asked_for_the_party_is_answered_as_one(self):
        boss, demand = make_person(), make_demand(start=DAY, capacity=3, overflow=Demand.Overflow.APPROVE)
        party = book(demand)
        assert held(demand) == 0
        with pytest.raises(actions.PartyClosed, match="担当者の返事"):
            claim(party)
        asked = Signup.objects.filter(party=party).first()
        actions.approve(signup=asked, by=boss)
        assert (held(demand), claim(party).status) == (3, Status.CONFIRMED)

    def test_a_party_too_large_is_not_approved_in_part(self):
        demand = make_demand(start=DAY, capacity=2, overflow=Demand.Overflow.APPROVE)
        party = book(demand)
        with pytest.raises(actions.ShiftFull):
            actions.approve(signup=Signup.objects.filter(party=party).first(), by=make_person())
        assert held(demand) == 0


class TestNaming:
    def test_each_friend_takes_one_seat(self):
        demand = make_demand(start=DAY, capacity=4)
        party, first, second = book(demand), make_person(), make_person()
        claim(party, first)
        claim(party, second)
        assert seats(party) == [party.captain, first, second]
        assert held(demand) == 3
        with pytest.raises(actions.PartyClosed):
            claim(party)
        with pytest.raises(actions.AlreadySignedUp):
            claim(party, first)
        assert [mail.to for mail in mails("shift_confirmed")] == [[first.email], [second.email]]

    def test_who_joins_fulfils_what_the_role_asks(self):
        demand = make_demand(start=DAY, capacity=4, role=make_role(minimum_age=18, pledge_ja="約束"))
        party = book(demand, captain_comes=False)
        with pytest.raises(actions.TooYoung):
            claim(party)
        adult = make_person(birth_date=ADULT)
        with pytest.raises(actions.PromiseMissing):
            claim(party, adult)
        assert claim(party, adult, promised=["pledge"]).person == adult

    def test_below_sixteen_a_guardian_agrees_also_among_friends(self):
        party = book(make_demand(start=DAY, capacity=4))
        with pytest.raises(actions.GuardianMissing):
            claim(party, make_person(birth_date=CHILD))

    def test_a_friend_who_leaves_in_time_leaves_the_seat_to_the_party(self):
        demand = make_demand(start=DAY, capacity=3)
        party, friend = book(demand), make_person()
        claim(party, friend)
        make_signup(demand=demand, wait=True)
        actions.withdraw(person=friend, shift=demand.shift, by=friend)
        assert (seats(party), held(demand)) == ([party.captain, "", ""], 3)

    def test_after_the_deadline_the_seat_goes_to_whoever_waits(self, clock):
        demand = make_demand(start=DAY, capacity=3)
        party, friend = book(demand), make_person()
        claim(party, friend)
        waiting = make_signup(demand=demand, wait=True)
        clock.move_to(party.naming_deadline)
        actions.withdraw(person=friend, shift=demand.shift, by=friend)
        assert Signup.objects.get(pk=waiting.pk).status == Status.OFFERED

    def test_a_new_link_ends_the_old_one(self):
        party = book(make_demand(start=DAY, capacity=4))
        old = party.token
        fresh = actions.make_new_link(party=party, by=party.captain)
        assert (queries.party_by_token(old), queries.party_by_token(fresh.token)) == (None, party)
        assert fresh.link_works

    def test_a_seat_can_be_handed_over_and_stays_in_the_party(self):
        party, successor = book(make_demand(start=DAY, capacity=3)), make_person()
        seat = claim(party)
        hand_over = actions.offer_hand_over(person=seat.person, shift=seat.shift, by=seat.person)
        taken = actions.take_over(hand_over=hand_over, person=successor, by=successor)
        assert (taken.party, seats(party)) == (party, [party.captain, "", successor])

    def test_an_address_is_enough(self):
        party = book(make_demand(start=DAY, capacity=4))
        facts = {"family_name": "佐藤", "given_name": "光", "language": "ja"}
        seat = actions.join_by_email(party=party, email="New@Example.org", facts=facts)
        assert (seat.person.email, seat.person.has_usable_password()) == ("new@example.org", False)
        assert Consent.objects.filter(person=seat.person, kind=Consent.Kind.PRIVACY).exists()

    def test_an_address_with_an_account_joins_as_that_account(self):
        party, person = book(make_demand(start=DAY, capacity=4)), make_person(given_name="光")
        seat = actions.join_by_email(party=party, email=person.email.upper(), facts={"given_name": "別人"})
        assert seat.person == person
        assert Person.objects.get(pk=person.pk).given_name == "光"


class TestFamily:
    def book(self, **fields):
        demand = make_demand(start=DAY, capacity=6, role=make_role(adult_alongside=True, minimum_age=9))
        return book(demand, kind="family", captain=make_person(birth_date=ADULT), **fields)

    def test_a_child_needs_no_account_and_no_address(self):
        party = self.book()
        seat = actions.name_child(party=party, name="みなみ", birth_date=CHILD, by=party.captain)
        assert (seat.person, seat.who, seats(party)) == (None, "みなみ", [party.captain, "みなみ", ""])

    def test_a_child_below_the_age_of_the_role_is_refused(self):
        party = self.book()
        with pytest.raises(actions.TooYoung):
            actions.name_child(party=party, name="みなみ", birth_date=dt.date(2018, 1, 16), by=party.captain)

    def test_an_adult_comes_along(self):
        with pytest.raises(actions.GuardianMissing):
            self.book(captain_comes=False)
        party = self.book()
        actions.withdraw(person=party.captain, shift=party.demand.shift, by=party.captain)
        with pytest.raises(actions.GuardianMissing):
            actions.name_child(party=party, name="みなみ", birth_date=CHILD, by=party.captain)

    def test_friends_bring_no_children_that_are_not_theirs(self):
        party = book(make_demand(start=DAY, capacity=6))
        with pytest.raises(actions.PartyClosed):
            actions.name_child(party=party, name="みなみ", birth_date=CHILD, by=party.captain)

    def test_a_child_with_an_account_comes_where_an_adult_of_the_party_comes(self):
        party, child = self.book(), make_person(birth_date=dt.date(2013, 5, 1))
        guardian = actions.ask_guardian(minor=child, name="親", email="p@example.org", by=child)
        actions.agree_as_guardian(guardian=guardian, name="親")
        assert claim(party, child).person == child


class TestLeaders:
    @pytest.mark.parametrize(("number", "leaders"), [(10, 1), (11, 2), (20, 2), (21, 3), (60, 6)])
    def test_one_for_every_ten(self, number, leaders):
        assert leaders_needed(number) == leaders

    def test_the_captain_leads_and_names_the_others(self):
        party = book(make_demand(start=DAY, capacity=20), kind="company", seats=12)
        seat = claim(party)
        assert (queries.crew_of(party).leaders, queries.crew_of(party).leaders_wanted) == (1, 2)
        own = Signup.objects.get(party=party, person=party.captain)
        actions.set_leaders(party=party, seats=[own.pk, seat.pk], by=party.captain)
        assert queries.crew_of(party).leaders == 2

    def test_a_leader_is_an_adult(self):
        party = book(make_demand(start=DAY, capacity=20), kind="company", seats=12)
        seat = claim(party, make_person(birth_date=dt.date(2010, 5, 1)))
        with pytest.raises(actions.PartyClosed, match="18歳未満"):
            actions.set_leaders(party=party, seats=[seat.pk], by=party.captain)


class TestGivingBack:
    def test_seats_without_a_name_go_to_whoever_waits(self):
        demand = make_demand(start=DAY, capacity=3)
        party = book(demand)
        waiting = make_signup(demand=demand, wait=True)
        free = Signup.objects.unnamed().filter(party=party).last()
        assert actions.cancel_seats(party=party, seats=[free.pk], by=party.captain) == 1
        assert Signup.objects.get(pk=waiting.pk).status == Status.OFFERED
        assert held(demand) == 3

    def test_whoever_sat_there_is_told(self):
        party = book(make_demand(start=DAY, capacity=3))
        seat = claim(party)
        actions.cancel_seats(party=party, seats=[seat.pk], by=party.captain)
        assert [mail.to for mail in mails("shift_party_seat_gone")] == [[seat.person.email]]

    def test_seats_of_others_are_out_of_reach(self):
        demand = make_demand(start=DAY, capacity=9)
        party, other = book(demand), make_signup(demand=demand)
        assert actions.cancel_seats(party=party, seats=[other.pk, 10**9], by=party.captain) == 0
        assert Signup.objects.get(pk=other.pk).status == Status.CONFIRMED


class TestDeadline:
    def test_names_are_wanted_three_days_before_people_meet(self):
        assert book(make_demand(start=DAY, capacity=3)).naming_deadline == tokyo(2027, 1, 12, 9, 45)

    def test_near_the_day_half_of_the_time_is_for_names(self):
        party = book(make_demand(start=NOW + dt.timedelta(hours=8, minutes=15), capacity=3))
        assert party.naming_deadline == NOW + dt.timedelta(hours=4)

    def test_what_has_no_name_is_released_once_and_the_captain_told(self, clock):
        demand = make_demand(start=DAY, capacity=3)
        party, friend = book(demand), make_person()
        claim(party, friend)
        waiting = make_signup(demand=demand, wait=True)
        clock.move_to(party.naming_deadline - dt.timedelta(seconds=1))
        assert actions.release_unnamed() == 0
        clock.move_to(party.naming_deadline)
        assert (actions.release_unnamed(), actions.release_unnamed()) == (1, 0)
        assert seats(party) == [party.captain, friend]
        assert Signup.objects.get(pk=waiting.pk).status == Status.OFFERED
        assert len(mails("shift_party_released")) == 1
        with pytest.raises(actions.PartyClosed):
            claim(party)

    def test_the_captain_is_reminded_once_and_only_where_names_are_missing(self, clock):
        party, full = book(make_demand(start=DAY, capacity=3)), book(make_demand(start=DAY, capacity=2), seats=2)
        claim(full)
        clock.move_to(party.naming_deadline - dt.timedelta(days=2))
        assert (actions.remind_captains(), actions.remind_captains()) == (1, 0)
        assert [mail.to for mail in mails("shift_party_reminder")] == [[party.captain.email]]

    def test_an_outage_delays_the_release_and_loses_nothing(self, clock):
        book(make_demand(start=DAY, capacity=3))
        clock.move_to(DAY - dt.timedelta(hours=1))
        assert actions.release_unnamed() == 2


class TestAroundThem:
    def test_a_cancelled_shift_writes_one_mail_to_the_captain_for_all_unnamed_seats(self):
        demand = make_demand(start=DAY, capacity=9)
        party, friend = book(demand, seats=5), make_person()
        claim(party, friend)
        actions.cancel_shift(shift=demand.shift, by=make_person(), reason_ja="台風")
        assert sorted(mail.to[0] for mail in mails("shift_cancelled")) == sorted(
            [friend.email, party.captain.email, party.captain.email]
        )  # the captain has a seat, and seats without a name
        assert held(demand) == 0

    def test_a_moved_shift_takes_unnamed_seats_along(self):
        demand = make_demand(start=DAY, capacity=9)
        party = book(demand)
        start = DAY + dt.timedelta(hours=2)
        actions.change_time(
            shift=demand.shift, report_at=start, start=start, end=start + dt.timedelta(hours=3), by=party.captain
        )
        times = Signup.objects.filter(party=party).values_list("period_start", "away_from")
        assert set(times) == {(start, start)}

    def test_reminders_go_to_people_only(self, clock):
        demand = make_demand(start=DAY, capacity=9)
        book(demand)
        clock.move_to(DAY - dt.timedelta(hours=12))
        assert actions.send_reminders() == 1
