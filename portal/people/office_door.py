"""Who may enter the back office, and with what (docs/operating.md, Safety)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def office_door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Staff enter with a second factor; who signed in and is not staff is told so.

    Wagtail would send the latter to sign in, and the sign-in page back again, for ever. The demonstration leaves
    the second factor off (`STAFF_SECOND_FACTOR`), so that a newcomer can look around.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/office/") and request.user.is_authenticated:
            if not request.user.has_perm("wagtailadmin.access_admin"):
                raise PermissionDenied
            if settings.STAFF_SECOND_FACTOR and not is_mfa_enabled(request.user):
                messages.warning(
                    request,
                    _("The back office needs a second step at sign-in. Please add a passkey or an authenticator app."),
                )
                return redirect("mfa_index")
        return get_response(request)

    return middleware
