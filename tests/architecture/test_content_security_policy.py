import pytest

from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def policy_of(client, address: str) -> dict[str, str]:
    header = client.get(address)["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";") if " " in part.strip())


@pytest.mark.parametrize("address", ["/accounts/login/", "/ja/shifts/", "/en/give/", "/ja/nowhere/"])
def test_pages_run_no_inline_code_and_no_foreign_code(client, address):
    policy = policy_of(client, address)

    assert "unsafe" not in str(policy)
    assert policy["script-src"].startswith("'self'")
    assert (policy["style-src"], policy["object-src"], policy["base-uri"]) == ("'self'", "'none'", "'self'")


def test_only_the_back_office_may_run_what_wagtail_writes_inline(client):
    client.force_login(make_person(is_superuser=True, is_staff=True))

    assert "'unsafe-inline'" in policy_of(client, "/office/")["script-src"]
