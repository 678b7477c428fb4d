"""What every page has, and what every page says about the organisation."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.people.paired import Paired

from .blocks import BodyBlocks
from .folded import FoldedTextField


class BasePage(Page):
    """A page with a lead and a body. Search engines and menus are served by Wagtail's own two fields."""

    lead: "models.TextField[str, str]" = models.TextField(
        _("lead"), blank=True, max_length=300, help_text=_("One or two sentences under the title.")
    )
    body = StreamField(BodyBlocks(), blank=True, verbose_name=_("body"))
    search_text = FoldedTextField(sources=["title", "lead", "body"])

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """What search engines and shared links show: written for them, else the lead."""
        return self.search_description or self.lead


@register_setting(icon="home")
class OrganisationSettings(BaseSiteSetting, models.Model):  # Model named, because Wagtail ships no types
    """Who runs this house. Shown in the foot, on the contact page and under the Act on Specified Commercial
    Transactions (特定商取引法第11条), so that each fact stands in one place.
    """

    name_ja = models.CharField(_("name in Japanese"), max_length=120, default="ともに")
    name_en = models.CharField(_("name in English"), max_length=120, default="Tomoni")
    address_ja = models.CharField(_("address in Japanese"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    certification_number = models.CharField(_("certification number"), max_length=60, blank=True)
    certified_on = models.DateField(_("certified on"), null=True, blank=True)
    certifier_ja = models.CharField(_("certified by, in Japanese"), max_length=80, blank=True)
    certifier_en = models.CharField(_("certified by, in English"), max_length=80, blank=True)
    privacy_path = models.CharField(
        _("address of the privacy page"), max_length=60, default="privacy/", help_text=_("Below /ja/ and /en/.")
    )
    law_path = models.CharField(
        _("address of the page for the Act on Specified Commercial Transactions"),
        max_length=60,
        default="legal/",
        help_text=_("Below /ja/ and /en/."),
    )
    contact_path = models.CharField(
        _("address of the contact page"), max_length=60, default="contact/", help_text=_("Below /ja/ and /en/.")
    )
    responsible_ja = models.CharField(_("person responsible, in Japanese"), max_length=80, blank=True)
    responsible_en = models.CharField(_("person responsible, in English"), max_length=80, blank=True)
    price_ja = models.TextField(_("prices, in Japanese"), blank=True)
    price_en = models.TextField(_("prices, in English"), blank=True)
    extra_costs_ja = models.TextField(_("further costs, in Japanese"), blank=True)
    extra_costs_en = models.TextField(_("further costs, in English"), blank=True)
    payment_ja = models.TextField(_("how and when to pay, in Japanese"), blank=True)
    payment_en = models.TextField(_("how and when to pay, in English"), blank=True)
    delivery_ja = models.TextField(_("when the service is given, in Japanese"), blank=True)
    delivery_en = models.TextField(_("when the service is given, in English"), blank=True)
    cancellation_ja = models.TextField(_("cancellation and refunds, in Japanese"), blank=True)
    cancellation_en = models.TextField(_("cancellation and refunds, in English"), blank=True)

    name, address, certifier, responsible = (
        Paired("name"),
        Paired("address"),
        Paired("certifier"),
        Paired("responsible"),
    )
    price, extra_costs, payment = Paired("price"), Paired("extra_costs"), Paired("payment")
    delivery, cancellation = Paired("delivery"), Paired("cancellation")

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("address_ja"), FieldPanel("address_en")]),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldRowPanel([FieldPanel("certification_number"), FieldPanel("certified_on")]),
                FieldRowPanel([FieldPanel("certifier_ja"), FieldPanel("certifier_en")]),
                FieldRowPanel([FieldPanel("privacy_path"), FieldPanel("law_path"), FieldPanel("contact_path")]),
            ],
            heading=_("The organisation"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"{field}_ja"), FieldPanel(f"{field}_en")])
                for field in ("responsible", "price", "extra_costs", "payment", "delivery", "cancellation")
            ],
            heading=_("Act on Specified Commercial Transactions"),
        ),
    ]

    class Meta:
        verbose_name = _("organisation")

    @classmethod
    def of_this_house(cls) -> "OrganisationSettings":
        """The settings of the default site in one query, or the defaults where none are stored yet."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()

    @property
    def privacy_url(self) -> str:
        return below_language(self.privacy_path)

    @property
    def law_url(self) -> str:
        return below_language(self.law_path)

    @property
    def contact_url(self) -> str:
        return below_language(self.contact_path)

    def law_rows(self) -> list[tuple[Any, str]]:
        """The rows that the Act asks for, in its order; a row without a text is left out."""
        rows = [
            (_("Seller"), self.name),
            (_("Person responsible"), self.responsible),
            (_("Address"), self.address),
            (_("Telephone"), self.phone),
            (_("E-mail address"), self.email),
            (_("Prices"), self.price),
            (_("Further costs"), self.extra_costs),
            (_("How and when to pay"), self.payment),
            (_("When the service is given"), self.delivery),
            (_("Cancellation and refunds"), self.cancellation),
        ]
        return [(label, text) for label, text in rows if text]


def below_language(path: str) -> str:
    """`/ja/privacy/` or `/en/privacy/`: both trees use the same slugs."""
    return f"/{get_language() or 'ja'}/{path}"
