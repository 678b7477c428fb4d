"""Lists and forms of the back office. Figures of money are read only, for everybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from campaigns.forms import DatedForm, PledgeForm
from campaigns.models import (
    Campaign,
    CoursePoint,
    Donation,
    FundraisingPage,
    Gathering,
    GiftTerms,
    Impact,
    MatchPledge,
    Passage,
    Race,
    Runner,
)
from portal.documents.exports import NeutralIndexView
from portal.ui.office import OfficeViewSet


def pairs(*names: str) -> list[FieldRowPanel]:
    """`name_ja` and `name_en` side by side."""
    return [FieldRowPanel([FieldPanel(f"{name}_ja"), FieldPanel(f"{name}_en")]) for name in names]


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Looking is all that anybody may do: what happened to money is not typed in."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class NoDeletePolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Nothing that gifts hang on is ever deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class AddOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Terms that somebody has agreed to stay as they were; other terms are another version."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("add", "view") and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


register_permission_policy(GiftTerms, AddOnlyPolicy(GiftTerms))
register_permission_policy(Donation, ReadOnlyPolicy(Donation))
for _kept in (Campaign, Race, Runner, FundraisingPage, MatchPledge):
    register_permission_policy(_kept, NoDeletePolicy(_kept))


class CampaignViewSet(OfficeViewSet):
    model = Campaign
    icon = "pick"
    list_display = ["name_ja", "kind", "state", "opens_on", "closes_on", "goal_jpy"]
    list_filter = ["kind", "state"]
    panels = [
        *pairs("name", "lead"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind"), FieldPanel("state")]),
        FieldRowPanel([FieldPanel("goal_jpy"), FieldPanel("opens_on"), FieldPanel("closes_on")]),
        FieldPanel("gift_terms"),
    ]


class RaceViewSet(OfficeViewSet):
    model = Race
    icon = "date"
    list_display = ["campaign", "date", "places", "is_provisional"]
    edit_handler = ObjectList(
        [
            FieldPanel("campaign"),
            FieldRowPanel([FieldPanel("date"), FieldPanel("starts_at"), FieldPanel("limit_minutes")]),
            FieldPanel("is_provisional"),
            FieldRowPanel([FieldPanel("places"), FieldPanel("minimum_age"), FieldPanel("minimum_pledge_jpy")]),
            FieldRowPanel([FieldPanel("apply_from"), FieldPanel("apply_until")]),
            *pairs("selection_rule"),
            FieldPanel("source"),
        ],
        base_form_class=DatedForm,
    )


class CoursePointViewSet(OfficeViewSet):
    model = CoursePoint
    icon = "site"
    list_display = ["km", "label_ja", "label_en", "is_cheering", "source_year", "race"]
    list_filter = ["race", "is_cheering"]
    panels = [
        FieldPanel("race"),
        FieldRowPanel([FieldPanel("km"), FieldPanel("is_cheering"), FieldPanel("source_year")]),
        *pairs("label", "note"),
    ]


class RunnerViewSet(OfficeViewSet):
    """The state moves on the desk, by the transition table; here stand the facts beside it."""

    model = Runner
    icon = "user"
    list_display = ["person", "state", "race", "pledge_jpy", "shirt", "bib", "applied_at"]
    list_filter = ["state", "race", "shirt"]
    index_view_class = NeutralIndexView
    list_export = ["person", "state", "race", "pledge_jpy", "shirt", "bib", "applied_at"]
    search_fields = ["person__family_name", "person__given_name", "person__latin_name", "person__email", "bib"]
    inspect_view_enabled = True
    panels = [
        FieldPanel("statement", read_only=True),
        FieldRowPanel([FieldPanel("pledge_jpy", read_only=True), FieldPanel("applied_at", read_only=True)]),
        FieldRowPanel([FieldPanel("shirt"), FieldPanel("bib")]),
        FieldRowPanel([FieldPanel("wave"), FieldPanel("target_minutes"), FieldPanel("shows_times")]),
        FieldRowPanel([FieldPanel("emergency_name"), FieldPanel("emergency_phone")]),
    ]


class FundraisingPageViewSet(OfficeViewSet):
    model = FundraisingPage
    icon = "doc-full-inverse"
    list_display = ["name_ja", "title_ja", "state", "target_jpy", "live_since"]
    list_filter = ["state", "campaign"]
    search_fields = ["name_ja", "name_en", "title_ja", "title_en", "slug"]
    inspect_view_enabled = True
    panels = [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("target_jpy")]),
        *pairs("name", "title", "story"),
    ]


class DonationViewSet(OfficeViewSet):
    model = Donation
    icon = "pick"
    inspect_view_enabled = True
    inspect_template_name = "campaigns/office/donation_facts.html"
    list_display = ["created_at", "donor_name", "gift_jpy", "payment", "campaign", "page", "message_state"]
    list_filter = ["campaign", "visibility", "message_state", "wants_receipt"]
    search_fields = ["donor_name", "email", "display_name"]
    panels = [FieldPanel("donor_name", read_only=True)]


class GatheringViewSet(OfficeViewSet):
    model = Gathering
    icon = "group"
    list_display = ["title_ja", "kind", "audience", "starts_at", "capacity", "is_cancelled"]
    list_filter = ["campaign", "kind"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("campaign"), FieldPanel("kind"), FieldPanel("audience")]),
            *pairs("title", "text", "place"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("capacity")]),
            FieldPanel("join_url"),
            FieldPanel("is_cancelled"),
        ],
        base_form_class=DatedForm,
    )


class PassageViewSet(OfficeViewSet):
    model = Passage
    icon = "openquote"
    list_display = ["text_ja", "kind", "campaign", "year", "position"]
    list_filter = ["campaign", "kind"]
    panels = [
        FieldRowPanel([FieldPanel("campaign"), FieldPanel("kind"), FieldPanel("position")]),
        *pairs("text", "source"),
        FieldPanel("year"),
    ]


class ImpactViewSet(OfficeViewSet):
    model = Impact
    icon = "tick"
    list_display = ["amount_jpy", "text_ja", "text_en"]
    panels = [FieldPanel("amount_jpy"), *pairs("text"), FieldRowPanel([FieldPanel("year"), FieldPanel("source")])]


class MatchPledgeViewSet(OfficeViewSet):
    """A sponsor's promise; how far it has been used stands on a page of its own."""

    model = MatchPledge
    icon = "group"
    list_display = ["sponsor_ja", "campaign", "ratio_percent", "cap_jpy", "starts_on", "ends_on", "is_active"]
    list_filter = ["campaign", "is_active"]
    edit_handler = ObjectList(
        [
            FieldPanel("campaign"),
            *pairs("sponsor"),
            FieldRowPanel([FieldPanel("may_be_named"), FieldPanel("agreement")]),
            FieldRowPanel([FieldPanel("ratio_percent"), FieldPanel("cap_jpy")]),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("is_active")]),
        ],
        base_form_class=PledgeForm,
    )


class GiftTermsViewSet(OfficeViewSet):
    """A version that somebody has agreed to is never changed: a new one is added."""

    model = GiftTerms
    icon = "doc-full"
    inspect_view_enabled = True
    list_display = ["version", "donee_ja", "valid_from"]
    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("valid_from")]),
        MultiFieldPanel([*pairs("donee", "text")], heading=_("what the donor agrees to")),
    ]


class CampaignsGroup(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = _("Campaigns")
    menu_icon = "pick"
    menu_order = 211
    items = (
        CampaignViewSet,
        RunnerViewSet,
        FundraisingPageViewSet,
        DonationViewSet,
        MatchPledgeViewSet,
        GatheringViewSet,
        RaceViewSet,
        CoursePointViewSet,
        PassageViewSet,
        ImpactViewSet,
        GiftTermsViewSet,
    )
