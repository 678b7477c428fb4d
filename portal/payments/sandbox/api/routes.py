"""Which call does what."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.payments.sandbox.api import updates
from portal.payments.sandbox.api.expand import line_items
from portal.payments.sandbox.api.lists import listing
from portal.payments.sandbox.errors import ApiError, no_such
from portal.payments.sandbox.flows import disputes, plans, refunds
from portal.payments.sandbox.flows.open_session import expire_session, open_session
from portal.payments.sandbox.objects import billing
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree, page_of
from portal.payments.sandbox.world import World


@dataclass(frozen=True)
class Call:
    """One call: its parameters, the id in its path, and the path itself."""

    world: World
    params: Params
    path: str
    id: str = ""

    def named(self, kind: str) -> Tree:
        return self.world.find(kind, self.id, "session" if kind == "checkout.session" else "id")


Handler = Callable[[Call], Tree]

COLLECTIONS = {
    "balance_transactions": "balance_transaction",
    "charges": "charge",
    "checkout/sessions": "checkout.session",
    "customers": "customer",
    "disputes": "dispute",
    "events": "event",
    "invoice_payments": "invoice_payment",
    "invoices": "invoice",
    "payment_intents": "payment_intent",
    "payouts": "payout",
    "refunds": "refund",
    "subscriptions": "subscription",
}
ONE_BY_ONE = {"payment_methods": "payment_method", "prices": "price", "products": "product"}


def answer(world: World, method: str, path: str, params: Params) -> Tree:
    """Raises ApiError with status 404 for an address that the sandbox does not speak for."""
    for verb, pattern, handler in ROUTES:
        match = pattern.fullmatch(path)
        if verb == method and match:
            return handler(Call(world, params, path, match.groupdict().get("id", "")))
    raise ApiError(f"Unrecognized request URL ({method}: {path}).", status=404)


def _retrieve(kind: str) -> Handler:
    def handler(call: Call) -> Tree:
        call.params.refuse_rest()
        return call.named(kind)

    return handler


def _list(kind: str) -> Handler:
    return lambda call: listing(call.world, kind, call.params, call.path)


def _create_customer(call: Call) -> Tree:
    params = call.params
    facts = updates.customer_facts(params)
    metadata, locales = params.metadata(), params.texts("preferred_locales")
    params.refuse_rest()
    body = billing.customer(call.world, **facts, metadata=metadata, preferred_locales=locales)
    call.world.emit("customer.created", body)
    return body


def _expire_session(call: Call) -> Tree:
    call.params.refuse_rest()
    return expire_session(call.world, call.named("checkout.session"))


def _line_items(call: Call) -> Tree:
    limit = call.params.integer("limit") or 10
    call.params.text("starting_after")
    call.params.refuse_rest()
    rows, url = line_items(call.world, call.named("checkout.session"))
    return page_of(rows[:limit], url, has_more=len(rows) > limit)


def _cancel_subscription(call: Call) -> Tree:
    params = call.params
    details = params.group("cancellation_details")
    comment = details.text("comment")
    params.refuse_rest()
    body = call.named("subscription")
    if body["status"] == "canceled":
        raise no_such("subscription", call.id)
    body["cancellation_details"]["comment"] = comment
    return plans.end(call.world, body)


def _create_portal(call: Call) -> Tree:
    params = call.params
    customer = call.world.find("customer", params.required("customer"), "customer")
    return_url, locale = params.text("return_url"), params.choice("locale", ("auto", "ja", "en"))
    params.refuse_rest()
    return billing.portal_session(call.world, customer=customer["id"], return_url=return_url, locale=locale)


def _update_dispute(call: Call) -> Tree:
    group, metadata = call.params.group("evidence"), call.params.metadata()
    evidence = {name: group.text(name) for name in list(group.names())}
    call.params.flag("submit")
    call.params.refuse_rest()
    body = call.named("dispute")
    unknown = set(evidence) - set(body["evidence"])
    if unknown:
        at = group.at(min(unknown))
        raise ApiError(f"Received unknown parameter: {at}", param=at, code="parameter_unknown")
    body["metadata"].update(metadata)
    return disputes.submit_evidence(call.world, body, evidence)


def _close_dispute(call: Call) -> Tree:
    call.params.refuse_rest()
    return disputes.close(call.world, call.named("dispute"), won=False)


def _update(kind: str) -> Handler:
    return lambda call: updates.update(call.world, call.named(kind), call.params)


def _cancel_intent(call: Call) -> Tree:
    return updates.cancel_intent(call.world, call.named("payment_intent"), call.params)


def _refund(call: Call) -> Tree:
    return refunds.refund(call.world, call.params)


def _open_session(call: Call) -> Tree:
    return open_session(call.world, call.params)


def _route(method: str, path: str, handler: Handler) -> tuple[str, re.Pattern[str], Handler]:
    return method, re.compile("/v1/" + path.replace("{id}", "(?P<id>[^/]+)")), handler


ROUTES = [
    *(_route("GET", name, _list(kind)) for name, kind in COLLECTIONS.items()),
    *(_route("GET", f"{name}/{{id}}", _retrieve(kind)) for name, kind in (COLLECTIONS | ONE_BY_ONE).items()),
    *(_route("POST", f"{name}/{{id}}", _update(COLLECTIONS[name])) for name in updates.COLLECTIONS),
    _route("POST", "checkout/sessions", _open_session),
    _route("POST", "checkout/sessions/{id}/expire", _expire_session),
    _route("GET", "checkout/sessions/{id}/line_items", _line_items),
    _route("POST", "payment_intents/{id}/cancel", _cancel_intent),
    _route("POST", "refunds", _refund),
    _route("POST", "customers", _create_customer),
    _route("DELETE", "subscriptions/{id}", _cancel_subscription),
    _route("POST", "billing_portal/sessions", _create_portal),
    _route("POST", "disputes/{id}", _update_dispute),
    _route("POST", "disputes/{id}/close", _close_dispute),
]
