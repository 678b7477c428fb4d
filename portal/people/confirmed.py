"""What happens at once when somebody has proved that an e-mail address is theirs: other rooms are called by name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def tell_rooms(*, request: HttpRequest, email_address: Any, **_more: Any) -> None:
    """Call each of EMAIL_CONFIRMED_HANDLERS with the request and the person.

    allauth's signal brings us here: it is sent by every way of proving an address (a code at sign-up, sign-in by code, a
    new password by code, a second address), and by nothing else; the adapter's own method is called by some of them only.
    """
    for path in settings.EMAIL_CONFIRMED_HANDLERS:
        import_string(path)(request, email_address.user)
