"""The WSGI application: the API, the control surface and the hosted pages behind one door."""

import json
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from portal.payments.sandbox.api.gate import Request, handle
from portal.payments.sandbox.control import control
from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.hosted.pages import show
from portal.payments.sandbox.hosted.visit import Visit
from portal.payments.sandbox.params import Params, decode_form
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

LARGEST_BODY = 1_000_000  # bytes
_HERE = Path(__file__).parent / "hosted"
ASSETS = {
    "/style.css": ("text/css; charset=utf-8", _HERE / "style.css"),
    "/mark.svg": ("image/svg+xml", _HERE / "mark.svg"),
}
# No form-action: browsers apply it to redirects too, and a payment ends on the merchant's site.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes
    headers: dict[str, str]


def as_json(status: int, body: Tree, headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return Response(status, text.encode(), {"Content-Type": "application/json", **(headers or {})})


class App:
    """Callable by any WSGI server; `world` keeps requests from stepping on each other."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        try:
            response = self._respond(environ)
        except Exception:  # noqa: BLE001 - the last resort of a server: say so, and go on serving
            traceback.print_exc()
            error = ApiError("The sandbox has a bug; see its output.", status=500, type="api_error")
            response = as_json(500, error.body("req_none"))
        phrase = HTTPStatus(response.status).phrase
        headers = {**response.headers, "Content-Length": str(len(response.body))}
        start(f"{response.status} {phrase}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def _respond(self, environ: WSGIEnvironment) -> Response:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > LARGEST_BODY:
            return as_json(413, ApiError("Request too large.", status=413).body("req_none"))
        body = environ["wsgi.input"].read(length).decode("utf-8", "replace")
        if path.startswith("/v1/"):
            return self._api(environ, path, method, body)
        if environ.get("HTTP_SEC_FETCH_SITE") == "cross-site" and method == "POST":
            refusal = ApiError("Press this button on the sandbox's own page.", status=403)
            return as_json(403, refusal.body("req_none"))
        if path.startswith("/_sandbox/") and path != "/_sandbox/":
            return self._control(environ, path, method, body)
        return self._page(environ, path, method, body)

    def _api(self, environ: WSGIEnvironment, path: str, method: str, body: str) -> Response:
        reply = handle(
            self.world,
            Request(
                method=method,
                path=path,
                query=environ.get("QUERY_STRING", ""),
                body=body,
                authorization=environ.get("HTTP_AUTHORIZATION", ""),
                version=environ.get("HTTP_STRIPE_VERSION", ""),
                idempotency_key=environ.get("HTTP_IDEMPOTENCY_KEY", ""),
            ),
        )
        return as_json(reply.status, reply.body, reply.headers)

    def _control(self, environ: WSGIEnvironment, path: str, method: str, body: str) -> Response:
        try:
            query = decode_form(environ.get("QUERY_STRING", ""))
            given = json.loads(body or "{}") if _is_json(environ) else decode_form(body)
            params = Params({**query, **_as_text(given)})
            with self.world.work():
                return as_json(200, control(self.world, method, path, params))
        except json.JSONDecodeError as error:
            return as_json(400, ApiError(f"This is not JSON: {error}.").body("req_none"))
        except ApiError as refusal:
            return as_json(refusal.status, refusal.body("req_none"))

    def _page(self, environ: WSGIEnvironment, path: str, method: str, body: str) -> Response:
        if path in ASSETS:
            kind, file = ASSETS[path]
            return Response(200, file.read_bytes(), {"Content-Type": kind, "Cache-Control": "no-cache"})
        if path == "/":
            return Response(302, b"", {"Location": "/_sandbox/"})
        visit = Visit(
            self.world,
            pressed=method == "POST",
            accept_language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            query=decode_form(environ.get("QUERY_STRING", "")),
            form=decode_form(body) if method == "POST" else {},
        )
        with self.world.work():
            answer = show(visit, path)
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }
        if answer.location:
            headers["Location"] = answer.location
        return Response(answer.status, answer.html.encode(), headers)


def _is_json(environ: WSGIEnvironment) -> bool:
    return str(environ.get("CONTENT_TYPE", "")).startswith("application/json")


def _as_text(given: object) -> Tree:
    """JSON numbers and booleans as the form would write them, so that both ways read the same."""
    if not isinstance(given, dict):
        raise ApiError("Send a JSON object.")
    return {name: _plain(value) for name, value in given.items() if value is not None}


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, (bool, int, float)) else value
