"""The other side of the wire: drives the sandbox in this process, and carries its events to the portal by hand."""

import json
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass

from portal.payments.actions import process_event, receive_webhook
from portal.payments.models import Payment, WebhookEvent
from portal.payments.sandbox.server import Sandbox
from portal.payments.sandbox.signature import sign

GOOD_CARD, FAILS_LATER, LATE_REFUND = "4242424242424242", "4000000000000341", "4000000000007726"
_no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def signed(body: bytes, *secrets: str) -> str:
    return sign(body, secrets or ("whsec_tests",), int(time.time()))


@dataclass
class StripeSide:
    """Steers a sandbox; `seen` is how far its events have been collected."""

    sandbox: Sandbox
    seen: int = 0

    @property
    def url(self) -> str:
        return self.sandbox.url

    def press(self, payment: Payment, **form) -> None:
        """Fill in the hosted checkout as a payer does, and press the button."""
        body = {"name": "Hanako Yamada", "email": "hanako@example.org"} | form
        page = f"{self.url}/c/pay/{payment.stripe_session}"
        request = urllib.request.Request(page, urllib.parse.urlencode(body).encode())
        try:
            _no_proxy.open(request)
        except urllib.error.HTTPError as answer:
            if answer.code not in (402,):  # a declined card answers 402
                raise
        except urllib.error.URLError:
            pass  # the success page is nobody's

    def pay_by_card(self, payment: Payment, number: str = GOOD_CARD) -> None:
        self.press(payment, method="card", number=number, expiry="12/40", cvc="123")

    def choose_konbini(self, payment: Payment) -> None:
        self.press(payment, method="konbini")

    def control(self, name: str, **params) -> dict:
        body = json.dumps(params).encode()
        request = urllib.request.Request(
            f"{self.url}/_sandbox/{name}", body, {"Content-Type": "application/json"}, method="POST"
        )
        with _no_proxy.open(request) as answer:
            return json.load(answer)

    def all(self, kind: str) -> list[dict]:
        """Every object of a kind, oldest first."""
        with self.sandbox.world.work():
            return list(reversed(self.sandbox.world.all(kind)))

    def events(self) -> list[dict]:
        """The events since the last time, oldest first."""
        events = self.all("event")
        fresh, self.seen = events[self.seen :], len(events)
        return fresh


def post(event: dict) -> WebhookEvent:
    """Store an event as the webhook view does."""
    body = json.dumps(event).encode()
    return receive_webhook(body, signed(body))


def deliver(event: dict) -> WebhookEvent:
    """Store an event and process it, as view and worker do."""
    return process_event(post(event).pk)
