"""All objects of the sandboxed account, its clock, and the events they cause."""

import copy
import secrets
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.payments.sandbox.courier import Courier
from portal.payments.sandbox.errors import no_such
from portal.payments.sandbox.faults import Faults
from portal.payments.sandbox.store import Store
from portal.payments.sandbox.tree import Tree, nulls

API_VERSION = "2026-10-28.endive"
_LETTERS = string.ascii_letters + string.digits


class World:
    """Objects by id, newest last. Touch it only inside `with world.work():`.

    An object is changed through `put` and `change` alone, because these note what must be written
    to the store when the work ends. `notes` are facts of ours that Stripe's object has no field for.
    """

    def __init__(self, *, store: Store, courier: Courier, base_url: str) -> None:
        self.base_url, self.courier, self.faults = base_url, courier, Faults()
        self.cause: Tree = nulls("id idempotency_key")
        self.store = store
        self._lock = threading.RLock()
        self._depth = 0
        self._objects: dict[str, Tree] = {}
        self._kinds: dict[str, dict[str, Tree]] = {}
        self._positions: dict[str, int] = {}
        self._notes: dict[str, Tree] = {}
        self._dirty: dict[str, None] = {}
        self._events: list[Tree] = []
        self._skew = store.fact("skew", 0)
        for body, notes in store.objects():
            self._file(body, notes)
        self._dirty.clear()

    @contextmanager
    def work(self) -> Iterator["World"]:
        """One unit of work: exclusive, stored when it ends, and only then told to the webhooks."""
        with self._lock:
            self._depth += 1
            try:
                yield self
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._commit()

    def start(self) -> None:
        """Let the events go out."""
        pending = [event for event in reversed(self.all("event")) if event["pending_webhooks"]]
        self.courier.start(event=self._event, delivered=self._note_delivered, pending=pending)

    # The clock
    def now(self) -> int:
        """Seconds since 1970 by the sandbox's clock, which a developer may move forward."""
        return int(time.time()) + self._skew

    def set_clock(self, now: int) -> None:
        self._skew = max(self._skew, now - int(time.time()))
        self.store.save_fact("skew", self._skew)

    # Objects
    def new_id(self, prefix: str, length: int = 24) -> str:
        return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))

    def put(self, body: Tree, **notes: Any) -> Tree:
        self._file(body, notes)
        return body

    def change(self, body: Tree, **fields: Any) -> Tree:
        body.update(fields)
        self._dirty[body["id"]] = None
        return body

    def notes(self, body: Tree) -> Tree:
        return self._notes[body["id"]]

    def remember(self, body: Tree, **notes: Any) -> None:
        self._notes[body["id"]].update(notes)
        self._dirty[body["id"]] = None

    def look(self, identifier: object) -> Tree | None:
        return self._objects.get(identifier) if isinstance(identifier, str) else None

    def get(self, identifier: str) -> Tree:
        """An object that is known to exist; KeyError otherwise."""
        return self._objects[identifier]

    def find(self, kind: str, identifier: str, param: str = "id") -> Tree:
        """The object a caller named. Raises ApiError `resource_missing` where there is none."""
        body = self._objects.get(identifier)
        if body is None or body["object"] != kind:
            raise no_such(kind, identifier, param)
        return body

    def all(self, kind: str) -> list[Tree]:
        """Every object of a kind, newest first."""
        return list(reversed(self._kinds.get(kind, {}).values()))

    def counts(self) -> dict[str, int]:
        return {kind: len(bodies) for kind, bodies in sorted(self._kinds.items())}

    def position(self, body: Tree) -> int:
        return self._positions[body["id"]]

    # Events
    def emit(self, event_type: str, body: Tree, previous: Tree | None = None) -> Tree:
        """Record an event with a snapshot of the object; it leaves when the work is stored."""
        data: Tree = {"object": copy.deepcopy(body)}
        if previous:
            data["previous_attributes"] = copy.deepcopy(previous)
        event = self.put(
            {
                "id": self.new_id("evt_1"),
                "object": "event",
                "api_version": API_VERSION,
                "created": self.now(),
                "data": data,
                "livemode": False,
                "pending_webhooks": len(self.courier.hooks()),
                "request": dict(self.cause),
                "type": event_type,
            }
        )
        self._events.append(event)
        return event

    def _event(self, event_id: str) -> Tree:
        with self.work():
            return copy.deepcopy(self.get(event_id))

    def _note_delivered(self, event_id: str) -> None:
        with self.work():
            event = self.get(event_id)
            self.change(event, pending_webhooks=max(0, event["pending_webhooks"] - 1))

    def _file(self, body: Tree, notes: Tree) -> None:
        identifier = body["id"]
        self._positions.setdefault(identifier, len(self._positions))
        self._objects[identifier] = body
        self._kinds.setdefault(body["object"], {})[identifier] = body
        self._notes[identifier] = notes
        self._dirty[identifier] = None

    def _commit(self) -> None:
        if self._dirty:
            self.store.save_objects((self._positions[i], self._objects[i], self._notes[i]) for i in self._dirty)
            self._dirty.clear()
        events, self._events = self._events, []
        for event in events:
            self.courier.post(event, self.faults.for_event(event["type"]))
