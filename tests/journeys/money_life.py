"""One invented life of gifts: what people, banks, tills, the post and time do to them."""

import contextlib
import json
import time
import uuid

import time_machine
from django.db import transaction

from campaigns.actions import begin_checkout, confirm_offline_gift, reassign_gift
from campaigns.models import Donation, FundraisingPage
from portal.payments import tasks
from portal.payments.actions import (
    fetch_missing_fees,
    process_event,
    receive_webhook,
    reconcile_full,
    reconcile_open,
    refund,
    resume_refunds,
    sync,
)
from portal.payments.errors import BadSignature, NotAtProvider
from portal.payments.models import Payment, WebhookEvent
from portal.payments.sandbox.cards import Card
from portal.payments.sandbox.control import control
from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.flows import agenda, konbini, pay, plans
from portal.payments.sandbox.objects.payments import Payer
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.signature import sign
from portal.people.errors import Refused
from tests.factories.campaigns import make_donation
from tests.factories.offline import make_offline
from tests.payments.in_process import Crashes, client_for, new_world
from tests.payments.sandbox.conformity import Conformity

CARDS = [
    "4242424242424242",
    "4242424242424242",
    "4000000000000002",  # declined
    "4000002760003184",  # 3-D Secure
    "4000000000000259",  # disputed at once
    "4000000000007726",  # refunds are slow
    "4000000000005126",  # refunds fail
]
HOUR = 3600
BEGIN = "2026-11-25T09:00:00+09:00"


class Life:
    """`post` holds the ids of events that are still to come; `lost` those that never will."""

    def __init__(self, *, targets, office, patch):
        self.targets, self.office = targets, office
        self.clock = time_machine.travel(BEGIN, tick=True)
        self.traveller = self.clock.start()
        self.savepoint = transaction.atomic()
        self.savepoint._from_testcase = True  # durable actions may run: for them nothing is open
        self.savepoint.__enter__()
        self.world, self.crashes, self.conformity = new_world(), Crashes(), Conformity()
        client = client_for(self.world, self.crashes, self.conformity.look)
        for place in ("gateway", "listing"):
            patch.setattr(f"portal.payments.{place}.client", lambda: client)
        self.gifts: list[uuid.UUID] = []
        self.refund_forms: list[tuple] = []
        self.post: list[str] = []
        self.lost: set[str] = set()
        self.seen = 0

    def end(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.clock.stop()

    # what there is
    def of(self, kind, test=lambda body: True):
        return [body for body in reversed(self.world.all(kind)) if test(body)]

    def known(self):
        """The sessions whose address a donor has ever seen."""
        return set(Payment.objects.exclude(stripe_session=None).values_list("stripe_session", flat=True))

    def sessions(self, status):
        return self.of("checkout.session", lambda s: s["status"] == status and s["id"] in self.known())

    def vouchers(self):
        return self.of("payment_intent", lambda intent: konbini.voucher_of(intent) is not None)

    def charges(self):
        return self.of("charge", lambda charge: charge["status"] == "succeeded")

    def refunds(self):
        return self.of("refund", lambda refund: refund["status"] in ("pending", "requires_action"))

    def disputes(self):
        return self.of("dispute", lambda dispute: dispute["status"] not in ("won", "lost"))

    def paid_payments(self):
        return list(Payment.objects.paid().order_by("created_at"))

    def events(self):
        events = self.of("event")
        self.post += [event["id"] for event in events[self.seen :]]
        self.seen = len(events)
        return events

    # donors
    def give(self, crash, *, to, yen, cover, way="once"):
        to = self.targets[to % len(self.targets)]
        wish = {"gift_jpy": yen, "cover_fee": cover, "monthly": way == "monthly"}
        with self.crashes.at(crash), contextlib.suppress(Refused):
            donation = make_donation(to=to, nonce=uuid.uuid4().hex, **wish)
            self.gifts.append(donation.pk)
            self._checkout(donation)

    def whole_story(self, *, to, yen, cover, way, after, lost):
        """A gift that is paid at once and, at Stripe's side, what follows; our side hears of it when the post comes.

        `lost`: no webhook of it ever comes.
        """
        self.events()
        before = {session["id"] for session in self.sessions("open")}
        self.give(None, to=to, yen=yen, cover=cover, way=way)
        for session in self.sessions("open"):
            if session["id"] not in before:
                self._pay(session, way, after)
        if lost:
            known = len(self.post)
            self.events()
            self.lost.update(self.post[known:])
            del self.post[known:]

    def _pay(self, session, way, after):
        if way == "till" and "konbini" in session["payment_method_types"]:
            self._by_konbini(session)
            self.control("vouchers/pay", session=session["id"])
        else:
            self._by_card(
                session, {"failed refund": "4000000000005126", "slow refund": "4000000000007726"}.get(after, CARDS[0])
            )
        charge = self.charges()[-1]
        if "refund" in after:
            for _ in range(2):
                self.control("refunds", charge=charge["id"], amount=charge["amount"] // 3)
        if "dispute" in after:
            self.control("disputes", charge=charge["id"], amount=charge["amount"])
        if after == "won dispute" and self.disputes():
            self.control("disputes/close", dispute=self.disputes()[-1]["id"], result="won")

    def go_to_the_checkout(self, crash, which):
        donation = Donation.objects.get(pk=self.gifts[which % len(self.gifts)])
        with self.crashes.at(crash):
            self._checkout(donation)

    def _checkout(self, donation):
        with contextlib.suppress(Refused):  # a sentence for the donor: paid already, over, or Stripe does not answer
            begin_checkout(donation=donation, success_url="http://here/thanks", cancel_url="http://here/back")

    def pay_by_card(self, which, card, *, proven):
        self._by_card(self._one(self.sessions("open"), which), card, proven=proven)

    def choose_konbini(self, which):
        self._by_konbini(self._one(self.sessions("open"), which))

    def _by_card(self, session, card, *, proven=True):
        with self.world.work():
            outcome = pay.pay_by_card(self.world, session, Card(card, 12, 2040), PAYER)
            if outcome.proof:
                pay.prove(self.world, session, succeeded=proven)

    def _by_konbini(self, session):
        if "konbini" in session["payment_method_types"]:
            with self.world.work():
                konbini.issue_voucher(self.world, session, PAYER)

    def at_the_till(self, which, *, paid):
        with self.world.work():
            (konbini.pay_voucher if paid else konbini.expire_voucher)(self.world, self._one(self.vouchers(), which))

    def look_at_the_page_of_thanks(self, crash, which):
        donation = Donation.objects.get(pk=self.gifts[which % len(self.gifts)])
        with self.crashes.at(crash):
            self._ask(donation.payment_id)

    def _ask(self, payment_id):
        with contextlib.suppress(Refused, NotAtProvider):
            sync(payment_id, cause="the page of thanks")

    # the post
    def deliver(self, crash, which, *, stored_only=False):
        event = self._one(self.events(), which)
        if event["id"] in self.lost:
            return
        body = json.dumps(event).encode()
        with self.crashes.at(crash):
            stored = receive_webhook(body, sign(body, ["whsec_tests"], int(time.time())))
            if event["id"] in self.post:
                self.post.remove(event["id"])
            if not stored_only:
                process_event(stored.pk)

    def forge(self, which):
        body = json.dumps(self._one(self.events(), which)).encode()
        before = WebhookEvent.objects.count()
        for signature in (
            "",
            sign(body, ["whsec_of_a_thief"], int(time.time())),
            sign(body + b" ", ["whsec_tests"], 0),
        ):
            try:
                receive_webhook(body, signature)
            except BadSignature:
                continue
            raise AssertionError("a forged webhook was taken")
        assert WebhookEvent.objects.count() == before

    def lose(self, which):
        self.lost.add(self.post.pop(which % len(self.post)))

    # the office and the dashboard
    def refund(self, crash, which, percent, *, again):
        if again and self.refund_forms:
            payment_id, yen, nonce = self.refund_forms[which % len(self.refund_forms)]
        else:
            payment = self._one(self.paid_payments(), which)
            payment_id, yen, nonce = payment.pk, max(payment.amount_jpy * percent // 100, 1), uuid.uuid4().hex
            self.refund_forms.append((payment_id, yen, nonce))
        with self.crashes.at(crash), contextlib.suppress(Refused, NotAtProvider):
            refund(payment_id, amount_jpy=yen, reason="test", nonce=nonce, by=self.office[0])

    def refund_at_stripe(self, which, percent):
        charge = self._one(self.charges(), which)
        self.control("refunds", charge=charge["id"], amount=max(charge["amount"] * percent // 100, 1))

    def answer_refund(self, which, *, failed):
        self.control(f"refunds/{'fail' if failed else 'succeed'}", refund=self._one(self.refunds(), which)["id"])

    def dispute(self, which, percent):
        charge = self._one(self.charges(), which)
        self.control("disputes", charge=charge["id"], amount=max(charge["amount"] * percent // 100, 1))

    def decide(self, which, *, won):
        dispute = self._one(self.disputes(), which)
        self.control("disputes/close", dispute=dispute["id"], result="won" if won else "lost")

    def control(self, name, **params):
        """What Stripe refuses simply does not happen."""
        try:
            with self.world.work():
                control(self.world, "POST", f"/_sandbox/{name}", Params({k: str(v) for k, v in params.items()}))
        except ApiError:
            pass

    def move(self, crash, which, to):
        payment = self._one(self.paid_payments(), which)
        target = self.targets[to % len(self.targets)]
        page = target if isinstance(target, FundraisingPage) else None
        campaign = page.campaign if page else target
        donation = Donation.objects.filter(pk=payment.reference).first()
        with self.crashes.at(crash), contextlib.suppress(Refused):
            if donation:
                reassign_gift(
                    donation=donation, campaign=campaign, page=page, reason="test", tell_donor=True, by=self.office[0]
                )

    def take_cash(self, crash, to, *, confirmed):
        """Two people: one enters, the other confirms."""
        with self.crashes.at(crash):
            gift = make_offline(to=self.targets[to % len(self.targets)], by=self.office[0])
            if confirmed:
                confirm_offline_gift(gift=gift, by=self.office[1])

    # months
    def plans(self):
        return self.of("subscription", lambda plan: plan["status"] != "canceled")

    def owed(self):
        return self.of("invoice", lambda bill: bill["status"] == "open" and self._runs(bill))

    def _runs(self, bill):
        return self.world.get(self.subscription_of(bill))["status"] != "canceled"

    def subscription_of(self, bill):
        return bill["parent"]["subscription_details"]["subscription"]

    def renew(self, which, *, fail):
        self.control("subscriptions/renew", subscription=self._one(self.plans(), which)["id"], fail=str(fail).lower())

    def collect(self, which, *, fail):
        self.control("invoices/collect", invoice=self._one(self.owed(), which)["id"], fail=str(fail).lower())

    def visit_portal(self, which, what):
        plan = self._one(self.plans(), which)
        with self.world.work():
            if what == "new card":
                plans.change_card(self.world, plan, Card(CARDS[0], 12, 2040), PAYER)
            elif what == "stop":
                plans.schedule_end(self.world, plan, cancel=True)
            else:
                plans.end(self.world, plan)

    # time and trouble
    def time_passes(self, hours):
        self.traveller.shift(int(hours * HOUR))
        with self.world.work():
            agenda.tick(self.world)

    def stumble(self, kind):
        if kind == "late_balance":
            self.control("faults", kind=kind, seconds=6 * HOUR)
        else:  # more often than the SDK tries
            self.control("faults", kind="api_500", times=3, after=str(kind == "answer_lost").lower())

    def beat(self, crash, task):
        with self.crashes.at(crash):
            BEAT[task]()

    def _one(self, things, which):
        return things[which % len(things)]

    # the end
    def come_to_rest(self):
        """Tills and banks answer, the post that was not lost comes, and the beat has run for some days."""
        self.control_all()
        self.time_passes(24 * 4)
        self.control_all()
        for event in self.events():
            if event["id"] in self.post:
                body = json.dumps(event).encode()
                process_event(receive_webhook(body, sign(body, ["whsec_tests"], int(time.time()))).pk)
        for _ in range(6):
            self.time_passes(7)
            for task in ("sweep", "refunds", "fees", "open"):
                BEAT[task]()
        for charge in self.charges():  # what only the daily comparison can find: nobody tells of it
            self.control("refunds", charge=charge["id"], amount=1)
        for body in self.refunds():
            self.control("refunds/succeed", refund=body["id"])
        self.time_passes(1)
        BEAT["full"]()

    def control_all(self):
        with self.world.work():
            self.world.faults.clear()
        for intent in self.vouchers():
            self.control("vouchers/expire", payment_intent=intent["id"])
        for body in self.refunds():
            self.control("refunds/succeed", refund=body["id"])
        for body in self.disputes():
            self.control("disputes/close", dispute=body["id"], result="lost")


PAYER = Payer("山田 花子", "hanako@example.org")
BEAT = {
    "sweep": tasks.sweep_webhooks,
    "fees": fetch_missing_fees,
    "refunds": resume_refunds,
    "open": reconcile_open,
    "full": reconcile_full,
}
