"""What the mails of shifts carry and say, read as a mail program reads them (calendars.md 23, 24; volunteering.md 6)."""

import datetime as dt
import email
import email.policy

import pytest
import time_machine

from portal.mail.delivery import as_message
from portal.mail.models import OutgoingMail
from tests.calendars.lines import read
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_signup, tokyo
from volunteers import actions

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def as_sent(mail):
    """The mail as bytes on the wire, parsed by the standard library."""
    return email.message_from_bytes(as_message(mail).message().as_bytes(), policy=email.policy.default)


def calendar_part(mail):
    (part,) = [part for part in as_sent(mail).walk() if part.get_content_type() == "text/calendar"]
    return part


def event_of(mail):
    part = calendar_part(mail)
    calendar = read(part.get_payload(decode=True))
    assert part.get_param("method") == calendar.one("METHOD")
    (event,) = calendar.named("VEVENT")
    return calendar.one("METHOD"), event


def mails(person):
    return list(OutgoingMail.objects.filter(to=[person.email]).order_by("pk"))


def test_the_confirmation_carries_an_invitation_to_its_reader_alone(settings):
    person = make_person()
    make_signup(demand=make_demand(start=START), person=person)
    (mail,) = mails(person)
    method, event = event_of(mail)
    assert method == "REQUEST"
    assert event.all("ATTENDEE") == [f"mailto:{person.email}"]
    assert event.one("ORGANIZER").removeprefix("mailto:") in as_sent(mail)["From"]
    assert calendar_part(mail).get_filename() == "invite.ics"


def test_a_withdrawal_takes_the_same_thing_out_of_the_calendar_again():
    signup = make_signup(demand=make_demand(start=START))
    actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)
    (first, request), (last, cancel) = [event_of(mail) for mail in mails(signup.person)]
    assert (first, last) == ("REQUEST", "CANCEL")
    assert request.one("UID") == cancel.one("UID")
    assert int(cancel.one("SEQUENCE")) > int(request.one("SEQUENCE"))


def test_signing_up_again_invites_with_a_higher_number_than_the_cancellation():
    demand = make_demand(start=START)
    person = make_person()
    for _turn in range(3):
        make_signup(demand=demand, person=person)
        actions.withdraw(person=person, shift=demand.shift, by=person)
    found = [event_of(mail) for mail in mails(person)]
    assert [method for method, _event in found] == ["REQUEST", "CANCEL"] * 3
    numbers = [int(event.one("SEQUENCE")) for _method, event in found]
    assert numbers == sorted(set(numbers))


def test_a_shift_that_the_team_cancels_leaves_every_calendar():
    signup = make_signup(demand=make_demand(start=START))
    actions.cancel_shift(shift=signup.shift, by=make_person(), reason_ja="台風のため")
    request, cancel = [event_of(mail) for mail in mails(signup.person)]
    assert cancel[0] == "CANCEL"
    assert int(cancel[1].one("SEQUENCE")) > int(request[1].one("SEQUENCE"))


def test_whoever_only_waited_gets_no_calendar_file():
    demand = make_demand(start=START, capacity=1)
    make_signup(demand=demand)
    waiting = make_signup(demand=demand, wait=True)
    actions.cancel_shift(shift=demand.shift, by=make_person())
    (mail,) = mails(waiting.person)
    assert not mail.attachments.exists()


def test_a_move_says_what_it_was_and_what_it_is_and_moves_the_calendar():
    signup = make_signup(demand=make_demand(start=START))
    actions.change_shift(
        shift=signup.shift,
        by=make_person(),
        changes={
            "report_at": START + dt.timedelta(minutes=105),
            "start": START + dt.timedelta(hours=2),
            "end": START + dt.timedelta(hours=5),
            "place": make_place(name_ja="新しい場所", name_en="New place"),
        },
    )
    _confirmed, moved = mails(signup.person)
    words = " ".join(moved.text.split())
    assert "2027年1月12日(火) 10:00 – 13:00 → 2027年1月12日(火) 12:00 – 15:00" in words
    assert "9:45 → 11:45" in words
    assert f"{signup.shift.place.name} → 新しい場所" in words
    method, event = event_of(moved)
    assert method == "REQUEST"
    assert event.one("DTSTART") == "20270112T120000"


def test_what_stayed_is_not_listed_as_changed():
    signup = make_signup(demand=make_demand(start=START))
    actions.change_shift(shift=signup.shift, by=make_person(), changes={"report_at": START - dt.timedelta(minutes=30)})
    text = mails(signup.person)[-1].text
    assert text.count("→") == 1
    assert "9:45 → 9:30" in text


def test_two_moves_of_the_meeting_time_are_two_mails():
    signup = make_signup(demand=make_demand(start=START))
    for minutes in (30, 40):
        actions.change_shift(
            shift=signup.shift, by=make_person(), changes={"report_at": START - dt.timedelta(minutes=minutes)}
        )
    assert len(mails(signup.person)) == 3


def test_a_cancellation_never_overtakes_its_invitation():
    signup = make_signup(demand=make_demand(start=START))
    actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)
    request, cancel = mails(signup.person)
    due = OutgoingMail.objects.due(NOW).next_in_thread()
    assert list(due) == [request]
    assert (request.thread, bool(request.thread)) == (cancel.thread, True)


def test_a_mended_title_is_no_mail_of_its_own_and_comes_with_the_reminder():
    signup = make_signup(demand=make_demand(start=START))
    _method, invited = event_of(mails(signup.person)[0])
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        actions.change_shift(shift=signup.shift, changes={"title_ja": "食料の仕分け"}, by=make_person())
        assert len(mails(signup.person)) == 1
    with time_machine.travel(START - dt.timedelta(hours=1), tick=False):
        actions.send_reminders()
    method, event = event_of(mails(signup.person)[1])
    assert (method, event.one("SUMMARY"), event.one("UID")) == ("REQUEST", "食料の仕分け", invited.one("UID"))
    assert int(event.one("SEQUENCE")) > int(invited.one("SEQUENCE"))


def test_the_reminder_of_a_shift_that_stayed_as_it_was_carries_no_invitation():
    signup = make_signup(demand=make_demand(start=START))
    with time_machine.travel(START - dt.timedelta(hours=1), tick=False):
        actions.send_reminders()
    reminder = as_sent(mails(signup.person)[1])
    assert [part for part in reminder.walk() if part.get_content_type() == "text/calendar"] == []
