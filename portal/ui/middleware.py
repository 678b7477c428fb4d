"""What every request gets: an id for its log lines, and the policy of its area."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="-")


def request_id(get_response: Handler) -> Handler:
    """Take a well-formed X-Request-ID from the proxy, or make one; logs and the response carry it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = current_request_id.set(given if re.fullmatch(r"[\w-]{8,64}", given) else uuid.uuid4().hex)
        try:
            response = get_response(request)
            response["X-Request-ID"] = current_request_id.get()
            return response
        finally:
            current_request_id.reset(token)

    return middleware


def content_security_policy_by_area(get_response: Handler) -> Handler:
    """Wagtail's editor needs inline scripts; only the back office gets a policy that allows them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/office/"):
            response._csp_update = settings.OFFICE_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

    return middleware
