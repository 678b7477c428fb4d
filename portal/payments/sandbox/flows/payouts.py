"""Payouts (https://docs.stripe.com/payouts): on Fridays, what is available goes to the organisation's bank."""

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.objects.payments import balance_transaction
from portal.payments.sandbox.objects.payouts import payout
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

DAY = 86400
TOKYO_OFFSET = 9 * 3600
FIRST_FRIDAY = DAY - TOKYO_OFFSET  # midnight in Tokyo, Friday 2 January 1970, in seconds since then
ON_THE_WAY = 4 * DAY  # to Tuesday: banks do not book at weekends


def next_payout(world: World) -> int | None:
    """When the next payout leaves, in seconds since 1970; None while there is nothing to pay out.

    Where refunds ate more than came in, the rest waits for a week in which something is left.
    """
    total = 0
    for day in sorted(groups := _waiting_by_friday(world)):
        total += sum(entry["net"] for entry in groups[day])
        if total > 0:
            return day
    return None


def pay_out(world: World, until: int | None = None) -> Tree:
    """Send everything that is available by `until` (now). Raises ApiError where nothing is."""
    now = world.now()
    lines = [entry for entry in _waiting(world) if entry["available_on"] <= (until or now)]
    amount = sum(entry["net"] for entry in lines)
    if amount <= 0:
        raise ApiError(
            f"You have insufficient funds to pay out: ¥{amount:,} is available.", code="balance_insufficient"
        )
    body = payout(world, amount=amount, arrival=_bank_day(now + ON_THE_WAY))
    own = balance_transaction(world, type="payout", category="payout", source=body["id"], amount=-amount)
    world.change(own, available_on=now, status="available")
    world.change(body, balance_transaction=own["id"])
    for entry in (*lines, own):
        world.remember(entry, payout=body["id"])
        world.change(entry, status="available")
    world.emit("payout.created", body)
    return body


def arrive(world: World, body: Tree) -> Tree:
    """The bank has booked it."""
    _must_be(body, "in_transit")
    world.change(body, status="paid", reconciliation_status="completed")
    world.emit("payout.paid", body)
    world.emit("payout.reconciliation_completed", body)
    return body


def fail(world: World, body: Tree) -> Tree:
    """The bank sends it back: the money is in the balance again, and leaves with a later payout."""
    _must_be(body, "in_transit", "paid")
    back = balance_transaction(
        world, type="payout_failure", category="payout_reversal", source=body["id"], amount=body["amount"]
    )
    world.change(back, available_on=world.now())
    world.change(
        body,
        status="failed",
        failure_balance_transaction=back["id"],
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
    )
    world.emit("payout.failed", body)
    return body


def _must_be(body: Tree, *statuses: str) -> None:
    if body["status"] not in statuses:
        raise ApiError(f"This payout is `{body['status']}`.", param="payout")


def _waiting(world: World) -> list[Tree]:
    return [entry for entry in world.all("balance_transaction") if not world.notes(entry).get("payout")]


def _waiting_by_friday(world: World) -> dict[int, list[Tree]]:
    groups: dict[int, list[Tree]] = {}
    for entry in _waiting(world):
        groups.setdefault(_friday_from(entry["available_on"]), []).append(entry)
    return groups


def _friday_from(moment: int) -> int:
    """The first midnight in Tokyo of a Friday that is not before `moment`."""
    weeks = -(-(moment - FIRST_FRIDAY) // (7 * DAY))
    return FIRST_FRIDAY + weeks * 7 * DAY


def _bank_day(moment: int) -> int:
    """Stripe writes the day of arrival as its midnight in UTC."""
    return (moment + TOKYO_OFFSET) // DAY * DAY
