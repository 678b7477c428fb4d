"""The payer presses the button on a checkout page."""

from dataclasses import dataclass

from portal.payments.sandbox.cards import Card, Decline
from portal.payments.sandbox.errors import no_such
from portal.payments.sandbox.flows import disputes, plans
from portal.payments.sandbox.flows.funds import take, turn_down
from portal.payments.sandbox.objects.billing import customer
from portal.payments.sandbox.objects.checkout import customer_details
from portal.payments.sandbox.objects.payments import (
    Payer,
    card_method,
    card_of,
    konbini_method,
    payment_intent,
)
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

PROOF_FAILED = "payment_intent_authentication_failure"


@dataclass(frozen=True)
class Outcome:
    """Paid where both are None; otherwise declined, or 3-D Secure must come first."""

    decline: Decline | None = None
    proof: Tree | None = None


def pay_by_card(world: World, session: Tree, card: Card, payer: Payer) -> Outcome:
    """The session must be open; the caller holds the world, so two presses pay once."""
    intent = _begin(world, session, payer)
    method = card_method(world, card, payer, session["customer"])
    if card.test.decline:
        turn_down(world, intent, method, card.test.decline)
        return Outcome(decline=card.test.decline)
    world.change(intent, payment_method=method["id"])
    if card.test.secure:
        return Outcome(proof=_ask_for_proof(world, session, intent))
    _finish(world, session, intent, method)
    return Outcome()


def prove(world: World, session: Tree, *, succeeded: bool) -> None:
    """The answer of 3-D Secure, for the session's intent that requires action."""
    intent = world.get(world.notes(session)["intent"])
    method = world.get(intent["payment_method"])
    if succeeded:
        _finish(world, session, intent, method)
        return
    world.change(
        intent,
        last_payment_error={
            "code": PROOF_FAILED,
            "doc_url": "https://docs.stripe.com/error-codes#payment-intent-authentication-failure",
            "message": "The provided payment method has failed authentication.",
            "payment_method": dict(method),
            "type": "invalid_request_error",
        },
        next_action=None,
        payment_method=None,
        status="requires_payment_method",
    )
    world.emit("payment_intent.payment_failed", intent)


def begin_konbini(world: World, session: Tree, payer: Payer) -> Tree:
    """The intent with its konbini payment method; the voucher comes next."""
    intent = _begin(world, session, payer)
    method = konbini_method(world, payer, session["customer"])
    return world.change(intent, payment_method=method["id"])


def complete(world: World, session: Tree, payer: Payer, payment_status: str) -> None:
    world.change(
        session,
        customer_details=customer_details(payer.email, payer.name),
        payment_status=payment_status,
        status="complete",
        url=None,
    )


def session_of(world: World, intent: Tree) -> Tree:
    """The checkout session that an intent belongs to. Raises ApiError for a renewal's, which has none."""
    session = world.look(world.notes(intent).get("session"))
    if session is None:
        raise no_such("checkout.session", intent["id"], "payment_intent")
    return session


def _begin(world: World, session: Tree, payer: Payer) -> Tree:
    """Customer and intent, made at the first press and used again at the next."""
    notes = world.notes(session)
    if notes["intent"]:
        return world.get(notes["intent"])
    monthly = session["mode"] == "subscription"
    if not session["customer"] and session["customer_creation"] == "always":
        made = customer(world, email=payer.email, name=payer.name)
        world.change(session, customer=made["id"])
        world.emit("customer.created", made)
    data = notes["intent_data"]
    intent = payment_intent(
        world,
        amount=session["amount_total"],
        types=session["payment_method_types"],
        customer=session["customer"],
        description="Subscription creation" if monthly else data["description"],
        metadata=dict(data["metadata"]),
        receipt_email=data["receipt_email"],
        setup_future_usage="off_session" if monthly else data["setup_future_usage"],
    )
    world.remember(intent, session=session["id"])
    world.remember(session, intent=intent["id"])
    if not monthly:
        world.change(session, payment_intent=intent["id"])
    world.emit("payment_intent.created", intent)
    return intent


def _ask_for_proof(world: World, session: Tree, intent: Tree) -> Tree:
    redirect = {
        "return_url": session["success_url"],
        "url": f"{world.base_url}/3ds/{session['id']}",
    }
    world.change(
        intent,
        next_action={"type": "redirect_to_url", "redirect_to_url": redirect},
        status="requires_action",
    )
    world.emit("payment_intent.requires_action", intent)
    return intent


def _finish(world: World, session: Tree, intent: Tree, method: Tree) -> None:
    charge = take(world, intent, method)
    details = method["billing_details"]
    complete(world, session, Payer(details["name"], details["email"]), "paid")
    if session["mode"] == "subscription":
        plans.start(world, session, intent, method)
    world.emit("checkout.session.completed", session)
    if card_of(world, method).test.disputed:
        disputes.open_dispute(world, charge, amount=charge["amount"], reason="fraudulent")
