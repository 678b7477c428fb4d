"""Starts the sandbox: a threading HTTP server on this machine's loopback address."""

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from portal.payments.sandbox.app import App
from portal.payments.sandbox.courier import Courier
from portal.payments.sandbox.delivery import Backoff, Hook
from portal.payments.sandbox.flows import agenda
from portal.payments.sandbox.store import Store
from portal.payments.sandbox.world import World

HOST = "127.0.0.1"
TICK_SECONDS = 0.5
POLL_SECONDS = 0.1  # how long a stop may wait for the server to notice
PRODUCTION = "portal.settings.prod"


class NotInProduction(RuntimeError):
    """The sandbox takes play money; it has no place beside real gifts."""


def refuse_production() -> None:
    """Raises NotInProduction where the settings are those of production."""
    if os.environ.get("DJANGO_SETTINGS_MODULE") == PRODUCTION:
        raise NotInProduction(
            f"The payment sandbox never starts in production (DJANGO_SETTINGS_MODULE={PRODUCTION}). "
            "Unset STRIPE_API_BASE and use Stripe itself."
        )


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Deliveries are recorded and the API answers with Request-Id; no line for each request."""


@dataclass
class Sandbox:
    """A running sandbox. Use it as a context manager, or call `stop`."""

    url: str
    world: World
    _server: WSGIServer
    _store: Store
    _stopping: threading.Event
    _ticker: threading.Thread

    def wait_idle(self, seconds: float = 5.0) -> bool:
        """Wait until no webhook is due or on its way; False if that did not happen in time."""
        return self.world.courier.wait_idle(seconds)

    def stop(self) -> None:
        """Stop serving and delivering; what has not been delivered stays in the store."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._ticker.join()
        self.world.courier.stop()
        self._store.close()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def serve(
    *,
    port: int = 0,
    hooks: Iterable[tuple[str, str]] = (),
    store: str | Path | None = None,
    backoff: Backoff | None = None,
    tick_seconds: float = TICK_SECONDS,
) -> Sandbox:
    """Start in threads of this process and return at once.

    `port` 0 takes a free one. `hooks` are (URL, secret) pairs; a secret may be two, separated by a
    comma, as during a rotation. `store` is an SQLite file; without one nothing outlives the process.
    Raises NotInProduction, ValueError for a hook elsewhere, and OSError when the port is taken.
    """
    refuse_production()
    known = [Hook.at(url, secret) for url, secret in hooks]
    server = make_server(HOST, port, _nothing, _Server, _Quiet)
    keeper = Store(str(store) if store else ":memory:")
    courier = Courier(store=keeper, hooks=known, backoff=backoff or Backoff())
    url = f"http://{HOST}:{server.server_port}"
    world = World(store=keeper, courier=courier, base_url=url)
    server.set_app(App(world))
    stopping = threading.Event()
    world.start()
    threading.Thread(target=server.serve_forever, args=(min(POLL_SECONDS, tick_seconds / 5),), daemon=True).start()
    ticker = threading.Thread(target=_tick, args=(world, stopping, tick_seconds), daemon=True)
    ticker.start()
    return Sandbox(url, world, server, keeper, stopping, ticker)


def _nothing(*_: object) -> list[bytes]:
    """Stands in until the world knows its own address."""
    return []


def _tick(world: World, stopping: threading.Event, seconds: float) -> None:
    while not stopping.wait(seconds):
        with world.work():
            if not stopping.is_set():
                agenda.tick(world)
