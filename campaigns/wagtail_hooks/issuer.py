"""Who issues receipts, in the back office: versions are added, never changed; a certification may be corrected."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.payments.models import Certification, IssuerDetails, ReceiptIssuer, ReceivedDatePolicy
from portal.ui.office import OfficeViewSet

from .viewsets import AddOnlyPolicy, NoDeletePolicy, pairs

for _version in (ReceiptIssuer, IssuerDetails, ReceivedDatePolicy):
    register_permission_policy(_version, AddOnlyPolicy(_version))
register_permission_policy(Certification, NoDeletePolicy(Certification))


class ReceiptIssuerViewSet(OfficeViewSet):
    model = ReceiptIssuer
    icon = "home"
    list_display = ["slug", "prefix"]
    panels = [FieldRowPanel([FieldPanel("slug"), FieldPanel("prefix")])]


class IssuerDetailsViewSet(OfficeViewSet):
    model = IssuerDetails
    icon = "home"
    inspect_view_enabled = True
    list_display = ["name_ja", "address_ja", "valid_from"]
    panels = [
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("valid_from"), FieldPanel("phone")]),
        *pairs("name", "address", "representative"),
    ]


class CertificationViewSet(OfficeViewSet):
    model = Certification
    icon = "tick-inverse"
    list_display = ["number", "certified_on", "valid_from", "valid_until"]
    panels = [
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("number"), FieldPanel("certified_on")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        *pairs("certifier"),
    ]


class ReceivedDatePolicyViewSet(OfficeViewSet):
    model = ReceivedDatePolicy
    icon = "date"
    inspect_view_enabled = True
    list_display = ["valid_from", "rule", "decided"]
    panels = [
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("valid_from"), FieldPanel("rule")]),
        FieldPanel("decided"),
    ]


class IssuerGroup(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = _("Issuer of receipts")
    menu_icon = "doc-full"
    menu_order = 213
    items: Any = (ReceiptIssuerViewSet, IssuerDetailsViewSet, CertificationViewSet, ReceivedDatePolicyViewSet)
