"""What falls due by itself as the sandbox's clock runs or is moved."""

from collections.abc import Callable, Iterator

from portal.payments.sandbox.flows.funds import book_late
from portal.payments.sandbox.flows.konbini import expire_voucher, voucher_of
from portal.payments.sandbox.flows.open_session import expire_session
from portal.payments.sandbox.flows.payouts import arrive, next_payout, pay_out
from portal.payments.sandbox.flows.plans import collect, renew
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

_Act = Callable[[World, Tree], object]
_Due = tuple[int, Tree, _Act]


def tick(world: World) -> None:
    """Do what is due by now."""
    book_late(world)
    _do_until(world, world.now())
    _make_available(world)


def advance(world: World, seconds: int) -> int:
    """Move the clock forward, doing on the way what falls due, each at its own time. Returns now."""
    target = world.now() + seconds
    book_late(world, all_of_them=True)
    _do_until(world, target)
    world.set_clock(target)
    _make_available(world)
    return world.now()


def _do_until(world: World, target: int) -> None:
    while found := min(_due(world, target), key=lambda due: due[0], default=None):
        when, body, act = found
        world.set_clock(when)
        act(world, body)


def _due(world: World, target: int) -> Iterator[_Due]:
    for when, body, act in _appointments(world):
        if when <= target:
            yield when, body, act


def _appointments(world: World) -> Iterator[_Due]:
    for session in world.all("checkout.session"):
        if session["status"] == "open":
            yield session["expires_at"], session, expire_session
    for intent in world.all("payment_intent"):
        if voucher := voucher_of(intent):
            yield voucher["expires_at"], intent, expire_voucher
    yield from _renewals(world)
    yield from _payouts(world)


def _renewals(world: World) -> Iterator[_Due]:
    for plan in world.all("subscription"):
        if plan["status"] in ("active", "past_due"):
            yield plan["items"]["data"][0]["current_period_end"], plan, renew
            bill = world.look(plan["latest_invoice"])
            if bill and bill["status"] == "open" and bill["next_payment_attempt"]:
                yield bill["next_payment_attempt"], bill, collect


def _payouts(world: World) -> Iterator[_Due]:
    for payout in world.all("payout"):
        if payout["status"] == "in_transit":
            yield payout["arrival_date"], payout, arrive
    if leaves := next_payout(world):
        yield leaves, {}, lambda world, _nothing: pay_out(world, leaves)


def _make_available(world: World) -> None:
    now = world.now()
    for entry in world.all("balance_transaction"):
        if entry["status"] == "pending" and entry["available_on"] <= now:
            world.change(entry, status="available")
