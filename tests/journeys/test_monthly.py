"""One donor's year: gives every month without an account, claims it later, loses a card, mends it, and stops."""

import contextlib
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest
from allauth.account.models import EmailAddress

from campaigns.models import Donation, MonthlyGift
from campaigns.queries import totals
from campaigns.queries.mine import years_of
from portal.mail.models import OutgoingMail
from portal.payments.models import RecurringPlan
from portal.payments.queries import balance
from tests.campaigns.test_giving import typed
from tests.factories.campaigns import make_page
from tests.factories.people import make_person
from tests.payments.conftest import sandbox, stripe_side  # noqa: F401
from tests.payments.stripe_side import FAILS_LATER, deliver

pytestmark = pytest.mark.django_db
HANA = "hana@example.org"
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def plan() -> RecurringPlan:
    return RecurringPlan.objects.get()


def hear(side) -> None:
    for event in side.events():
        deliver(event)


def mails() -> list[str]:
    return [key.split(":")[0] for key in OutgoingMail.objects.order_by("pk").values_list("key", flat=True)]


def at_the_portal(client, path: str) -> str:
    """Press the button on a page of ours; the address of the provider's page."""
    response = client.post(path)
    assert response.status_code == 303
    return response["Location"]


def press(url: str, **form: str) -> None:
    with contextlib.suppress(urllib.error.URLError):  # the page behind the redirect is nobody's
        _open(urllib.request.Request(url, urllib.parse.urlencode(form).encode()))


def test_a_year_of_giving(client, stripe_side):  # noqa: F811
    page = make_page(slug="ken")
    url = "/en/run/ken/give/"

    # January: given without an account, with a card that will fail.
    client.post(url, typed(client, url, rhythm="month", message="Go, Ken!"))
    gift = Donation.objects.get()
    stripe_side.pay_by_card(gift.payment, FAILS_LATER)
    client.get("/en/thanks/", {"session_id": gift.payment.stripe_session})
    hear(stripe_side)
    assert mails() == ["gift_received", "run_gift_arrived"]

    # She opens an account; the gift is hers once her address is confirmed, and not before.
    hana = make_person(email=HANA, language="en")
    address = EmailAddress.objects.create(user=hana, email=HANA, verified=False, primary=True)
    client.force_login(hana)
    assert "No gifts yet" in client.get("/en/me/gifts/").content.decode()
    address.verified = True
    address.save()
    mine = client.get("/en/me/gifts/").content.decode()
    assert "We found 1 gift" in mine
    assert "¥5,000" in mine

    # February: the card is refused. One mail, and my page says what to do.
    stripe_side.control("subscriptions/renew", subscription=plan().stripe_subscription)
    hear(stripe_side)
    assert mails()[2:] == ["gift_month_failed"]
    assert "could not be received from your card" in client.get("/en/me/").content.decode()

    # She mends the card on the payment service's page: the month arrives at once, thanked once.
    portal = at_the_portal(client, f"/en/me/gifts/monthly/{plan().pk}/")
    press(f"{portal}/card/{plan().stripe_subscription}", method="card", number="5555555555554444", expiry="12/40",
          cvc="123", name="Hana", email=HANA)  # fmt: skip
    hear(stripe_side)
    assert mails()[3:] == ["gift_month_received", "run_gift_arrived"]
    assert plan().status == "active"
    second = Donation.objects.exclude(pk=gift.pk).get()
    assert (second.person, second.message, second.page) == (hana, "", page)

    # From March on she wants to be anonymous, and says so on February's gift.
    shown = {"display_name": "", "visibility": "public", "message": "", "anonymous": "on", "also_coming": "on"}
    client.post(second.get_absolute_url(), shown)
    stripe_side.control("subscriptions/renew", subscription=plan().stripe_subscription)
    hear(stripe_side)
    # All three months pass within a second here, and the payment service counts in seconds.
    names = [donation.shown_name for donation in Donation.objects.order_by("payment__created_at")]
    assert names == ["山田 花", "", ""]

    # She stops by the link of any gift; it runs until the month is over, and ends with a kind word.
    portal = at_the_portal(client, f"/en/give/gift/{second.link_token}/monthly/")
    press(portal, plan=plan().stripe_subscription, do="cancel")
    back = re.sub(r"^https?://[^/]+", "", stripe_side.all("billing_portal.session")[-1]["return_url"])
    assert "Nothing more is taken until then." in client.get(back).content.decode()
    stripe_side.control("subscriptions/renew", subscription=plan().stripe_subscription)
    hear(stripe_side)
    assert mails()[5:] == ["gift_month_received", "run_gift_arrived", "gift_monthly_ended"]

    # Three gifts, one donor, every yen in the ledger.
    assert (totals(page).raised_jpy, totals(page).donors) == (15_000, 1)
    assert years_of(hana)[0].given_jpy == 15_000
    assert balance().difference_jpy == 0
    assert MonthlyGift.objects.get().plan.status == "ended"
    ended = client.get("/en/me/gifts/").content.decode()
    assert "Nothing more is taken." in ended
    assert "manage-plan" not in ended
