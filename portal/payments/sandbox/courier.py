"""Carries events to the webhooks: in order, signed, again and again until they are taken."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from portal.payments.sandbox.delivery import TIMEOUT_SECONDS, Backoff, Delivery, Hook
from portal.payments.sandbox.faults import Fault
from portal.payments.sandbox.store import Store
from portal.payments.sandbox.tree import Tree

HOLD_SECONDS = 5.0  # how long "reorder" holds an event back when no other follows
NO_FAULT = Fault("none", seconds=0.0)

_Queue = list[tuple[float, int, Delivery]]


class Courier:
    """One thread for each webhook, so that events arrive in order unless a fault says otherwise."""

    def __init__(self, *, store: Store, hooks: Sequence[Hook], backoff: Backoff) -> None:
        self._store, self._backoff = store, backoff
        self._hooks = {hook.url: hook for hook in hooks}
        self._queues: dict[str, _Queue] = {}
        self._busy: set[str] = set()
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._threads: list[threading.Thread] = []
        self._event: Callable[[str], Tree]
        self._delivered: Callable[[str], None]
        self._log = [Delivery(**row) for row in store.deliveries()]

    def start(
        self,
        *,
        event: Callable[[str], Tree],
        delivered: Callable[[str], None],
        pending: Iterable[Tree],
    ) -> None:
        """Begin. What was waiting when the sandbox last stopped is taken up again.

        `event` finds an event by id, `delivered` is told of success, `pending` are the events not
        yet taken; those that never got as far as a delivery are posted now.
        """
        self._event, self._delivered = event, delivered
        seen = {delivery.event for delivery in self._log}
        for hook in self.hooks():
            self.add_hook(hook)
        for body in pending:
            if body["id"] not in seen:
                self.post(body)

    def stop(self) -> None:
        """Finish the attempt that is on its way; the rest waits in the store."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(TIMEOUT_SECONDS)

    def hooks(self) -> list[Hook]:
        return list(self._hooks.values())

    def add_hook(self, hook: Hook) -> None:
        with self._changed:
            self._hooks[hook.url] = hook
            if hook.url in self._queues:
                return
            self._queues[hook.url] = []
            for delivery in self._log:
                if delivery.url == hook.url and delivery.state == "waiting":
                    self._push(delivery)
            thread = threading.Thread(target=self._run, args=(hook.url,), daemon=True)
            self._threads.append(thread)
        thread.start()

    def remove_hook(self, url: str) -> None:
        """Forget a webhook; what still waits for it is given up when it falls due."""
        with self._changed:
            self._hooks.pop(url, None)

    def log(self) -> list[Tree]:
        """Every attempt made or waiting, oldest first."""
        with self._changed:
            return [asdict(delivery) for delivery in self._log]

    def post(self, event: Tree, fault: Fault | None = None) -> None:
        """Queue an event for every webhook, bent by the fault if there is one."""
        bent = fault or NO_FAULT
        wait = {"delay": bent.seconds, "reorder": HOLD_SECONDS}.get(bent.kind, 0.0)
        name = fault.kind if fault else None
        with self._changed:
            for url in self._hooks:
                for _ in range(2 if bent.kind == "duplicate" else 1):
                    due = time.time() + wait
                    self._enqueue(Delivery(event["id"], event["type"], url, due, fault=name))
            if bent.kind != "reorder":
                self._release_held()

    def release(self) -> None:
        """Send what a "reorder" fault holds back."""
        with self._changed:
            self._release_held()

    def wait_idle(self, seconds: float = 5.0) -> bool:
        """Wait until nothing is due or on its way; False if that did not happen in time."""
        with self._changed:
            return self._changed.wait_for(self._is_idle, seconds)

    def _is_idle(self) -> bool:
        now = time.time()
        return not self._busy and not any(q and q[0][0] <= now for q in self._queues.values())

    def _enqueue(self, delivery: Delivery) -> None:
        self._log.append(delivery)
        if delivery.fault == "drop":
            delivery.state = "dropped"
        else:
            self._push(delivery)
        self._store.save_delivery(asdict(delivery))

    def _push(self, delivery: Delivery) -> None:
        heapq.heappush(self._queues[delivery.url], (delivery.due, next(self._order), delivery))
        self._changed.notify_all()

    def _release_held(self) -> None:
        for queue in self._queues.values():
            now = time.time()
            held = [entry for entry in queue if entry[2].fault == "reorder" and entry[0] > now]
            for entry in held:
                queue.remove(entry)
            heapq.heapify(queue)
            for _, _, delivery in held:
                delivery.due = now
                self._push(delivery)

    def _run(self, url: str) -> None:
        while (delivery := self._next(url)) is not None:
            self._attempt(delivery)
            with self._changed:
                self._busy.discard(url)
                self._changed.notify_all()

    def _next(self, url: str) -> Delivery | None:
        with self._changed:
            while not self._stopped:
                queue = self._queues[url]
                wait = queue[0][0] - time.time() if queue else None
                if wait is not None and wait <= 0:
                    self._busy.add(url)
                    return heapq.heappop(queue)[2]
                self._changed.wait(wait)
        return None

    def _attempt(self, delivery: Delivery) -> None:
        hook = self._hooks.get(delivery.url)
        if hook is None:
            delivery.state, delivery.error = "gave_up", "This webhook has been removed."
        else:
            delivery.hand_over(hook, self._event(delivery.event))
        if delivery.state == "failed":
            self._retry(delivery)  # before this attempt is stored: a crash here may only double it
        self._store.save_delivery(asdict(delivery))
        if delivery.state == "delivered":
            self._delivered(delivery.event)

    def _retry(self, failed: Delivery) -> None:
        wait = self._backoff.after(failed.attempt)
        if wait is None:
            failed.state = "gave_up"
            return
        due, attempt = time.time() + wait, failed.attempt + 1
        with self._changed:
            self._enqueue(Delivery(failed.event, failed.type, failed.url, due, attempt, fault=failed.fault))
