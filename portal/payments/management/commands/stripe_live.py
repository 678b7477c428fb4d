"""`manage.py stripe_live`: the gateway against Stripe itself, with a maintainer's own TEST key; nothing of it is automatic.

It writes nothing into the database, and asks Stripe only for what the product asks too. See docs/operating.md.
"""

import datetime as dt
import uuid
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.payments import gateway, listing
from portal.payments.errors import NotAtProvider

TEST_KEYS = ("sk_test_", "rk_test_")
AMOUNT_JPY, BACK_JPY = 500, 100
Step = tuple[str, Callable[[], object]]


class Command(BaseCommand):
    help = "Try the gateway against Stripe's test mode. Needs STRIPE_API_KEY=sk_test_… and an empty STRIPE_API_BASE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pay", action="store_true", help="also wait for you to pay, and refund a part")
        parser.add_argument("--sandbox", action="store_true", help="allow STRIPE_API_BASE: a rehearsal without Stripe")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STRIPE_API_KEY.startswith(TEST_KEYS):
            raise CommandError("Only a test key (sk_test_… or rk_test_…) is taken here; this one is not.")
        if settings.STRIPE_API_BASE and not options["sandbox"]:
            raise CommandError("STRIPE_API_BASE leads to the sandbox. Unset it, or rehearse with --sandbox.")
        for name, step in self._steps(pay=options["pay"]):
            self.stdout.write(f"{name} … ", ending="")
            self.stdout.flush()
            self.stdout.write(str(step() or "ok"))
        self.stdout.write(self.style.SUCCESS("Stripe answers as the gateway reads it."))

    def _steps(self, *, pay: bool) -> Iterator[Step]:
        since = timezone.now() - dt.timedelta(days=35)
        yield "a checkout for card and konbini", lambda: self._open_and_read(monthly=False)
        yield "the same wish again is the same checkout", self._twice
        yield "a monthly checkout", lambda: self._open_and_read(monthly=True)
        yield "an id that nobody has", self._nobody
        for thing in (listing.charges, listing.refunds, listing.disputes, listing.payouts):
            yield f"the list of {thing.__name__}", lambda thing=thing: f"{len(list(thing(since)))} of 35 days"  # type: ignore[misc]
        yield "the entries of a payout", lambda: self._entries(since)
        if pay:
            yield "a payment by hand, and a refund of a part of it", self._pay_and_refund

    def _wish(self, *, monthly: bool = False) -> gateway.CheckoutWish:
        return gateway.CheckoutWish(
            payment_id=uuid.uuid4(),
            purpose="donation",
            reference=uuid.uuid4(),
            amount_jpy=AMOUNT_JPY,
            description="Trial run",
            language="en",
            payer_email="trial@example.org",
            methods=("card",) if monthly else ("card", "konbini"),
            success_url="https://example.org/thanks?session_id={CHECKOUT_SESSION_ID}",
            cancel_url="https://example.org/back",
            expires_at=timezone.now() + dt.timedelta(hours=1),
            monthly=monthly,
        )

    def _open_and_read(self, *, monthly: bool) -> None:
        wish = self._wish(monthly=monthly)
        session = gateway.create_checkout(wish)
        remote = gateway.payment_by_session(session.id)
        _must(remote.payment_id == str(wish.payment_id), "the metadata came back changed")
        _must((remote.amount_jpy, remote.currency, remote.livemode) == (AMOUNT_JPY, "jpy", False), f"read {remote}")
        _must((remote.session_status, remote.payment_status) == ("open", "unpaid"), f"read {remote}")

    def _twice(self) -> None:
        wish = self._wish()
        _must(gateway.create_checkout(wish).id == gateway.create_checkout(wish).id, "two checkouts for one wish")

    def _nobody(self) -> None:
        try:
            gateway.payment_by_session("cs_test_nobody")
        except NotAtProvider:
            return
        raise CommandError("Stripe knows a checkout that nobody made.")

    def _entries(self, since: dt.datetime) -> str:
        payout = next((payout for payout in listing.payouts(since) if payout.listed), None)
        if payout is None:
            return "no payout to look at"
        total = sum(line.net_jpy for line in listing.payout_lines(payout.id))
        _must(total == payout.amount_jpy, f"{payout.id}: {total} is not {payout.amount_jpy}")
        return "they add up"

    def _pay_and_refund(self) -> str:
        wish = self._wish()
        session = gateway.create_checkout(wish)
        input(f"\n  Open {session.url}\n  pay with 4242 4242 4242 4242, then press Enter here ")
        remote = gateway.payment_by_session(session.id)
        _must(remote.payment_status == "paid" and remote.charge is not None, f"not paid: {remote}")
        refund = uuid.uuid4()
        gateway.create_refund(refund, payment_id=wish.payment_id, intent=remote.intent, amount_jpy=BACK_JPY)
        again = gateway.payment_by_session(session.id)
        refunds = again.charge.refunds if again.charge else ()
        _must([r.our_id for r in refunds] == [str(refund)], f"read {again}")
        return f"paid ¥{AMOUNT_JPY}, sent back ¥{BACK_JPY}: {refunds[0].status}"


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise CommandError(otherwise)
