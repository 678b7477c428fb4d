"""Rule 4: lessons, and everything that could show them, respect the gate. Rule 6: progress survives edits."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from wagtail.models import Locale, Page

from tests.factories.people import make_person
from tests.factories.training import make_course, make_edition, make_enrolment, make_lesson
from training import actions, queries
from training.models import Edition, LessonPage, LessonProgress, State

pytestmark = pytest.mark.django_db
SECRET = "ここだけの話"


@pytest.fixture
def course():
    return make_course(slug="assistant")


@pytest.fixture
def lesson(course):
    return make_lesson(course, slug="who")


def trainer():
    person = make_person()
    person.user_permissions.add(Permission.objects.get(codename="teach_course"))
    return person


def read(client, person=None, path="/ja/courses/assistant/learn/who/"):
    if person is not None:
        client.force_login(person)
    return client.get(path)


def test_enrolled_people_read_the_lesson(client, course, lesson):
    enrolment = make_enrolment(make_edition(course=course))

    response = read(client, enrolment.person)

    assert response.status_code == 200
    assert SECRET in response.content.decode()


def test_trainers_read_the_lesson(client, lesson):
    assert SECRET in read(client, trainer()).content.decode()


@pytest.mark.parametrize("state", [state for state in State if state != State.ENROLLED])
def test_nobody_else_does_and_is_told_how_to_enrol(client, course, lesson, state):
    response = read(client, make_enrolment(make_edition(course=course), state=state).person)

    text = response.content.decode()
    assert response.status_code == 403
    assert SECRET not in text
    assert lesson.title not in text
    assert "/ja/courses/assistant/" in text


def test_strangers_are_asked_to_sign_in_and_come_back(client, lesson):
    response = read(client)

    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/ja/courses/assistant/learn/who/"


@pytest.mark.parametrize("state", [Edition.State.CANCELLED, Edition.State.DRAFT])
def test_a_place_in_an_edition_that_is_not_on_opens_nothing(client, course, lesson, state):
    assert read(client, make_enrolment(make_edition(course=course, state=state)).person).status_code == 403


def test_a_place_in_another_course_opens_nothing(client, lesson):
    assert read(client, make_enrolment(make_edition()).person).status_code == 403


def test_who_took_the_course_may_look_things_up_afterwards(client, course, lesson):
    enrolment = make_enrolment(make_edition(course=course, state=Edition.State.FINISHED))

    assert read(client, enrolment.person).status_code == 200


def test_a_closed_gate_does_not_tell_which_lessons_there_are(client, course, lesson):
    there, missing = read(client, make_person()), client.get("/ja/courses/assistant/learn/nothing/")

    assert (there.status_code, missing.status_code) == (403, 403)


def test_the_join_address_is_for_enrolled_people_only(client, course):
    edition = make_edition(course=course)
    join_url = "https://meet.example.org/secret-room"

    public = client.get("/ja/courses/assistant/").content.decode()
    learner = read(client, make_enrolment(edition).person, "/ja/courses/assistant/learn/").content.decode()

    assert join_url not in public
    assert join_url in learner


def test_wagtails_own_address_of_a_lesson_leads_to_the_gate(lesson):
    response = lesson.serve(RequestFactory().get("/"))

    assert (response.status_code, response.url) == (302, "/ja/courses/assistant/learn/who/")


def test_a_lesson_stands_in_no_sitemap_and_in_no_search(lesson):
    assert lesson.get_sitemap_urls() == []
    assert list(Page.objects.search(lesson.title)) == []
    assert list(LessonPage.objects.search(SECRET)) == []
    assert list(LessonPage.get_indexed_objects()) == []


def test_a_draft_lesson_is_not_shown_even_to_enrolled_people(client, course):
    make_lesson(course, slug="draft", live=False)
    enrolment = make_enrolment(make_edition(course=course))

    assert read(client, enrolment.person, "/ja/courses/assistant/learn/draft/").status_code == 404


def test_a_lesson_is_read_in_ones_own_language_and_falls_back(client, course, lesson):
    english, _new = Locale.objects.get_or_create(language_code="en")
    person = make_enrolment(make_edition(course=course)).person
    assert lesson.title in read(client, person, "/en/courses/assistant/learn/who/").content.decode()

    translated = lesson.copy_for_translation(english)
    translated.title, translated.slug = "In English", "who-en"
    translated.save_revision().publish()

    assert "In English" in read(client, person, "/en/courses/assistant/learn/who/").content.decode()
    assert lesson.title in read(client, person, "/ja/courses/assistant/learn/who-en/").content.decode()


# --- progress -----------------------------------------------------------------------------------------


def test_marking_a_lesson_read_is_kept_once_and_leads_to_the_next(client, course, lesson):
    following = make_lesson(course, slug="next")
    enrolment = make_enrolment(make_edition(course=course))
    client.force_login(enrolment.person)

    responses = [client.post("/ja/courses/assistant/learn/who/") for _click in range(2)]

    assert responses[0].url == f"/ja/courses/assistant/learn/{following.slug}/"
    assert LessonProgress.objects.filter(enrolment=enrolment, lesson_key=lesson.translation_key).count() == 1


def test_progress_survives_edits_and_translations_of_the_content(course, lesson):
    enrolment = make_enrolment(make_edition(course=course))
    actions.mark_lesson_read(enrolment=enrolment, lesson_key=lesson.translation_key, by=enrolment.person)

    lesson.title, lesson.slug, lesson.body = "新しい題", "renamed", [("paragraph", "<p>書き直し</p>")]
    lesson.save_revision().publish()
    english, _new = Locale.objects.get_or_create(language_code="en")
    lesson.copy_for_translation(english).save_revision().publish()

    (mine,) = queries.my_courses(enrolment.person)
    assert (mine.lessons_read, mine.lessons) == (1, 1)


def test_a_repeat_starts_clean(course, lesson):
    first = make_enrolment(make_edition(course=course, state=Edition.State.FINISHED))
    actions.mark_lesson_read(enrolment=first, lesson_key=lesson.translation_key, by=first.person)
    again = make_enrolment(make_edition(course=course), person=first.person)

    gate = queries.gate(first.person, course)

    assert gate.enrolment == again
    assert queries.read_lessons(gate.enrolment) == set()


def test_progress_counts_only_lessons_that_are_there(course, lesson):
    enrolment = make_enrolment(make_edition(course=course))
    for key in (lesson.translation_key, uuid.uuid4()):
        actions.mark_lesson_read(enrolment=enrolment, lesson_key=key, by=enrolment.person)

    (mine,) = queries.my_courses(enrolment.person)

    assert (mine.lessons_read, mine.lessons) == (1, 1)


def test_only_enrolled_people_keep_progress(lesson):
    waiting = make_enrolment(make_edition(), state=State.WAITLISTED)

    with pytest.raises(actions.NoLongerPossible):
        actions.mark_lesson_read(enrolment=waiting, lesson_key=lesson.translation_key, by=waiting.person)


def test_a_trainer_looks_without_leaving_a_trace(client, lesson):
    client.force_login(trainer())

    response = client.post("/ja/courses/assistant/learn/who/")

    assert response.status_code == 200
    assert LessonProgress.objects.count() == 0


def test_a_preview_shows_an_editor_the_lesson_itself(lesson):
    response = lesson.make_preview_request()

    assert response.status_code == 200
    assert SECRET in response.content.decode()
