import pytest
from allauth.mfa.models import Authenticator

from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    admin = make_person(is_superuser=True, is_staff=True)
    client.force_login(admin)
    return admin


def test_the_back_office_stays_shut_without_a_second_factor_and_says_how_to_get_one(client, admin):
    response = client.get("/office/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "パスキー" in response.content.decode()


def test_the_back_office_opens_with_a_second_factor(client, admin):
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "x"})

    assert client.get("/office/").status_code == 200


def test_who_is_not_staff_is_told_so_and_not_sent_round_in_circles(client):
    client.force_login(make_person())

    response = client.get("/office/")

    assert response.status_code == 403
    assert "/ja/" in response.content.decode()
