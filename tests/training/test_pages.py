"""The pages in both languages: what they say in each state, and that nothing typed is lost."""

import datetime as dt
from urllib.parse import unquote

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from portal.payments.errors import PaymentProviderDown
from portal.payments.models import Payment
from portal.ui import words as say
from tests.factories.people import make_person
from tests.factories.training import make_course, make_edition, make_enrolment, make_lesson
from tests.training.test_fees import make_payment
from training import actions
from training.models import Edition, Enrolment, Mode, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(slug="assistant", outcomes_ja="説明できる\n歩ける", outcomes_en="Explain\nWalk along")


def page(client, path="", language="ja", status=200):
    response = client.get(f"/{language}/courses/assistant/{path}")
    assert response.status_code == status
    return response.content.decode()


def enrol(client, edition, **fields):
    return client.post("/ja/courses/assistant/enrol/", {"edition": edition.pk, **fields})


@pytest.fixture
def checkout(monkeypatch):
    monkeypatch.setattr(
        "training.actions.paying.start_checkout",
        lambda payment, success_url, cancel_url: f"https://checkout.example/{payment.amount_jpy}?{success_url}",
    )


# --- what everybody sees --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["難民アシスタント養成講座", "第46期", "12,000円", "6,000円", "説明できる", "あと3人"]),
        ("en", ["Refugee assistant course", "46th course", "¥12,000", "¥6,000", "Walk along", "3 places left"]),
    ],
)
def test_the_course_page_tells_dates_fees_and_places(client, course, language, words):
    edition = make_edition(course=course, number=46, fee_jpy=12_000, student_fee_jpy=6_000)
    make_enrolment(edition), make_enrolment(edition)

    text = page(client, language=language)

    assert [word for word in words if word not in text] == []
    assert f'data-kind="edition" data-id="{edition.pk}"' in text
    assert 'data-action="enrol"' in text


@pytest.mark.parametrize(("language", "word"), [("ja", "第46期"), ("en", "46th course")])
def test_the_list_shows_each_edition_once(client, course, language, word):
    make_edition(course=course, number=46)

    text = client.get(f"/{language}/courses/").content.decode()

    assert text.count('data-kind="edition"') == 1
    assert word in text


def test_drafts_and_called_off_editions_are_not_shown(client, course):
    make_edition(course=course, state=Edition.State.DRAFT, number=77)
    make_edition(course=course, state=Edition.State.CANCELLED, number=78)

    assert 'data-kind="edition"' not in page(client)


def test_an_earlier_edition_says_when_it_was_and_who_says_so(client, course):
    make_edition(
        course=course, number=45, state=Edition.State.FINISHED, sessions=0, held_on=dt.date(2025, 10, 25),
        held_until=dt.date(2025, 10, 26), note_en="127 people applied.", source="PR TIMES", medium=Mode.HYBRID,
    )  # fmt: skip

    text = page(client, language="en")

    assert [w for w in ("45th course", "Sat 25 October 2025", "127 people applied.", "PR TIMES") if w not in text] == []


def test_a_course_without_an_edition_says_what_to_do_instead(client, course):
    assert "/ja/shifts/" in page(client)


def test_an_unknown_course_is_not_found(client):
    assert client.get("/ja/courses/nothing/").status_code == 404


def test_a_closed_edition_has_no_form(client, course):
    edition = make_edition(course=course)

    with time_machine.travel(edition.enrol_until, tick=False):
        assert 'data-action="enrol"' not in page(client)


# --- enrolling ------------------------------------------------------------------------------------------


def test_strangers_sign_in_first_and_come_back_with_their_choice(client, course):
    response = enrol(client, make_edition(course=course, fee_jpy=2, student_fee_jpy=1), student="on")

    assert response.url == "/accounts/login/?next=/ja/courses/assistant/%3Fstudent%3D1"
    assert "checked" in page(client, "?student=1")
    assert Enrolment.objects.count() == 0


def test_a_free_place_leads_to_the_lessons(client, course):
    client.force_login(person := make_person())

    response = enrol(client, make_edition(course=course))

    assert response.url == "/ja/courses/assistant/learn/"
    assert Enrolment.objects.get().person == person


def test_a_fee_leads_to_the_checkout_with_the_students_price(client, course, checkout):
    client.force_login(make_person())

    response = enrol(client, make_edition(course=course, fee_jpy=12_000, student_fee_jpy=6_000), student="on")

    assert response.url.startswith("https://checkout.example/6000?")
    assert "/ja/courses/assistant/welcome/?session_id={CHECKOUT_SESSION_ID}" in unquote(response.url)


def test_when_the_provider_is_down_the_place_is_held_and_the_page_says_so(client, course, monkeypatch):
    def down(payment, **urls):
        raise PaymentProviderDown("いまはお支払いに進めません。")

    monkeypatch.setattr("training.actions.paying.start_checkout", down)
    client.force_login(make_person())

    response = enrol(client, make_edition(course=course, fee_jpy=12_000))

    text = client.get(response.url).content.decode()
    assert "いまはお支払いに進めません。" in text
    assert 'data-action="pay"' in text
    assert Enrolment.objects.get().state == State.PENDING_PAYMENT


def test_a_refused_enrolment_keeps_what_was_chosen(client, course):
    edition = make_edition(course=course, fee_jpy=2, student_fee_jpy=1)
    with time_machine.travel(edition.enrol_until, tick=False):
        client.force_login(make_person())
        response = enrol(client, edition, student="on")

    assert response.status_code == 409
    assert "この期の受付は行っていません" in response.content.decode()


@pytest.mark.parametrize("edition", ["", "x", "999999"])
def test_a_form_without_an_edition_enrols_nobody(client, course, edition):
    client.force_login(make_person())

    response = client.post("/ja/courses/assistant/enrol/", {"edition": edition})

    assert response.status_code in (404, 422)
    assert Enrolment.objects.count() == 0


def test_an_edition_of_another_course_is_not_enrolled_here(client, course):
    client.force_login(make_person())

    assert enrol(client, make_edition()).status_code == 404


@pytest.mark.parametrize(
    ("state", "language", "words"),
    [
        (State.WAITLISTED, "ja", "2番目"),
        (State.WAITLISTED, "en", "You are number 2 on the waiting list."),
        (State.OFFERED, "ja", 'data-action="answer-offer"'),
        (State.PENDING_PAYMENT, "en", "Pay ¥12,000"),
        (State.REQUESTED, "en", "We look at your request"),
        (State.ENROLLED, "ja", "/ja/courses/assistant/learn/"),
    ],
)
def test_the_page_says_where_one_stands(client, course, state, language, words):
    edition = make_edition(course=course, capacity=1)
    make_enrolment(edition, state=State.WAITLISTED)
    mine = make_enrolment(edition, state=state, fee_jpy=12_000)
    client.force_login(mine.person)

    text = page(client, language=language)

    assert words in text
    assert 'data-action="enrol"' not in text


def test_an_offer_is_answered_by_a_form(client, course):
    edition = make_edition(course=course)
    taken, left = make_enrolment(edition, state=State.OFFERED), make_enrolment(edition, state=State.OFFERED)

    for enrolment, answer in ((taken, "accept"), (left, "decline")):
        client.force_login(enrolment.person)
        client.post("/ja/courses/assistant/offer/", {"edition": edition.pk, "answer": answer})

    taken.refresh_from_db()
    left.refresh_from_db()
    assert (taken.state, left.state) == (State.ENROLLED, State.DECLINED)


# --- leaving ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "back", "gone"),
    [("ja", "全額をお返しします", "お返しできません"), ("en", "comes back in full", "does not come back")],
)
def test_before_cancelling_the_page_says_what_becomes_of_the_fee(client, course, language, back, gone):
    edition = make_edition(course=course, fee_jpy=12_000)
    enrolment = make_enrolment(edition, fee_jpy=12_000, paid_at=timezone.now())
    client.force_login(enrolment.person)

    assert back in page(client, "cancel/", language)
    with time_machine.travel(edition.enrol_until, tick=False):
        client.force_login(enrolment.person)
        assert gone in page(client, "cancel/", language)


def test_looking_at_the_question_cancels_nothing_and_the_form_does(client, course):
    enrolment = make_enrolment(make_edition(course=course))
    client.force_login(enrolment.person)

    assert 'data-action="cancel-enrolment"' in page(client, "cancel/")
    enrolment.refresh_from_db()
    assert enrolment.state == State.ENROLLED
    client.post("/ja/courses/assistant/cancel/", {"edition": enrolment.edition_id})
    enrolment.refresh_from_db()
    assert enrolment.state == State.CANCELLED


def test_nobody_cancels_for_somebody_else(client, course):
    enrolment = make_enrolment(make_edition(course=course))
    client.force_login(make_person())

    response = client.post("/ja/courses/assistant/cancel/", {"edition": enrolment.edition_id})

    assert response.status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.state == State.ENROLLED


# --- after the checkout -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "payment", "words"),
    [
        (State.ENROLLED, Payment.State.PAID, "Your place is confirmed"),
        (State.PENDING_PAYMENT, Payment.State.PROCESSING, "convenience store"),
        (State.PENDING_PAYMENT, Payment.State.OPEN, "The fee has not arrived yet"),
        (State.PENDING_PAYMENT, Payment.State.FAILED, "Nothing was charged"),
        (State.LAPSED, Payment.State.EXPIRED, "no longer held"),
    ],
)
def test_the_welcome_page_never_invents_success(client, course, state, payment, words):
    enrolment = make_enrolment(make_edition(course=course), state=state, fee_jpy=12_000)
    make_payment(enrolment, payment)
    client.force_login(enrolment.person)

    text = page(client, "welcome/?session_id=cs_test_made_up", "en")

    assert words in text
    assert ("Your place is confirmed" in text) == (state == State.ENROLLED)


@pytest.mark.parametrize("path", ["", "welcome/"])
def test_a_payment_slip_has_one_date_wherever_it_is_shown(client, course, path):
    enrolment = make_enrolment(make_edition(course=course), state=State.PENDING_PAYMENT, fee_jpy=12_000)
    ends = timezone.now() + dt.timedelta(days=3)
    payment = make_payment(
        enrolment, Payment.State.PROCESSING, voucher_expires_at=ends, voucher_url="https://slip.example/1"
    )
    with transaction.atomic():
        actions.settle_enrolment(payment)
    client.force_login(enrolment.person)

    text = page(client, path)

    assert f"{say.day(timezone.localdate(ends))} {say.clock(ends)}までにお支払いください" in text
    assert "払込票を見る" in text
    assert "12,000円を支払う" not in text


def test_the_welcome_page_asks_the_provider_first(client, course, monkeypatch):
    enrolment = make_enrolment(make_edition(course=course), state=State.PENDING_PAYMENT, fee_jpy=12_000)
    payment = make_payment(enrolment, Payment.State.OPEN, stripe_session="cs_1")
    asked = []
    monkeypatch.setattr("training.actions.paying.sync", lambda pk: asked.append(pk) or payment)
    client.force_login(enrolment.person)

    page(client, "welcome/")

    assert asked == [payment.pk]


def test_when_the_provider_does_not_answer_the_welcome_page_says_so(client, course, monkeypatch):
    def down(pk):
        raise PaymentProviderDown("")

    monkeypatch.setattr("training.actions.paying.sync", down)
    enrolment = make_enrolment(make_edition(course=course), state=State.PENDING_PAYMENT, fee_jpy=12_000)
    make_payment(enrolment, Payment.State.OPEN, stripe_session="cs_1")
    client.force_login(enrolment.person)

    assert "does not answer at the moment" in page(client, "welcome/", "en")


def test_money_without_a_seat_is_told_on_the_welcome_page(client, course):
    enrolment = make_enrolment(
        make_edition(course=course), state=State.LAPSED, fee_jpy=12_000, paid_at=timezone.now(), refund_due=True
    )
    client.force_login(enrolment.person)

    assert "We return the whole amount" in page(client, "welcome/", "en")


# --- speed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("editions", [1, 3])
def test_the_list_costs_the_same_for_one_edition_and_for_three(client, course, django_assert_num_queries, editions):
    for _number in range(editions):
        make_edition(course=course)
    client.get("/ja/courses/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/ja/courses/")


@pytest.mark.parametrize("editions", [1, 3])
def test_the_course_page_costs_the_same_for_one_edition_and_for_three(
    client, course, django_assert_num_queries, editions
):
    for _number in range(editions):
        make_edition(course=course)
    page(client)

    with django_assert_num_queries(COURSE_QUERIES):
        page(client)


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_learners_page_costs_the_same_for_one_lesson_and_for_three(
    client, course, django_assert_num_queries, lessons
):
    for _number in range(lessons):
        make_lesson(course)
    client.force_login(make_enrolment(make_edition(course=course)).person)
    page(client, "learn/")

    with django_assert_num_queries(LEARN_QUERIES):
        page(client, "learn/")


LIST_QUERIES = 4
COURSE_QUERIES = 5
LEARN_QUERIES = 10
