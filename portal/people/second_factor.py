"""Staff sign in with a second factor (docs/operating.md, Safety)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def required_of_staff(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Without a passkey or an authenticator app the back office stays shut, and the way to get one is shown.

    The demonstration leaves it off (`STAFF_SECOND_FACTOR`), so that a newcomer can look around.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        guarded = settings.STAFF_SECOND_FACTOR and request.path.startswith("/office/")
        if guarded and request.user.is_authenticated and not is_mfa_enabled(request.user):
            messages.warning(
                request,
                _("The back office needs a second step at sign-in. Please add a passkey or an authenticator app."),
            )
            return redirect("mfa_index")
        return get_response(request)

    return middleware
