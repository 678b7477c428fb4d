"""The control surface below /_sandbox/: what a developer or a test makes happen."""

from collections.abc import Callable

from portal.payments.sandbox.delivery import Hook
from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.faults import EVENT_FAULTS, KINDS, Fault
from portal.payments.sandbox.flows import agenda, disputes, konbini, payouts, plans, refunds
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import API_VERSION, World

Handler = Callable[[World, Params], Tree]


def control(world: World, method: str, path: str, params: Params) -> Tree:
    """Do one control call. Raises ApiError, 404 for an unknown name, 405 for the wrong method."""
    name = path.removeprefix("/_sandbox/").strip("/")
    known = {verb: handler for (verb, at), handler in CONTROLS.items() if at == name}
    if not known:
        names = ", ".join(sorted({at for _, at in CONTROLS}))
        raise ApiError(f"No such control: '{name}'. There are: {names}.", status=404)
    if method not in known:
        raise ApiError(f"Use {' or '.join(sorted(known))} for '{name}'.", status=405)
    result = known[method](world, params)
    params.refuse_rest()
    return result


def _health(world: World, params: Params) -> Tree:
    return {"status": "ok", "api_version": API_VERSION, "now": world.now(), "objects": world.counts()}


def _advance(world: World, params: Params) -> Tree:
    params.required("seconds")
    seconds = params.integer("seconds") or 0
    if seconds < 0:
        raise ApiError("The clock moves forward only.", param="seconds")
    return {"now": agenda.advance(world, seconds)}


def _intent(world: World, params: Params) -> Tree:
    """The voucher's intent, named by itself or by its checkout session."""
    session = params.text("session")
    if session:
        named = world.find("checkout.session", session, "session")["payment_intent"]
        return world.find("payment_intent", named or "", "session")
    return world.find("payment_intent", params.required("payment_intent"), "payment_intent")


def _pay_voucher(world: World, params: Params) -> Tree:
    intent = _intent(world, params)
    konbini.pay_voucher(world, intent)
    return intent


def _expire_voucher(world: World, params: Params) -> Tree:
    intent = _intent(world, params)
    konbini.expire_voucher(world, intent)
    return intent


def _refund(world: World, params: Params) -> Tree:
    return refunds.refund(world, params)


def _succeed_refund(world: World, params: Params) -> Tree:
    body = world.find("refund", params.required("refund"), "refund")
    refunds.succeed(world, body)
    return body


def _fail_refund(world: World, params: Params) -> Tree:
    body = world.find("refund", params.required("refund"), "refund")
    refunds.fail(world, body)
    return body


def _dispute(world: World, params: Params) -> Tree:
    charge = world.find("charge", params.required("charge"), "charge")
    amount, reason = params.integer("amount"), params.choice("reason", disputes.REASONS)
    whole = charge["amount"] if amount is None else amount
    return disputes.open_dispute(world, charge, amount=whole, reason=reason or "fraudulent")


def _close_dispute(world: World, params: Params) -> Tree:
    body = world.find("dispute", params.required("dispute"), "dispute")
    result = params.choice("result", ("won", "lost"))
    return disputes.close(world, body, won=result == "won")


def _pay_out(world: World, params: Params) -> Tree:
    return payouts.pay_out(world)


def _arrive(world: World, params: Params) -> Tree:
    return payouts.arrive(world, world.find("payout", params.required("payout"), "payout"))


def _fail_payout(world: World, params: Params) -> Tree:
    return payouts.fail(world, world.find("payout", params.required("payout"), "payout"))


def _renew(world: World, params: Params) -> Tree:
    plan = world.find("subscription", params.required("subscription"), "subscription")
    return plans.renew(world, plan, fail=params.flag("fail") or False)


def _collect(world: World, params: Params) -> Tree:
    bill = world.find("invoice", params.required("invoice"), "invoice")
    plans.collect(world, bill, fail=params.flag("fail") or False)
    return bill


def _deliveries(world: World, params: Params) -> Tree:
    event, state = params.text("event"), params.text("state")
    rows = [row for row in world.courier.log() if event in (None, row["event"]) and state in (None, row["state"])]
    return {"data": rows}


def _resend(world: World, params: Params) -> Tree:
    event = world.find("event", params.required("event"), "event")
    world.courier.post(event)
    return {"event": event["id"], "hooks": len(world.courier.hooks())}


def _release(world: World, params: Params) -> Tree:
    world.courier.release()
    return {"released": True}


def _add_fault(world: World, params: Params) -> Tree:
    kind = params.choice("kind", KINDS)
    if kind is None:
        raise ApiError(f"Name a kind: {', '.join(KINDS)}.", param="kind", code="parameter_missing")
    fault = Fault(
        kind=kind,
        type=params.text("type") if kind in EVENT_FAULTS else None,
        path=params.text("path") if kind == "api_500" else None,
        seconds=params.number("seconds") or 2.0,
        times=params.integer("times") or 1,
        after=params.flag("after") or False,
    )
    world.faults.add(fault)
    return _faults(world, params)


def _faults(world: World, params: Params) -> Tree:
    return {"data": world.faults.listing()}


def _clear_faults(world: World, params: Params) -> Tree:
    world.faults.clear()
    return _faults(world, params)


def _add_hook(world: World, params: Params) -> Tree:
    url, secret = params.required("url"), params.required("secret")
    try:
        hook = Hook.at(url, secret)
    except ValueError as error:
        raise ApiError(str(error), param="url") from None
    world.courier.add_hook(hook)
    return _hooks(world, params)


def _hooks(world: World, params: Params) -> Tree:
    return {"data": [{"url": hook.url} for hook in world.courier.hooks()]}


def _remove_hook(world: World, params: Params) -> Tree:
    world.courier.remove_hook(params.required("url"))
    return _hooks(world, params)


def _objects(world: World, params: Params) -> Tree:
    kind = params.text("kind")
    kinds = [kind] if kind else list(world.counts())
    return {"data": [body for name in kinds for body in world.all(name)]}


CONTROLS: dict[tuple[str, str], Handler] = {
    ("GET", "health"): _health,
    ("POST", "clock/advance"): _advance,
    ("POST", "vouchers/pay"): _pay_voucher,
    ("POST", "vouchers/expire"): _expire_voucher,
    ("POST", "refunds"): _refund,
    ("POST", "refunds/succeed"): _succeed_refund,
    ("POST", "refunds/fail"): _fail_refund,
    ("POST", "disputes"): _dispute,
    ("POST", "disputes/close"): _close_dispute,
    ("POST", "payouts"): _pay_out,
    ("POST", "payouts/arrive"): _arrive,
    ("POST", "payouts/fail"): _fail_payout,
    ("POST", "subscriptions/renew"): _renew,
    ("POST", "invoices/collect"): _collect,
    ("GET", "deliveries"): _deliveries,
    ("POST", "events/resend"): _resend,
    ("POST", "events/release"): _release,
    ("GET", "faults"): _faults,
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "hooks"): _hooks,
    ("POST", "hooks"): _add_hook,
    ("DELETE", "hooks"): _remove_hook,
    ("GET", "objects"): _objects,
}
