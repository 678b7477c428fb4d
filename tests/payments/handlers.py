"""A domain that only notes what it hears; named in PAYMENT_HANDLERS by the fixtures."""

from portal.payments.models import Payment, RecurringPlan, Refund

heard: list[tuple[str, str]] = []
refunds: list[tuple[str, str, bool]] = []
plans: list[tuple[str, str, str]] = []
quiet: list[bool] = []
broken: list[Exception] = []


def note(payment: Payment) -> None:
    """Remember the payment and its state; raise what a test put into `broken`."""
    if broken:
        raise broken[0]
    heard.append((str(payment.pk), payment.state))
    quiet.append(payment.quiet)


def states_heard(payment: Payment) -> list[str]:
    return [state for pk, state in heard if pk == str(payment.pk)]


def note_refund(refund: Refund) -> None:
    """Remember the refund, its status, and whether mail was unwanted."""
    refunds.append((str(refund.pk), refund.status, refund.payment.quiet))


def note_plan(plan: RecurringPlan) -> None:
    """Remember the plan, its status, and the invoice that failed."""
    plans.append((str(plan.pk), plan.status, plan.failing_invoice))
