"""What a coordinator does with one person on the desk of a shift, and the page before a shift is cancelled."""

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import Shift, ShiftState, Signup, Status

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_coordinator(everywhere=True)
    client.force_login(person)
    return person


def status(signup):
    signup.refresh_from_db()
    return Status(signup.status)


def desk(client, shift):
    return client.get(reverse("volunteers_desk", args=[shift.pk])).content.decode()


def act(client, signup, action):
    return client.post(reverse("volunteers_seat_act", args=[signup.pk]), {"action": action}, follow=True)


class TestTakingOff:
    def page(self, signup):
        return reverse("volunteers_take_off", args=[signup.pk])

    def test_the_reason_is_read_in_the_mail_and_the_place_goes_to_the_next_in_line(self, client, coordinator):
        demand = make_demand(start=START, capacity=1)
        gone = make_signup(demand=demand)
        waiting = make_signup(demand=demand, wait=True)
        response = client.post(self.page(gone), {"reason": "お電話で承りました"})
        assert response["Location"] == reverse("volunteers_desk", args=[demand.shift_id])
        assert (status(gone), status(waiting)) == (Status.CANCELLED_BY_TEAM, Status.OFFERED)
        mail = OutgoingMail.objects.get(key__startswith="shift_taken_off")
        assert (mail.to, "お電話で承りました" in mail.text) == ([gone.person.email], True)
        assert mail.attachments.count() == 1  # out of the calendar
        entry = ModelLogEntry.objects.get(action="volunteers.take_off")
        assert (entry.user, entry.data["reason"]) == (coordinator, "お電話で承りました")

    def test_the_page_before_says_who_is_written_to_and_who_is_next(self, client, coordinator):
        demand = make_demand(start=START, capacity=1)
        gone = make_signup(demand=demand)
        make_signup(demand=demand, wait=True)
        assert self.page(gone) in desk(client, demand.shift)
        html = client.get(self.page(gone)).content.decode()
        assert (gone.person.email in html, "先頭の方に席をご案内します" in html) == (True, True)
        assert status(gone) == Status.CONFIRMED

    def test_without_a_reason_nothing_happens(self, client, coordinator):
        signup = make_signup(demand=make_demand(start=START))
        html = client.post(self.page(signup), {"reason": " "}).content.decode()
        assert "理由を書いてください。ご本人へのメールに載ります。" in html
        assert status(signup) == Status.CONFIRMED

    def test_who_left_in_the_meantime_is_said_and_what_was_typed_stays(self, client, coordinator):
        signup = make_signup(demand=make_demand(start=START))
        actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)
        html = client.post(self.page(signup), {"reason": "お電話で承りました"}).content.decode()
        assert ("すでに" in html, "お電話で承りました" in html) == (True, True)
        assert status(signup) == Status.CANCELLED_BY_VOLUNTEER

    def test_after_the_shift_nobody_is_taken_off(self, client, coordinator, clock):
        signup = make_signup(demand=make_demand(start=START))
        clock.move_to(START.replace(hour=14))
        client.post(self.page(signup), {"reason": "x"})
        assert status(signup) == Status.CONFIRMED


class TestWaiting:
    def test_a_free_place_is_given_at_once_after_the_hour_from_which_people_are_called(
        self, client, coordinator, clock
    ):
        demand = make_demand(start=START, capacity=1)
        holder = make_signup(demand=demand)
        waiting = make_signup(demand=demand, wait=True)
        clock.move_to(START.replace(hour=8, minute=30))
        actions.take_off(signup=holder, by=coordinator, reason="急用")
        assert status(waiting) == Status.WAITLISTED
        assert 'value="seat"' in desk(client, demand.shift)
        act(client, waiting, "seat")
        assert status(waiting) == Status.CONFIRMED
        assert OutgoingMail.objects.filter(to=[waiting.person.email], key__startswith="shift_confirmed").count() == 1

    def test_a_place_that_somebody_else_holds_is_not_given_twice(self, client, coordinator):
        demand = make_demand(start=START, capacity=1)
        make_signup(demand=demand)
        waiting = make_signup(demand=demand, wait=True)
        assert 'value="seat"' not in desk(client, demand.shift)
        act(client, waiting, "seat")
        assert status(waiting) == Status.WAITLISTED
        assert Signup.objects.holding().filter(demand=demand).count() == 1

    def test_who_said_yes_on_the_telephone_gets_the_place_that_is_held(self, client, coordinator):
        demand = make_demand(start=START, capacity=1)
        holder = make_signup(demand=demand)
        waiting = make_signup(demand=demand, wait=True)
        actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
        act(client, waiting, "seat")
        assert status(waiting) == Status.CONFIRMED

    def test_put_first_means_next(self, client, coordinator):
        demand = make_demand(start=START, capacity=1)
        holder = make_signup(demand=demand)
        first, second = (make_signup(demand=demand, wait=True) for _turn in range(2))
        act(client, second, "first")
        actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
        assert (status(first), status(second)) == (Status.WAITLISTED, Status.OFFERED)


class TestTheDay:
    def test_came_did_not_come_and_undone(self, client, coordinator, clock):
        signup = make_signup(demand=make_demand(start=START))
        clock.move_to(START.replace(minute=30))
        for action, after in (
            ("here", Status.CHECKED_IN),
            ("undo", Status.CONFIRMED),
            ("no_show", Status.NO_SHOW),
            ("undo", Status.CONFIRMED),
        ):
            assert f'value="{action}"' in desk(client, signup.shift)
            act(client, signup, action)
            assert status(signup) == after
            clock.shift(1)

    def test_days_before_there_is_nothing_to_mark(self, client, coordinator):
        signup = make_signup(demand=make_demand(start=START))
        assert 'value="here"' not in desk(client, signup.shift)
        html = act(client, signup, "here").content.decode()
        assert "集合の2時間前" in html
        assert status(signup) == Status.CONFIRMED


class TestCancelling:
    def page(self, shift):
        return reverse("volunteers_cancel", args=[shift.pk])

    def test_the_page_before_names_everybody_who_is_written_to(self, client, coordinator):
        demand = make_demand(start=START, capacity=1)
        make_signup(demand=demand, person=make_person(family_name="青木"))
        make_signup(demand=demand, person=make_person(family_name="赤木", language="en"), wait=True)
        assert self.page(demand.shift) in desk(client, demand.shift)
        html = client.get(self.page(demand.shift)).content.decode()
        assert ("青木" in html, "赤木" in html, "2人" in html) == (True, True, True)
        assert Shift.objects.get(pk=demand.shift_id).state == ShiftState.OPEN

    def test_without_a_reason_nothing_is_cancelled_and_nobody_is_written_to(self, client, coordinator):
        signup = make_signup(demand=make_demand(start=START))
        before = OutgoingMail.objects.count()
        html = client.post(self.page(signup.shift), {"reason_ja": "", "reason_en": " "}).content.decode()
        assert "中止の理由" in html
        assert (status(signup), OutgoingMail.objects.count()) == (Status.CONFIRMED, before)

    def test_at_night_it_is_said_that_the_mails_leave_at_once(self, client, coordinator, clock):
        shift = make_demand(start=START).shift
        assert "22:00" not in client.get(self.page(shift)).content.decode()
        clock.move_to(tokyo(2027, 1, 5, 0, 18))
        assert "22:00" in client.get(self.page(shift)).content.decode()


def test_a_coordinator_touches_seats_of_their_own_places_only(client):
    signup = make_signup(demand=make_demand(start=START))
    client.force_login(make_coordinator())
    for url, data in (
        (reverse("volunteers_seat_act", args=[signup.pk]), {"action": "here"}),
        (reverse("volunteers_take_off", args=[signup.pk]), {"reason": "x"}),
        (reverse("volunteers_cancel", args=[signup.shift_id]), {"reason_ja": "x"}),
    ):
        assert client.post(url, data).status_code in {302, 403}
    assert status(signup) == Status.CONFIRMED
    assert Shift.objects.get(pk=signup.shift_id).state == ShiftState.OPEN
