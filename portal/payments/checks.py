"""Refuses to start where money could be taken wrongly or nobody would hear of it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from . import gateway
from .actions.steps import handler_of, mail_handler_of, plan_handler_of, refund_handler_of
from .errors import UnknownPurpose

PRODUCTION = "portal.settings.prod"


@register
def handlers_exist(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every purpose has a handler that can be imported and called."""
    found: list[CheckMessage] = []
    for purpose, path in settings.PAYMENT_HANDLERS.items():
        try:
            handler = handler_of(purpose)
        except ImportError as error:
            found.append(Error(f"PAYMENT_HANDLERS[{purpose!r}] cannot be imported: {error}", id="payments.E001"))
            continue
        if not callable(handler):
            found.append(Error(f"PAYMENT_HANDLERS[{purpose!r}] = {path!r} is not a function", id="payments.E001"))
    return found


@register
def refund_handlers_exist(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whoever takes money hears when it goes back."""
    found: list[CheckMessage] = []
    for purpose in settings.PAYMENT_HANDLERS:
        try:
            refund_handler_of(purpose)
        except (ImportError, UnknownPurpose) as error:
            found.append(Error(f"REFUND_HANDLERS[{purpose!r}] cannot be imported: {error}", id="payments.E005"))
    return found


@register
def mail_handlers_exist(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Staff can have the mail of every payment written once more."""
    found: list[CheckMessage] = []
    for purpose in settings.PAYMENT_HANDLERS:
        try:
            mail_handler_of(purpose)
        except (ImportError, UnknownPurpose) as error:
            found.append(Error(f"MAIL_HANDLERS[{purpose!r}] cannot be imported: {error}", id="payments.E007"))
    return found


@register
def plan_handlers_exist(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whoever takes money every month hears when it fails or ends."""
    found: list[CheckMessage] = []
    for purpose, path in settings.PLAN_HANDLERS.items():
        try:
            plan_handler_of(purpose)
        except ImportError as error:
            found.append(
                Error(f"PLAN_HANDLERS[{purpose!r}] = {path!r} cannot be imported: {error}", id="payments.E006")
            )
    return found


@register
def ledger_handlers_exist(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whoever is to follow the ledger, and to look after those lines, can be imported."""
    found: list[CheckMessage] = []
    for purpose, path in settings.LEDGER_HANDLERS.items():
        try:
            import_string(path)
        except ImportError as error:
            found.append(Error(f"LEDGER_HANDLERS[{purpose!r}] cannot be imported: {error}", id="payments.E007"))
    for path in settings.LEDGER_AUDITS:
        try:
            import_string(path)
        except ImportError as error:
            found.append(Error(f"LEDGER_AUDITS: {path!r} cannot be imported: {error}", id="payments.E008"))
    return found


@register
def sandbox_stays_out_of_production(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """STRIPE_API_BASE leads to the sandbox, which must never see a live key."""
    if not settings.STRIPE_API_BASE:
        return []
    found: list[CheckMessage] = []
    if gateway.livemode():
        found.append(Error("STRIPE_API_BASE is set together with a live key of Stripe", id="payments.E002"))
    if settings.SETTINGS_MODULE == PRODUCTION:
        found.append(Error("STRIPE_API_BASE is set in production settings", id="payments.E003"))
    return found


@register
def version_is_the_one_of_the_sdk(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The SDK and the pinned API version go together (money.md 19)."""
    if settings.STRIPE_API_VERSION == gateway.SDK_VERSION:
        return []
    hint = f"The SDK was made for {gateway.SDK_VERSION}."
    return [Error("STRIPE_API_VERSION is not the version of the SDK", hint=hint, id="payments.E004")]
