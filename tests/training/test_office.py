"""The back office: facts in forms, people on a board, everything logged."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.people import make_person
from tests.factories.training import make_edition, make_enrolment
from training.models import Edition, Enrolment, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Trainers"))
    client.force_login(person)
    return person


def act(client, action, thing):
    return client.post(reverse("training_act"), {"action": action, "id": thing.pk}, follow=True)


def test_the_board_shows_what_waits_and_who(client, trainer):
    edition = make_edition(capacity=2, needs_approval=True)
    asked, waiting = (make_enrolment(edition, state=state) for state in (State.REQUESTED, State.WAITLISTED))

    text = client.get(reverse("training_board")).content.decode()

    assert f'data-kind="edition" data-id="{edition.pk}"' in text
    assert asked.person.display_name in text
    assert waiting.person.display_name in text


@pytest.mark.parametrize("groups", [[], ["Editors"]])
def test_the_board_is_for_trainers(client, groups):
    person = make_person(is_staff=True)
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    client.force_login(person)
    enrolment = make_enrolment(make_edition(), state=State.REQUESTED)

    assert client.get(reverse("training_board")).status_code in (302, 403)
    assert client.post(reverse("training_act"), {"action": "approve", "id": enrolment.pk}).status_code in (302, 403)
    enrolment.refresh_from_db()
    assert enrolment.state == State.REQUESTED


def test_an_approval_is_done_and_logged(client, trainer):
    enrolment = make_enrolment(make_edition(), state=State.REQUESTED)

    act(client, "approve", enrolment)

    enrolment.refresh_from_db()
    assert enrolment.state == State.ENROLLED
    entry = ModelLogEntry.objects.get(action="training.approve")
    assert (entry.user, entry.object_id) == (trainer, str(enrolment.pk))


def test_what_a_rule_forbids_is_a_sentence_and_no_log_entry(client, trainer):
    enrolment = make_enrolment(make_edition(), state=State.REJECTED)

    response = act(client, "approve", enrolment)

    assert "その間に登録の状況が変わりました" in response.content.decode()
    assert not ModelLogEntry.objects.filter(action="training.approve").exists()


def test_put_first_means_next(client, trainer):
    edition = make_edition()
    first, second = (make_enrolment(edition, state=State.WAITLISTED) for _number in range(2))

    act(client, "put_first", second)

    assert list(edition.enrolments.waiting_in_order()) == [second, first]


@pytest.mark.parametrize(
    "data", [{}, {"action": "approve"}, {"action": "delete", "id": 1}, {"action": "approve", "id": "x"}]
)
def test_nonsense_is_a_bad_request(client, trainer, data):
    assert client.post(reverse("training_act"), data).status_code == 400


def edit_form(edition, **changes):
    local = "%Y-%m-%d %H:%M"
    fields = {
        "course": edition.course_id, "number": edition.number, "language": "ja", "medium": "hybrid",
        "capacity": edition.capacity, "overbook": 0, "fee_jpy": 0, "student_fee_jpy": 0, "offer_hours": 48,
        "enrol_from": edition.enrol_from.strftime(local), "enrol_until": edition.enrol_until.strftime(local),
        "sessions-TOTAL_FORMS": 0, "sessions-INITIAL_FORMS": 0, "note_ja": "", "note_en": "", "source": "",
    }  # fmt: skip
    return fields | changes


def edit(client, edition, **changes):
    url = reverse("wagtailsnippets_training_edition:edit", args=[edition.pk])
    assert client.get(url).status_code == 200
    return client.post(url, edit_form(edition, **changes))


def test_a_form_with_more_places_offers_them(client, trainer):
    edition = make_edition(capacity=1, sessions=0)
    make_enrolment(edition)
    waiting = make_enrolment(edition, state=State.WAITLISTED)

    response = edit(client, edition, capacity=2)

    assert response.status_code == 302
    assert Enrolment.objects.get(pk=waiting.pk).state == State.OFFERED
    assert Edition.objects.get(pk=edition.pk).seats_taken == 2


def test_a_form_with_too_few_places_says_why_and_keeps_what_was_typed(client, trainer):
    edition = make_edition(capacity=3, sessions=0)
    make_enrolment(edition), make_enrolment(edition)

    response = edit(client, edition, capacity=1, note_ja="消えない")

    assert response.status_code == 200
    assert "消えない" in response.content.decode()
    assert Edition.objects.get(pk=edition.pk).capacity == 3


def test_nobody_writes_an_enrolment_past_the_actions(client):
    admin = make_person(is_superuser=True, is_staff=True)
    client.force_login(admin)
    enrolment = make_enrolment(make_edition())

    assert client.get(reverse("wagtailsnippets_training_enrolment:list")).status_code == 200
    for name, args in (("add", []), ("edit", [enrolment.pk]), ("delete", [enrolment.pk])):
        assert client.get(reverse(f"wagtailsnippets_training_enrolment:{name}", args=args)).status_code in (302, 403)


def test_edition_actions_stand_on_the_board(client, trainer):
    edition = make_edition(state=Edition.State.DRAFT)

    act(client, "publish", edition)
    act(client, "call_off", edition)

    assert Edition.objects.get(pk=edition.pk).state == Edition.State.CANCELLED
