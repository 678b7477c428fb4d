"""What can go wrong with money."""

from portal.people.errors import Refused


class PaymentProviderDown(Refused):
    """Stripe did not answer, or not with what we need; nothing was charged, and trying again is safe."""


class AlreadyPaid(Refused):
    """This payment has been made; another checkout would take the money twice."""


class CheckoutOver(Refused):
    """This attempt has ended (failed, expired or canceled); a new one is needed."""


class UnknownPurpose(Exception):
    """No handler is named for this purpose in PAYMENT_HANDLERS."""


class NotAtProvider(Exception):
    """Stripe has no such object."""


class BadSignature(Exception):
    """A webhook that Stripe did not sign, or that nobody can verify because no secret is set."""


class IncompleteFacts(Exception):
    """Stripe calls it paid but shows no charge yet: try again later rather than guess."""


class PaymentNotHere(Exception):
    """Stripe names a payment of ours that is not in this database (yet)."""


class ForeignSession(Exception):
    """A second checkout session claims a payment that has one already."""


class NoPortal(Refused):
    """The provider has no page for this plan's payer."""


class PlanNotRunning(Refused):
    """A plan that has ended, or that the provider does not know, cannot be ended."""


class NotRefundable(Refused):
    """This much of this payment cannot be sent back."""


class RefundRejected(Exception):
    """Stripe refuses a refund for good; its words are for staff."""


class NothingToWrite(Refused):
    """A payment in a state of which nobody is written to."""


class BodyGone(Refused):
    """A webhook whose body was deleted after its time of keeping."""


class TooManyCheckouts(Refused):
    """More checkouts from one address, for one e-mail address or in one session than a person needs."""


class TooOften(Refused):
    """The way to the provider's page was taken more often than a person needs."""


class CardsPaused(Refused):
    """The breaker is open: most cards of the last minutes were declined."""
