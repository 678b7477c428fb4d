"""Sessions in diaries and in the public calendar."""

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.training import make_course, make_edition, make_enrolment, make_session
from training import actions, queries
from training.models import Edition, Session, State

pytestmark = pytest.mark.django_db


def diary(person):
    now = timezone.now()
    return queries.occasions_for(person, since=now - dt.timedelta(days=31), until=now + dt.timedelta(days=400))


def test_enrolled_people_find_every_session_in_their_diary():
    edition = make_edition(sessions=2)
    person = make_enrolment(edition).person

    occasions = diary(person)

    assert [occasion.uid for occasion in occasions] == [session.calendar_uid for session in edition.sessions.all()]
    assert {occasion.state for occasion in occasions} == {"confirmed"}
    assert all(occasion.url.endswith(f"/ja/courses/{edition.course.slug}/learn/") for occasion in occasions)


@pytest.mark.parametrize("state", [state for state in State if state != State.ENROLLED])
def test_what_is_not_a_place_is_absent(state):
    assert diary(make_enrolment(make_edition(), state=state).person) == []


def test_only_the_window_is_told():
    edition = make_edition(sessions=0)
    now = timezone.now()
    for days in (-40, 5, 500):
        make_session(edition, start=now + dt.timedelta(days=days))

    assert len(diary(make_enrolment(edition).person)) == 1


def test_who_leaves_sees_the_sessions_as_cancelled_and_who_returns_as_confirmed_with_the_same_uid():
    edition = make_edition(sessions=1)
    person = make_person()
    first = actions.enrol(edition=edition, person=person, by=person)
    (enrolled,) = diary(person)

    actions.cancel_enrolment(enrolment=first, by=person)
    (left,) = diary(person)
    actions.enrol(edition=edition, person=person, by=person)
    (back,) = diary(person)

    assert [one.state for one in (enrolled, left, back)] == ["confirmed", "cancelled", "confirmed"]
    assert enrolled.uid == left.uid == back.uid
    assert enrolled.sequence < left.sequence < back.sequence
    assert enrolled.changed_at < left.changed_at < back.changed_at


def test_an_edition_that_is_called_off_raises_each_sequence_once():
    edition = make_edition(sessions=1)
    person = make_enrolment(edition).person
    (before,) = diary(person)

    actions.cancel_edition(edition=edition, by=make_person())
    (after,) = diary(person)

    assert (after.state, after.sequence) == ("cancelled", before.sequence + 1)


def test_two_looks_without_a_change_are_equal():
    person = make_enrolment(make_edition()).person

    assert diary(person) == diary(person)


def test_the_public_calendar_tells_no_address_to_join_and_no_names():
    edition = make_edition(sessions=0)
    session = make_session(edition, start=timezone.now(), lecturer_ja="講師の名前")

    (occasion,) = queries.public_occasions(edition)

    told = str(dataclasses.asdict(occasion))
    assert session.join_url not in told
    assert session.lecturer_ja not in told
    assert occasion.url.endswith(f"/ja/courses/{edition.course.slug}/")


def test_a_draft_has_no_public_calendar():
    assert queries.public_occasions(make_edition(state=Edition.State.DRAFT)) == []


# --- staff change an edition ---------------------------------------------------------------------------------


def revise(edition, change):
    actions.revise_edition(edition=edition, save=change, by=make_person())


def test_a_moved_session_raises_its_sequence_once_and_the_others_stay():
    edition = make_edition(sessions=2)
    moved, still = edition.sessions.all()

    revise(edition, lambda: Session.objects.filter(pk=moved.pk).update(title_ja="新しい題") and None)

    moved.refresh_from_db()
    still.refresh_from_db()
    assert (moved.calendar_sequence, still.calendar_sequence) == (1, 0)


def test_a_change_that_no_calendar_shows_raises_nothing():
    edition = make_edition(sessions=1)

    revise(edition, lambda: edition.sessions.all().update(join_url="https://other.example.org") and None)

    assert edition.sessions.get().calendar_sequence == 0


def test_a_session_that_people_know_of_is_cancelled_never_deleted():
    edition = make_edition(sessions=2)

    with pytest.raises(actions.SessionIsAnnounced):
        revise(edition, lambda: Session.objects.filter(edition=edition).first().delete() and None)


def test_an_old_form_does_not_bring_back_old_seats():
    edition = make_edition(capacity=3)
    stale = Edition.objects.get(pk=edition.pk)
    make_enrolment(edition), make_enrolment(edition)

    revise(stale, stale.save)

    edition.refresh_from_db()
    assert edition.seats_taken == 2


# --- what others ask -------------------------------------------------------------------------------------------


def test_the_next_edition_is_the_open_one_that_closes_first_else_the_next_to_open():
    now = timezone.now()
    later = make_edition(enrol_from=now + dt.timedelta(days=5), enrol_until=now + dt.timedelta(days=9))
    assert queries.next_edition() == later

    slow = make_edition(enrol_until=now + dt.timedelta(days=20))
    soon = make_edition(enrol_until=now + dt.timedelta(days=3))
    make_edition(state=Edition.State.DRAFT, enrol_until=now + dt.timedelta(days=1))

    assert queries.next_edition() == soon != slow


def test_without_an_edition_there_is_no_next():
    make_edition(state=Edition.State.FINISHED)

    assert queries.next_edition() is None


def test_my_courses_say_what_needs_me():
    person = make_person()
    course = make_course()
    make_enrolment(make_edition(course=course, number=1), person=person)
    make_enrolment(make_edition(course=course, number=2), person=person, state=State.OFFERED)
    make_enrolment(make_edition(course=course, number=3), person=person, state=State.WAITLISTED)

    lines = [(line.edition.number, line.needs_me, line.position) for line in queries.my_courses(person)]

    assert lines == [(3, False, 1), (2, True, 0), (1, False, 0)]
    assert [line.lessons_are_open for line in queries.my_courses(person)] == [False, False, True]


@pytest.mark.parametrize(
    "template", ["enrolled", "waitlisted", "offered", "to_pay", "rejected", "cancelled", "lapsed", "payment_late"]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_mail_is_written_in_the_readers_language(template, language):
    from training.actions.letters import tell

    person = make_person(language=language)
    enrolment = make_enrolment(make_edition(number=46), state=State.OFFERED, person=person, fee_jpy=12_000)

    tell(enrolment, template, by_learner=True, was="offered", amount_jpy=12_000, reason="")

    mail = OutgoingMail.objects.get(key__startswith=f"course_{template}")
    name = {"ja": "第46期", "en": "46th course"}[language]
    assert name in mail.subject
    assert {"ja": "様", "en": "Dear"}[language] in mail.text
    assert f"/{language}/courses/{enrolment.edition.course.slug}/" in mail.text
    assert f"/{language}/courses/{enrolment.edition.course.slug}/" in mail.html
