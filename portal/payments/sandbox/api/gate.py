"""The door of the API: keys, versions, idempotency, faults, errors."""

import hashlib
import secrets
from dataclasses import dataclass

from portal.payments.sandbox.api.expand import shown
from portal.payments.sandbox.api.routes import answer
from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.params import Params, decode_form
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import API_VERSION, World

KEEP_REPLIES = 86400  # seconds that Stripe remembers an idempotency key, at least
TEST_KEYS = ("sk_test_", "rk_test_")


@dataclass(frozen=True)
class Request:
    """One HTTP request to the API, as it came in."""

    method: str
    path: str
    query: str
    body: str
    authorization: str
    version: str
    idempotency_key: str

    @property
    def fingerprint(self) -> str:
        parts = "\n".join((self.method, self.path, self.query, self.body))
        return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True)
class Reply:
    status: int
    body: Tree
    headers: dict[str, str]


def handle(world: World, request: Request) -> Reply:
    """Answer one API call; every refusal becomes Stripe's error object."""
    request_id = "req_" + secrets.token_hex(7)
    headers = {"Request-Id": request_id, "Stripe-Version": API_VERSION}
    key = request.idempotency_key if request.method == "POST" else ""
    if key:
        headers["Idempotency-Key"] = key
    try:
        _check_caller(request)
        with world.work():
            world.cause = {"id": request_id, "idempotency_key": key or None}
            try:
                status, body, replayed = _once(world, request, key)
            finally:
                world.cause = {"id": None, "idempotency_key": None}
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return Reply(status, body, headers)
    except ApiError as refusal:
        return Reply(refusal.status, refusal.body(request_id), headers)


def _check_caller(request: Request) -> None:
    key = request.authorization.removeprefix("Bearer ")
    if not key.startswith(TEST_KEYS):
        shown_key = key[:8] + "*" * 6 if key else "(none)"
        raise ApiError(
            f"Invalid API Key provided: {shown_key}. The sandbox takes test keys only (sk_test_… or rk_test_…).",
            status=401,
        )
    if request.version not in ("", API_VERSION):
        raise ApiError(f"Invalid Stripe API version: {request.version}. The sandbox speaks {API_VERSION}.")


def _once(world: World, request: Request, key: str) -> tuple[int, Tree, bool]:
    """Do the call, or give the answer that the same idempotency key got before."""
    scope = hashlib.sha256(request.authorization.encode()).hexdigest()[:16] + key
    if key:
        earlier = world.store.reply(scope, world.now() - KEEP_REPLIES)
        if earlier:
            fingerprint, status, body = earlier
            _must_match(fingerprint, request)
            return status, body, True
    fault = world.faults.for_request(request.path)
    if fault and not fault.after:
        raise _broken()
    body = _call(world, request)
    if key:
        world.store.save_reply(scope, request.fingerprint, 200, body, world.now())
    if fault:
        raise _broken()
    return 200, body, False


def _call(world: World, request: Request) -> Tree:
    """Refusals are not kept under the idempotency key: nothing has been done."""
    tree = {**decode_form(request.query), **decode_form(request.body)}
    params = Params(tree)
    expand = params.texts("expand")
    result = answer(world, request.method, request.path, params)
    return shown(world, result, expand)


def _must_match(fingerprint: str, request: Request) -> None:
    if fingerprint != request.fingerprint:
        raise ApiError(
            "Keys for idempotent requests can only be used with the same parameters they were "
            "first used with. Try using a key other than "
            f"'{request.idempotency_key}' if you meant to execute a different request.",
            type="idempotency_error",
        )


def _broken() -> ApiError:
    return ApiError("An unexpected error occurred, as the sandbox was asked to.", status=500, type="api_error")
