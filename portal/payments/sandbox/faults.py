"""Faults that a developer or a test asks for; each is used up by what it hits."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from portal.payments.sandbox.tree import Tree

EVENT_FAULTS = ("duplicate", "delay", "drop", "reorder", "bad_signature")
KINDS = (*EVENT_FAULTS, "api_500", "late_balance")


@dataclass
class Fault:
    """One kind of trouble.

    `type` limits event faults to that event type; `path` limits api_500 to addresses that start so;
    `seconds` is how long "delay" and "late_balance" wait; `times` how often it strikes; `after` lets api_500 do the
    work first and lose only the answer.
    """

    kind: str
    type: str | None = None
    path: str | None = None
    seconds: float = 2.0
    times: int = 1
    after: bool = False


class Faults:
    """The faults still waiting to strike, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def listing(self) -> list[Tree]:
        return [asdict(fault) for fault in self._waiting]

    def for_event(self, event_type: str) -> Fault | None:
        return self._take(f for f in self._waiting if f.kind in EVENT_FAULTS and f.type in (None, event_type))

    def for_request(self, path: str) -> Fault | None:
        return self._take(f for f in self._waiting if f.kind == "api_500" and path.startswith(f.path or ""))

    def for_balance(self) -> Fault | None:
        return self._take(f for f in self._waiting if f.kind == "late_balance")

    def _take(self, candidates: Iterable[Fault]) -> Fault | None:
        fault = next(iter(candidates), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault
