"""The optional challenge before a checkout: the donor confirms the e-mail address by a one-time code (money.md 21).

No third party and no script: a stolen card's tester has to read a mailbox for each try. The setting CHECKOUT_CHALLENGE says
when: "always", "half_open" (for a while after the breaker has closed again), or "never". What is asked lives in the
visitor's session, the code only as its hash.
"""

import hashlib
import hmac
import secrets
import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from . import limits

CODE_LASTS: Final = 15 * 60  # seconds
TRIES: Final = 5
_ASKED, _CONFIRMED = "checkout_challenge", "checkout_confirmed"


def is_due(request: HttpRequest, email: str) -> bool:
    """Whether this visitor must confirm `email` before the next checkout. Who is signed in with it has done so."""
    wanted = settings.CHECKOUT_CHALLENGE
    if wanted == "never" or (wanted == "half_open" and not limits.is_half_open()):
        return False
    email = _folded(email)
    if request.user.is_authenticated and _folded(request.user.email) == email:
        return False
    return email not in request.session.get(_CONFIRMED, [])


def ask(request: HttpRequest, email: str) -> str:
    """A fresh code of six digits for `email`, to be sent there; an older one is void. Raises TooManyCheckouts."""
    limits.count_challenge(email)
    code = f"{secrets.randbelow(1_000_000):06d}"
    request.session[_ASKED] = {
        "email": _folded(email),
        "code": _hash(code),
        "until": int(time.time()) + CODE_LASTS,
        "tries": TRIES,
    }
    return code


def is_asked(request: HttpRequest, email: str) -> bool:
    """Whether a code that still counts is on its way to `email`."""
    asked = request.session.get(_ASKED) or {}
    return bool(asked) and asked["email"] == _folded(email) and asked["until"] > time.time() and asked["tries"] > 0


def confirm(request: HttpRequest, email: str, typed: str) -> bool:
    """Whether `typed` is the code that was sent; after TRIES wrong ones no code is right any more."""
    if not is_asked(request, email):
        return False
    asked = dict(request.session[_ASKED])
    if hmac.compare_digest(asked["code"], _hash(typed)):
        del request.session[_ASKED]
        request.session[_CONFIRMED] = [*request.session.get(_CONFIRMED, [])[-9:], _folded(email)]
        return True
    request.session[_ASKED] = asked | {"tries": asked["tries"] - 1}
    return False


def tries_left(request: HttpRequest) -> int:
    return int((request.session.get(_ASKED) or {}).get("tries", 0))


def _folded(email: str) -> str:
    return email.strip().casefold()


def _hash(code: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}{code}".encode()).hexdigest()
