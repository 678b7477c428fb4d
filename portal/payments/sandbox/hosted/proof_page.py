"""3-D Secure: the bank asks whether it is you."""

from portal.payments.sandbox.flows.pay import prove
from portal.payments.sandbox.hosted.frame import button, page
from portal.payments.sandbox.hosted.markup import tag
from portal.payments.sandbox.hosted.say import yen
from portal.payments.sandbox.hosted.visit import Answer, Visit, go, success_url
from portal.payments.sandbox.hosted.words import Words
from portal.payments.sandbox.tree import Tree


def proof(visit: Visit, identifier: str) -> Answer:
    """Show the question or take the answer; where there is no question, lead on to the checkout."""
    world = visit.world
    session = world.find("checkout.session", identifier, "session")
    intent = world.look(world.notes(session)["intent"])
    if session["status"] != "open" or intent is None or intent["status"] != "requires_action":
        return go(f"/c/pay/{session['id']}")
    if not visit.pressed:
        return Answer(_page(visit, visit.words(session["locale"]), intent))
    succeeded = visit.choice("result") == "complete"
    prove(world, session, succeeded=succeeded)
    if succeeded:
        return go(success_url(session))
    world.remember(session, proof_failed=world.notes(session)["typed"])
    return go(f"/c/pay/{session['id']}")


def _page(visit: Visit, words: Words, intent: Tree) -> str:
    card = visit.world.get(intent["payment_method"])["card"]
    amount = yen(words, intent["amount"])
    return page(
        words,
        words("proof_title"),
        tag("h1", words("proof_title")),
        tag("p", amount, class_="amount"),
        tag("p", words("proof_text", amount=amount, merchant=words("merchant"), last4=card["last4"])),
        tag(
            "form",
            tag("p", words("proof_test"), class_="quiet"),
            button(words("proof_complete"), name="result", value="complete"),
            button(words("proof_fail"), kind="plain", name="result", value="fail"),
            method="post",
            data_action="prove",
        ),
    )
