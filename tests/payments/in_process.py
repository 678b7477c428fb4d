"""A sandbox without a socket, and a process that can die between any two steps.

`InProcess` answers the unmodified SDK straight from the sandbox's door: thousands of calls in a second. `Crashes` stands
before every SQL statement and on both sides of every call to Stripe, and stops there where it was told to, as kill -9
does: nothing of the product may catch it, and what was not committed is rolled back.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import stripe
from django.db import connection

from portal.payments.sandbox.api.gate import Request, handle
from portal.payments.sandbox.courier import Courier
from portal.payments.sandbox.delivery import Backoff
from portal.payments.sandbox.store import Store
from portal.payments.sandbox.world import World

BASE = "http://sandbox.test"


class Crash(BaseException):
    """The process dies here."""


class Crashes:
    """Counts steps; `at(n)` lets the n-th die, or simply counts where n is None."""

    def __init__(self) -> None:
        self._left: int | None = None

    def step(self) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left < 0:
            self._left = None
            raise Crash

    def before_statement(self, execute, sql, params, many, context):
        """A wrapper for Django's connection. Savepoints are left alone: they are how an open transaction is undone."""
        if sql.split(" ", 1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            self.step()
        return execute(sql, params, many, context)

    @contextmanager
    def at(self, steps: int | None) -> Iterator[None]:
        """Die at step `steps`; whether it came so far is not told: a crash leaves no word."""
        self._left = steps
        try:
            with connection.execute_wrapper(self.before_statement):
                yield
        except Crash:
            pass
        finally:
            self._left = None


class InProcess(stripe.HTTPClient):
    """The SDK's transport, answered by `world` in this thread."""

    name = "in-process"

    def __init__(self, world: World, crashes: Crashes, seen: Callable[[str, dict], None] | None = None) -> None:
        super().__init__()
        self.world, self.crashes, self.seen = world, crashes, seen

    def request(self, method, url, headers, post_data=None, *, _usage=None):
        self.crashes.step()
        at = urlsplit(url)
        reply = handle(
            self.world,
            Request(
                method=method.upper(),
                path=at.path,
                query=at.query,
                body=post_data or "",
                authorization=headers.get("Authorization", ""),
                version=headers.get("Stripe-Version", ""),
                idempotency_key=headers.get("Idempotency-Key", ""),
            ),
        )
        if self.seen and reply.status == 200:
            self.seen(f"{method} {at.path}", reply.body)
        self.crashes.step()
        return json.dumps(reply.body), reply.status, reply.headers

    def close(self) -> None: ...

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0


def new_world() -> World:
    """An account in which nothing has happened, and whose webhooks nobody carries."""
    store = Store()
    world = World(store=store, courier=Courier(store=store, hooks=[], backoff=Backoff()), base_url=BASE)
    world.start()
    return world


def client_for(world: World, crashes: Crashes, seen: Callable[[str, dict], None] | None = None) -> stripe.StripeClient:
    stripe.enable_telemetry = False
    return stripe.StripeClient(
        "sk_test_tests",
        base_addresses={"api": BASE},
        max_network_retries=2,
        http_client=InProcess(world, crashes, seen),
    )
