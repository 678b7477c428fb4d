"""Earlier gifts become the donor's own the moment an address is proved, and not a moment before (money.md 32)."""

import re

import pytest
from allauth.account.models import EmailAddress

from campaigns.models import Donation
from portal.mail.models import OutgoingMail
from tests.factories.campaigns import make_gift
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NEW = {
    "email": "hana@example.org",
    "password1": "a-long-passphrase-42",
    "family_name": "山田",
    "given_name": "花",
    "consent": "on",
}


def code_of(mail: OutgoingMail) -> str:
    return re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.text, re.M).group(1)


def owners() -> list[str]:
    return [gift.person.email if gift.person else "" for gift in Donation.objects.order_by("created_at")]


@pytest.fixture
def signed_up(client):
    """Somebody has typed an address; whether it is theirs nobody knows yet."""
    client.post("/accounts/signup/", NEW, headers={"accept-language": "ja"})
    return OutgoingMail.objects.get(to=["hana@example.org"])


def test_whoever_only_types_an_address_learns_and_gets_nothing_of_its_gifts(client, signed_up):
    make_gift(email="hana@example.org")
    page = client.get("/ja/me/gifts/", follow=True).content.decode()
    assert owners() == [""]
    assert "見つかりました" not in page


def test_the_code_of_the_sign_up_claims_at_once_and_says_so(client, signed_up):
    make_gift(email="hana@example.org")
    make_gift(email="somebody@example.org")
    page = client.post("/accounts/confirm-email/", {"code": code_of(signed_up)}, follow=True).content.decode()
    assert owners() == ["hana@example.org", ""]
    assert "ご寄付1件が見つかりました" in page


def test_a_wrong_code_claims_nothing(client, signed_up):
    make_gift(email="hana@example.org")
    client.post("/accounts/confirm-email/", {"code": "AAAA-AAAA"})
    assert owners() == [""]


def test_signing_in_by_code_proves_the_address_too(client):
    person = make_person(email="hana@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    make_gift(email="hana@example.org")
    client.post("/accounts/login/code/", {"email": person.email})
    mail = OutgoingMail.objects.get(to=["hana@example.org"], key=None)
    client.post("/accounts/login/code/confirm/", {"code": code_of(mail)})
    assert owners() == ["hana@example.org"]
