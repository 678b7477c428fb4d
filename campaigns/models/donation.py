"""A gift: what the donor meant, what may be shown, and the payment that carries it."""

import datetime as dt
import hashlib
import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.payments.gateway import livemode
from portal.payments.models import LedgerEntry, Payment
from portal.payments.states import OVER
from portal.people.addressing import names_a_body, same_name
from portal.people.folding import fold_email

from .campaign import Campaign
from .page import FundraisingPage
from .team import Team

LINK_SALT = "campaigns.donation"
# A slip ends at the end of a Tokyo day: so much earlier is noon of the day before, with two chances to pass a till.
REMIND_BEFORE = dt.timedelta(hours=36)
REST_AFTER_PROMISE = dt.timedelta(hours=6)  # nobody is reminded of what they have just done


class NoSuchLink(Exception):
    """A gift's link that we did not sign, or whose gift is gone."""


def donor_key(email: str) -> str:
    """What one donor's gifts have in common, without keeping the address: it survives an erasure."""
    return hashlib.sha256(fold_email(email).encode()).hexdigest()


class DonationQuerySet(models.QuerySet["Donation"]):
    def by_link(self, token: str) -> "Donation":
        """The gift that a signed link names. Raises NoSuchLink."""
        try:
            return self.select_related("campaign", "page__campaign", "payment").get(
                pk=signing.Signer(salt=LINK_SALT).unsign_object(token)
            )
        except (signing.BadSignature, Donation.DoesNotExist) as unknown:
            raise NoSuchLink from unknown

    def of_the_same_form(self, donation: "Donation") -> "DonationQuerySet":
        """The other attempts at this gift: somebody came back from the checkout and sent the form again."""
        others = self.filter(form_nonce=donation.form_nonce).exclude(pk=donation.pk)
        return others if donation.form_nonce else others.none()

    def with_net(self) -> "DonationQuerySet":
        """Adds `net_jpy`: what the ledger holds of the gift, refunds taken off; NULL where nothing came yet.

        Payments of the provider's other mode (test money in production) are no gifts at all.
        """
        entries = LedgerEntry.objects.filter(payment=OuterRef("payment")).order_by().values("payment")
        net = Subquery(entries.annotate(net=Sum("gift_jpy")).values("net"))
        return self.filter(payment__livemode=livemode()).annotate(net_jpy=net)

    def standing(self) -> "DonationQuerySet":
        """Gifts whose money is here: paid and not given back."""
        return self.with_net().filter(Q(net_jpy__gt=0))

    def here_or_promised(self) -> "DonationQuerySet":
        """Gifts to show: the money is here, or a convenience-store slip waits to be paid."""
        return self.with_net().filter(Q(net_jpy__gt=0) | Q(payment__state=Payment.State.PROCESSING))

    def seen_by_public(self) -> "DonationQuerySet":
        return self.filter(visibility=Donation.Visibility.PUBLIC)

    def seen_by_runner(self) -> "DonationQuerySet":
        return self.exclude(visibility=Donation.Visibility.STAFF)

    def to_remind(self, now: dt.datetime) -> "DonationQuerySet":
        """Slips that end soon and were not reminded of: an outage delays a reminder, it never loses one before the end."""
        return self.filter(
            payment__state=Payment.State.PROCESSING,
            payment__livemode=livemode(),
            payment__voucher_expires_at__gt=now,
            payment__voucher_expires_at__lte=now + REMIND_BEFORE,
            payment__created_at__lte=now - REST_AFTER_PROMISE,
            reminded_at__isnull=True,
        )

    def message_waits(self) -> "DonationQuerySet":
        """Messages that somebody has to read: only those of gifts that came."""
        return self.here_or_promised().filter(message_state=Donation.MessageState.PENDING)


class Donation(models.Model):
    """One gift. `page`, `team` and `campaign` are a snapshot: what happens to a page later never moves a gift. Only staff
    do, by reversing lines, and the rows of `reassignments` keep where it was.

    `team` is the team that the gift was given to, or that the runner of `page` belonged to at that moment.

    `gift_jpy + fee_cover_jpy = amount_jpy`; only the gift counts toward a target. The donee is the
    organisation that the accepted gift terms name.
    """

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        RUNNER = "runner", _("Only the runner and the office")
        STAFF = "staff", _("Only the office")

    class MessageState(models.TextChoices):
        NONE = "none", _("no message")
        PENDING = "pending", _("waiting to be read")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("not shown")

    class Tribute(models.TextChoices):
        HONOUR = "honour", _("In honour of somebody")
        MEMORY = "memory", _("In memory of somebody")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="donations")
    page = models.ForeignKey(FundraisingPage, on_delete=models.PROTECT, null=True, blank=True, related_name="donations")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="donations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="donations"
    )
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="donation")
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    # The form it came from: what is sent again from there, changed, takes the place of what was not paid.
    form_nonce = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    gift_jpy = models.PositiveIntegerField(_("gift in yen"))
    fee_cover_jpy = models.PositiveIntegerField(_("fee covered by the donor, in yen"), default=0)
    donor_name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company or group"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)  # known of every gift but some by cash or transfer
    donor_key = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ja")
    display_name = models.CharField(_("name shown"), max_length=60, blank=True)
    show_name = models.BooleanField(_("show my name"), default=True)
    show_amount = models.BooleanField(_("show the amount"), default=True)
    visibility = models.CharField(_("who may see this gift"), max_length=10, choices=Visibility, default="public")
    message = models.CharField(_("message"), max_length=300, blank=True)
    message_state = models.CharField(
        _("state of the message"), max_length=10, choices=MessageState, default=MessageState.NONE
    )
    tribute = models.CharField(_("dedication"), max_length=10, choices=Tribute, blank=True)
    tribute_name = models.CharField(_("dedicated to"), max_length=60, blank=True)
    tribute_email = models.EmailField(_("card goes to"), blank=True)
    tribute_words = models.CharField(_("words on the card"), max_length=300, blank=True)
    wants_receipt = models.BooleanField(_("wants a receipt"), default=False)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    terms_version = models.CharField(_("version of the gift terms"), max_length=20)
    terms_accepted_at = models.DateTimeField(_("gift terms accepted"))
    reminded_at = models.DateTimeField(_("reminded of the payment slip"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("given on"), default=timezone.now, db_index=True)

    objects = DonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_jpy=F("gift_jpy") + F("fee_cover_jpy")), name="amount_is_gift_plus_fee_cover"
            ),
            models.CheckConstraint(condition=Q(gift_jpy__gt=0), name="a_gift_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(message="", tribute_name="", message_state="none")
                | (~Q(message="", tribute_name="") & ~Q(message_state="none")),
                name="words_of_a_gift_are_always_moderated",
            ),
            models.CheckConstraint(
                condition=Q(tribute="", tribute_name="", tribute_email="", tribute_words="")
                | (~Q(tribute="") & ~Q(tribute_name="")),
                name="a_dedication_names_somebody",
            ),
        ]
        indexes = [models.Index(fields=["email"], condition=Q(person=None), name="gift_that_may_be_claimed")]

    def __str__(self) -> str:
        return f"¥{self.gift_jpy:,} {timezone.localdate(self.created_at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:gift", args=[self.link_token])

    @property
    def link_token(self) -> str:
        """The signed part of the donor's own link; whoever holds it may see and change what is shown.

        Without a time in it: one gift has one address, and a checkout that is asked for again sends the same request.
        """
        return signing.Signer(salt=LINK_SALT).sign_object(str(self.pk))

    @property
    def is_promised(self) -> bool:
        return self.payment is not None and self.payment.state == Payment.State.PROCESSING

    @property
    def is_monthly(self) -> bool:
        """Whether it is the gift of one month of a plan."""
        return self.payment is not None and self.payment.plan_id is not None

    @property
    def slip_ended(self) -> bool:
        """Whether a convenience-store slip was there and ended without being paid."""
        payment = self.payment
        return payment is not None and payment.method == Payment.Method.KONBINI and payment.state in OVER

    @property
    def shown_name(self) -> str:
        """The public name, a company's own rather than that of its contact; empty for an anonymous gift."""
        return (self.display_name or self.company or self.donor_name) if self.show_name else ""

    @property
    def salutation(self) -> str:
        """How a mail addresses the donor: in Japanese the company stands before its contact, in English after it."""
        if not self.company:
            return self.donor_name
        return str(_("%(contact)s (%(company)s)")) % {"contact": self.donor_name, "company": self.company}

    @property
    def is_receipted_to_a_body(self) -> bool:
        """Whether the legal name is that of a company or group (御中); its contact may ask for one in their own name (様)."""
        if not self.legal_name:
            return False
        of_the_company = bool(self.company) and same_name(self.legal_name, self.company)
        return of_the_company or names_a_body(self.legal_name)

    @property
    def shown_message(self) -> str:
        """The public message; empty until somebody approved it."""
        return self.message if self.message_state == self.MessageState.APPROVED else ""

    @property
    def shown_tribute(self) -> str:
        """To whom the gift is dedicated, as a public line; empty until somebody approved it."""
        if not self.tribute_name or self.message_state != self.MessageState.APPROVED:
            return ""
        return self.dedication

    @property
    def dedication(self) -> str:
        """`In memory of Aki`, for the donor and the office; empty without one."""
        if not self.tribute_name:
            return ""
        words = {
            self.Tribute.HONOUR: _("In honour of %(name)s"),
            self.Tribute.MEMORY: _("In memory of %(name)s"),
        }
        return str(words[self.Tribute(self.tribute)]) % {"name": self.tribute_name}

    @property
    def has_words(self) -> bool:
        """Whether there is anything of the donor's that somebody reads before it is public."""
        return bool(self.message or self.tribute_name)

    @property
    def avatar_seed(self) -> str:
        """Stable for one shown name, and nothing at all for an anonymous gift."""
        return self.shown_name and f"donor-{self.donor_key[:12]}"
