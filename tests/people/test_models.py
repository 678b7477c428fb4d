import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import translation

from portal.people.models import Consent, Person, Qualification, QualificationGrant
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
# 﨑 (U+FA11), 福 (U+FA1B): Unicode normalisation would replace the second
RARE = "﨑\ufa1b"


def test_a_name_is_kept_byte_for_byte():
    made = make_person(family_name=RARE)

    assert Person.objects.get(pk=made.pk).family_name == RARE


def test_two_people_cannot_share_an_address_in_another_case():
    make_person(email="hanako@example.org")

    with pytest.raises(IntegrityError):
        Person.objects.create(email="HANAKO@example.org")


def test_people_are_addressed_as_their_language_does():
    person = make_person(family_name="山田", given_name="花子", latin_name="Hanako Yamada")

    assert person.formal_name == "山田 花子 様"
    with translation.override("en"):
        assert person.formal_name == "Hanako"
        assert person.display_name == "Hanako Yamada"


@pytest.mark.parametrize(("day", "age"), [((2027, 3, 6), 18), ((2027, 3, 7), 19)])
def test_age_is_reached_on_the_birthday(day, age):
    assert Person(birth_date=dt.date(2008, 3, 7)).age_on(dt.date(*day)) == age


def test_a_grant_holds_from_its_first_to_its_last_day():
    person, training = make_person(), Qualification.objects.create(slug="assistant", name_ja="難民アシスタント")
    first, last = dt.date(2026, 4, 1), dt.date(2027, 3, 31)
    QualificationGrant.objects.create(person=person, qualification=training, granted_on=first, valid_until=last)
    one_day = dt.timedelta(days=1)

    held = [person.holds(training, on=day) for day in (first - one_day, first, last, last + one_day)]

    assert held == [False, True, True, False]


def test_a_consent_is_live_only_once_per_version():
    person = make_person()
    Consent.objects.create(person=person, kind=Consent.Kind.PRIVACY, version="1")

    with pytest.raises(IntegrityError):
        Consent.objects.create(person=person, kind=Consent.Kind.PRIVACY, version="1")
