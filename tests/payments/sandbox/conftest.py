"""A sandbox, a shop that listens to its webhooks, the official client, and a browser of a few lines."""

import http.client
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode, urlsplit

import pytest
import stripe

from portal.payments.sandbox.delivery import Backoff
from portal.payments.sandbox.server import Sandbox, serve

SECRET = "whsec_test"
QUICK = Backoff(first=0.02, factor=1.0, longest=0.02, attempts=4)


@dataclass
class Shop:
    """A webhook endpoint. It answers with `answers` in turn, and 200 when they are used up."""

    url: str
    answers: list[int] = field(default_factory=list)
    received: list[tuple[bytes, str]] = field(default_factory=list)

    def events(self) -> list[stripe.Event]:
        return [stripe.Webhook.construct_event(body, sign, SECRET) for body, sign in self.received]

    def types(self) -> list[str]:
        return [event.type for event in self.events()]


@pytest.fixture
def shop() -> Iterator[Shop]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            shop.received.append((body, self.headers["Stripe-Signature"]))
            self.send_response(shop.answers.pop(0) if shop.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop = Shop(f"http://127.0.0.1:{server.server_port}/stripe/webhook/")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield shop
    server.shutdown()
    server.server_close()


@pytest.fixture
def sandbox(shop: Shop) -> Iterator[Sandbox]:
    with serve(hooks=[(shop.url, SECRET)], backoff=QUICK, tick_seconds=0.05) as running:
        yield running


def client_for(url: str, retries: int = 0) -> stripe.StripeClient:
    stripe.enable_telemetry = False
    return stripe.StripeClient("sk_test_tomoni", base_addresses={"api": url}, max_network_retries=retries)


@pytest.fixture
def client(sandbox: Sandbox) -> stripe.StripeClient:
    return client_for(sandbox.url)


@dataclass
class Page:
    status: int
    text: str
    location: str


@dataclass
class Browser:
    language: str = "en"

    def get(self, url: str) -> Page:
        return self._ask("GET", url, None)

    def post(self, url: str, /, **form: str) -> Page:
        return self._ask("POST", url, urlencode(form))

    def _ask(self, method: str, url: str, body: str | None) -> Page:
        at = urlsplit(url)
        connection = http.client.HTTPConnection(at.netloc, timeout=5)
        headers = {"Accept-Language": self.language}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, at.path + (f"?{at.query}" if at.query else ""), body, headers)
            answer = connection.getresponse()
            return Page(answer.status, answer.read().decode(), answer.headers["Location"] or "")
        finally:
            connection.close()


@pytest.fixture
def browser() -> Browser:
    return Browser()
