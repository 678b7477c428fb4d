"""One attempt to hand one event to one webhook."""

import http.client
import json
import secrets
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from portal.payments.sandbox.signature import sign
from portal.payments.sandbox.tree import Tree

TIMEOUT_SECONDS = 10.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Hook:
    """A webhook endpoint; `secrets` holds two during rotation."""

    url: str
    secrets: tuple[str, ...]

    @classmethod
    def at(cls, url: str, secret: str) -> "Hook":
        """`secret` may be two, separated by a comma. Raises ValueError for another machine's address."""
        address = urlsplit(url)
        if address.scheme != "http" or address.hostname not in LOOPBACK:
            raise ValueError(f"The sandbox talks to this machine only (http://127.0.0.1…), not to {url}.")
        return cls(url, tuple(secret.split(",")))


@dataclass(frozen=True)
class Backoff:
    """Seconds before the next try: first · factor^n, at most `longest`, at most `attempts` tries."""

    first: float = 0.5
    factor: float = 4.0
    longest: float = 300.0
    attempts: int = 20

    def after(self, attempt: int) -> float | None:
        if attempt >= self.attempts:
            return None
        return min(self.first * self.factor ** (attempt - 1), self.longest)


@dataclass
class Delivery:
    """Times are real seconds since 1970, whatever the sandbox's own clock says."""

    event: str
    type: str
    url: str
    due: float
    attempt: int = 1
    state: str = "waiting"  # waiting, delivered, failed, gave_up, dropped
    fault: str | None = None
    status: int | None = None
    error: str | None = None
    at: float | None = None
    id: str = field(default_factory=lambda: "dlv_" + secrets.token_hex(12))

    def hand_over(self, hook: Hook, event: Tree) -> None:
        """Try once, and note the outcome. Like Stripe, take only 2xx for an answer."""
        payload = json.dumps(event, ensure_ascii=False, indent=2).encode()
        spoil = self.fault == "bad_signature" and self.attempt == 1
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": sign(payload, hook.secrets, int(time.time()), spoil=spoil),
        }
        request = urllib.request.Request(hook.url, payload, headers)  # noqa: S310 - http on this machine, as checked
        self.state = "failed"
        try:
            with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                self.status, self.state = answer.status, "delivered"
        except urllib.error.HTTPError as refusal:
            self.status = refusal.code
            self.error = refusal.read(200).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as failure:
            self.error = str(failure)
        self.at = time.time()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """A redirect is a failure, as at Stripe: urllib then raises HTTPError with the 3xx."""
        return


# No proxy either: the webhook is on this machine, whatever the environment says of the world outside.
_opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
