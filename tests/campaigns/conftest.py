"""The payment provider, played in this process; the outbox by the kind of mail."""

import pytest

from portal.mail.models import OutgoingMail
from tests.payments.conftest import sandbox, stripe_side

__all__ = ["mailbox", "sandbox", "stripe_side"]


@pytest.fixture
def mailbox():
    """The one mail of a kind that was written; `mailbox("gift_received")`."""

    def one(kind: str) -> OutgoingMail:
        return OutgoingMail.objects.get(key__startswith=f"{kind}:")

    return one
