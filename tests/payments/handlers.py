"""A domain that only notes what it hears; named in PAYMENT_HANDLERS by the fixtures."""

from portal.payments.models import Payment

heard: list[tuple[str, str]] = []
broken: list[Exception] = []


def note(payment: Payment) -> None:
    """Remember the payment and its state; raise what a test put into `broken`."""
    if broken:
        raise broken[0]
    heard.append((str(payment.pk), payment.state))


def states_heard(payment: Payment) -> list[str]:
    return [state for pk, state in heard if pk == str(payment.pk)]
