import re

import pytest
from django.urls import reverse
from django.utils import translation

from portal.mail.models import OutgoingMail
from portal.people.models import Person
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "family_name": "佐藤",
    "given_name": "葵",
    "email": "aoi@example.org",
    "password1": "a-long-and-quiet-river",
    "consent": "on",
}


def profile_url(language: str = "ja") -> str:
    with translation.override(language):
        return reverse("people:profile")


@pytest.fixture
def person(client):
    person = make_person(family_name="山田", given_name="花子")
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("wish", "language"), [("en-GB,en;q=0.9", "en"), ("ja", "ja"), ("fr-FR,en;q=0.3", "en"), ("fr", "ja"), ("", "ja")]
)
def test_the_root_leads_to_the_browsers_language_and_japanese_otherwise(client, wish, language):
    response = client.get("/", headers={"accept-language": wish})

    assert (response.status_code, response["Location"]) == (302, f"/{language}/")


def test_the_way_to_an_english_page_is_english(client):
    response = client.get("/accounts/login/?next=/en/me/", headers={"accept-language": "ja"})

    assert response["Content-Language"] == "en"


def test_a_visitor_whose_browser_wants_what_the_page_speaks_gets_no_language_cookie(client):
    with translation.override("ja"):
        client.get("/ja/me/profile/", headers={"accept-language": "ja"})

    assert "django_language" not in client.cookies


def test_an_english_page_is_remembered_against_a_japanese_browser(client):
    client.get("/en/me/profile/", headers={"accept-language": "ja"})

    assert client.get("/", headers={"accept-language": "ja"})["Location"] == "/en/"


def test_signing_up_asks_for_a_code_and_writes_in_the_readers_language(client):
    response = client.post("/accounts/signup/?next=/ja/shifts/", SIGN_UP, headers={"accept-language": "ja"})

    assert response.status_code == 302
    person = Person.objects.get(email="aoi@example.org")
    assert (person.family_name, person.given_name, person.language) == ("佐藤", "葵", "ja")
    assert [consent.kind for consent in person.consents.all()] == ["privacy"]
    (mail,) = OutgoingMail.objects.all()
    assert "コード" in mail.text
    code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.text, re.M).group(1)
    client.post(response["Location"], {"code": code})
    assert client.get(profile_url()).status_code == 200


def test_signing_up_without_consent_stores_nothing_and_loses_nothing(client):
    response = client.post("/accounts/signup/", {key: value for key, value in SIGN_UP.items() if key != "consent"})

    assert not Person.objects.exists()
    assert "aoi@example.org" in response.content.decode()


def test_the_profile_is_for_those_who_signed_in(client):
    response = client.get(profile_url())

    assert response["Location"] == f"/accounts/login/?next={profile_url()}"


def profile_of(person: Person, **changes) -> dict:
    return {"family_name": person.family_name, "given_name": person.given_name, "language": "ja"} | changes


def test_looking_up_a_postcode_fills_the_address_and_keeps_everything_typed(client, person):
    response = client.post(
        profile_url(), profile_of(person, postcode="１０１ー００６５", given_name="はな", look_up="1")
    )

    page = response.content.decode()
    assert "千代田区西神田" in page
    assert 'value="はな"' in page
    person.refresh_from_db()
    assert person.given_name == "花子"


def test_an_unknown_postcode_is_said_in_a_sentence(client, person):
    response = client.post(profile_url(), profile_of(person, postcode="9999999", look_up="1"))

    assert "この郵便番号は見つかりません" in response.content.decode()


def test_a_profile_is_saved_folded_and_names_as_typed(client, person):
    changes = {"family_name": "﨑\ufa1b", "family_kana": "ｻｷ", "phone": "０３−１２３４−５６７８", "postcode": "1010065",
               "birth_date": "1990/04/01", "languages_spoken": ["fr", "ja"]}  # fmt: skip
    response = client.post(profile_url(), profile_of(person, **changes))

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.family_name, person.family_kana) == ("﨑\ufa1b", "サキ")
    assert (person.phone, person.postcode) == ("03-1234-5678", "101-0065")
    assert (str(person.birth_date), person.languages_spoken) == ("1990-04-01", ["fr", "ja"])


def test_a_wrong_profile_says_what_is_wrong_and_loses_nothing(client, person):
    response = client.post(
        profile_url(), profile_of(person, phone="電話", building="ハイツ202", birth_date="2999-01-01")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "電話番号として読めません" in page
    assert "ハイツ202" in page


def test_a_prefecture_carries_its_suffix_whatever_other_catalogues_say(client, person):
    response = client.post(profile_url(), profile_of(person, postcode="101-0065", look_up="1"))

    assert '<option value="東京都" selected>東京都</option>' in response.content.decode()
