"""Taking a place and giving it back (volunteering.md, rules 1–4 and 12)."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from portal.mail.models import OutgoingMail
from portal.people.models import Qualification, QualificationGrant
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from volunteers import actions
from volunteers.models import Demand, ShiftState, Signup, SignupEvent, Status

pytestmark = pytest.mark.django_db


def hold(demand):
    return Signup.objects.holding().filter(demand=demand).count()


def test_signing_up_confirms_a_place_and_writes_one_mail():
    person, demand = make_person(language="en"), make_demand()
    signup = actions.sign_up(person=person, demand=demand, by=person)
    assert signup.status == Status.CONFIRMED
    assert (signup.period_start, signup.period_end) == (demand.shift.start, demand.shift.end)
    assert [event.to_status for event in signup.events.all()] == [Status.CONFIRMED]
    mail = OutgoingMail.objects.get()
    assert mail.to == [person.email]
    assert mail.language == "en"
    assert mail.subject.startswith("You are in:")


def test_last_place_goes_to_one_person():
    demand = make_demand(capacity=1)
    make_signup(demand=demand)
    late = make_person()
    with pytest.raises(actions.ShiftFull) as refusal:
        actions.sign_up(person=late, demand=demand, by=late)
    assert "たったいま、満員" in refusal.value.sentence
    assert refusal.value.way_out_url == f"/ja/shifts/{demand.shift_id}/"
    assert hold(demand) == 1


def test_a_full_shift_without_a_waiting_list_leads_to_similar_shifts():
    demand = make_demand(capacity=1, overflow=Demand.Overflow.BLOCK)
    make_signup(demand=demand)
    late = make_person()
    with pytest.raises(actions.ShiftFull) as refusal:
        actions.join_waiting_list(person=late, demand=demand, by=late)
    assert refusal.value.way_out_url == "/ja/shifts/?kind=office"


def test_a_second_click_is_refused_with_a_sentence_and_takes_no_second_place():
    person, demand = make_person(), make_demand()
    make_signup(demand=demand, person=person)
    with pytest.raises(actions.AlreadySignedUp):
        actions.sign_up(person=person, demand=demand, by=person)
    assert hold(demand) == 1
    assert OutgoingMail.objects.count() == 1


def test_one_place_per_shift_even_in_another_role():
    shift, person = make_shift(), make_person()
    first, second = make_demand(shift=shift), make_demand(shift=shift)
    make_signup(demand=first, person=person)
    with pytest.raises(actions.AlreadySignedUp):
        actions.sign_up(person=person, demand=second, by=person)


def test_the_database_itself_refuses_a_second_live_row():
    signup = make_signup()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signup.objects.create(
            demand=signup.demand, shift=signup.shift, person=signup.person, status=Status.CONFIRMED,
            **signup.shift.times(),
        )  # fmt: skip


@pytest.mark.parametrize("fields", [{"capacity": 1, "min_needed": 2}, {"capacity": 0, "min_needed": 0}])
def test_the_database_refuses_fewer_places_than_needed_people(fields):
    shift, role = make_shift(), make_role()
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.create(shift=shift, role=role, **fields)


def test_the_database_refuses_a_shift_that_ends_before_it_starts():
    start = tokyo(2026, 12, 1, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_shift(start=start, end=start)


def test_steps_of_a_signup_cannot_be_rewritten():
    signup = make_signup()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        SignupEvent.objects.filter(signup=signup).update(reason="rewritten")


def test_two_shifts_at_one_time_are_refused_with_the_way_to_the_first():
    place, person = make_place(), make_person()
    first = make_demand(start=tokyo(2027, 1, 12, 10), place=place)
    second = make_demand(start=tokyo(2027, 1, 12, 12), place=place)
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        make_signup(demand=first, person=person)
        with pytest.raises(actions.Overlapping) as refusal:
            actions.sign_up(person=person, demand=second, by=person)
    assert refusal.value.way_out_url == f"/ja/shifts/{first.shift_id}/"
    assert "10:00" in refusal.value.sentence


def test_a_shift_may_begin_when_the_one_before_ends_at_the_same_place():
    place, person = make_place(), make_person()
    first = make_demand(start=tokyo(2027, 1, 12, 10), place=place)
    second = make_demand(start=tokyo(2027, 1, 12, 13), place=place)
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        make_signup(demand=first, person=person)
        assert make_signup(demand=second, person=person).status == Status.CONFIRMED


def test_between_two_places_there_is_time_to_travel():
    person = make_person()
    first = make_demand(start=tokyo(2027, 1, 12, 10))
    too_soon = make_demand(start=tokyo(2027, 1, 12, 13))
    later = make_demand(start=tokyo(2027, 1, 12, 13, 45))
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        make_signup(demand=first, person=person)
        with pytest.raises(actions.Overlapping):
            actions.sign_up(person=person, demand=too_soon, by=person)
        assert make_signup(demand=later, person=person).status == Status.CONFIRMED


def test_age_counts_on_the_day_of_the_shift_in_tokyo():
    # 07:00 on 12 January in Tokyo is still the 11th in UTC.
    demand = make_demand(role=make_role(minimum_age=18), start=tokyo(2027, 1, 12, 7), capacity=5)
    of_age = make_person(birth_date=dt.date(2009, 1, 12))
    too_young = make_person(birth_date=dt.date(2009, 1, 13))
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        assert make_signup(demand=demand, person=of_age).status == Status.CONFIRMED
        with pytest.raises(actions.TooYoung, match="18歳"):
            actions.sign_up(person=too_young, demand=demand, by=too_young)


def test_an_unknown_age_is_refused_with_the_way_to_the_profile():
    demand, person = make_demand(role=make_role(minimum_age=18)), make_person()
    with pytest.raises(actions.TooYoung) as refusal:
        actions.sign_up(person=person, demand=demand, by=person)
    assert refusal.value.way_out_url == "/ja/me/profile/"


def test_a_qualification_must_be_valid_on_the_day_of_the_shift():
    escort = Qualification.objects.create(
        slug="escort", name_ja="同行の研修", name_en="Escort training", how_ja="年2回の研修で取れます。"
    )
    demand = make_demand(role=make_role(qualifications=[escort]), start=tokyo(2027, 1, 12, 10), capacity=5)
    person, lapsed = make_person(), make_person()
    QualificationGrant.objects.create(person=person, qualification=escort, granted_on=dt.date(2026, 1, 1))
    QualificationGrant.objects.create(
        person=lapsed, qualification=escort, granted_on=dt.date(2025, 1, 1), valid_until=dt.date(2027, 1, 11)
    )
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        assert make_signup(demand=demand, person=person).status == Status.CONFIRMED
        with pytest.raises(actions.QualificationMissing) as refusal:
            actions.sign_up(person=lapsed, demand=demand, by=lapsed)
    assert "同行の研修" in refusal.value.sentence
    assert "年2回の研修で取れます。" in refusal.value.sentence
    assert refusal.value.way_out_url == ""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_way_to_a_qualification_leads_where_one_gets_it(language):
    escort = Qualification.objects.create(slug="escort", name_ja="同行", name_en="Escort", page="/contact/")
    demand = make_demand(role=make_role(qualifications=[escort]))
    person = make_person()
    with translation.override(language), pytest.raises(actions.QualificationMissing) as refusal:
        actions.sign_up(person=person, demand=demand, by=person)
    assert refusal.value.way_out_url == f"/{language}/contact/"


def test_a_missing_language_is_named():
    demand = make_demand(role=make_role(languages=["ja", "fr"]))
    person = make_person(languages_spoken=["ja"])
    with pytest.raises(actions.LanguageMissing, match="フランス語"):
        actions.sign_up(person=person, demand=demand, by=person)


@pytest.mark.parametrize("state", [ShiftState.DRAFT, ShiftState.CLOSED])
def test_a_shift_that_is_not_open_takes_nobody(state):
    demand, person = make_demand(state=state), make_person()
    with pytest.raises(actions.WindowClosed):
        actions.sign_up(person=person, demand=demand, by=person)


def test_the_window_opens_and_closes():
    shift = make_shift(
        start=tokyo(2027, 1, 12, 10),
        sign_up_opens_at=tokyo(2027, 1, 4, 9),
        sign_up_closes_at=tokyo(2027, 1, 11, 9),
    )
    demand, person = make_demand(shift=shift), make_person()
    with time_machine.travel(tokyo(2027, 1, 4, 8, 59)), pytest.raises(actions.WindowClosed, match="1月4日"):
        actions.sign_up(person=person, demand=demand, by=person)
    with time_machine.travel(tokyo(2027, 1, 11, 9)), pytest.raises(actions.WindowClosed):
        actions.sign_up(person=person, demand=demand, by=person)
    with time_machine.travel(tokyo(2027, 1, 11, 8, 59)):
        assert make_signup(demand=demand, person=person).status == Status.CONFIRMED


def test_a_cancelled_shift_takes_nobody():
    demand, person = make_demand(), make_person()
    actions.cancel_shift(shift=demand.shift, by=person, reason_ja="台風")
    with pytest.raises(actions.ShiftCancelled):
        actions.sign_up(person=person, demand=demand, by=person)


def test_withdrawing_frees_the_place_and_signing_up_again_makes_a_new_row():
    demand, person = make_demand(capacity=1), make_person()
    first = make_signup(demand=demand, person=person)
    gone = actions.withdraw(person=person, shift=demand.shift, by=person)
    assert (gone.pk, gone.status, gone.late) == (first.pk, Status.CANCELLED_BY_VOLUNTEER, False)
    assert hold(demand) == 0
    again = make_signup(demand=demand, person=person)
    assert again.pk != first.pk
    assert Signup.objects.count() == 2
    assert [mail.subject[:4] for mail in OutgoingMail.objects.order_by("pk")] == ["参加確定", "取り消し", "参加確定"]


def test_withdrawing_within_a_day_of_meeting_is_late():
    demand, person = make_demand(start=tokyo(2027, 1, 12, 10)), make_person()
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        make_signup(demand=demand, person=person)
    with time_machine.travel(tokyo(2027, 1, 11, 12)):
        assert actions.withdraw(person=person, shift=demand.shift, by=person).late


def test_an_undo_is_never_late():
    demand, person = make_demand(start=tokyo(2027, 1, 12, 10)), make_person()
    with time_machine.travel(tokyo(2027, 1, 11, 20)):
        make_signup(demand=demand, person=person)
    with time_machine.travel(tokyo(2027, 1, 11, 20, 14)):
        assert not actions.withdraw(person=person, shift=demand.shift, by=person).late


def test_after_the_shift_has_begun_only_a_call_helps():
    demand, person = make_demand(start=tokyo(2027, 1, 12, 10)), make_person()
    with time_machine.travel(tokyo(2027, 1, 5, 12)):
        make_signup(demand=demand, person=person)
    with time_machine.travel(tokyo(2027, 1, 12, 10)), pytest.raises(actions.ShiftHasBegun):
        actions.withdraw(person=person, shift=demand.shift, by=person)


def test_withdrawing_without_a_place_is_refused():
    person = make_person()
    with pytest.raises(actions.NotSignedUp):
        actions.withdraw(person=person, shift=make_demand().shift, by=person)


def test_a_refusal_leaves_nothing_behind():
    demand = make_demand(capacity=1)
    make_signup(demand=demand)
    late, before = make_person(), timezone.now()
    with pytest.raises(actions.ShiftFull):
        actions.sign_up(person=late, demand=demand, by=late)
    assert not Signup.objects.filter(person=late).exists()
    assert not OutgoingMail.objects.filter(to=[late.email], created_at__gte=before).exists()
