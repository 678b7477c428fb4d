"""Forms and lists for places, roles, shifts and sign-ups."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.log_actions import log
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSetGroup

from portal.people.errors import Refused
from portal.ui.office import LookOnly, OfficeViewSet
from volunteers import actions
from volunteers.forms import RoleForm, ShiftForm
from volunteers.models import Coordinator, Demand, Place, Role, Shift, Signup, Zone
from volunteers.queries.rights import MAY_CHANGE, MAY_LOOK, Reach

from .planning import EventViewSet, RestDayViewSet, TemplateViewSet
from .reach import ForTheWholeHouse, NothingIsDeleted, WithinReach

FACTS = (
    "place", "title_ja", "title_en", "note_ja", "note_en", "report_at", "start", "end",
    "sign_up_opens_at", "sign_up_closes_at", "lead", "event",
)  # fmt: skip


register_permission_policy(Signup, LookOnly(Signup), exact_class=True)
for model in (Place, Shift):
    register_permission_policy(model, NothingIsDeleted(model), exact_class=True)
for shared in (Role, Zone):
    register_permission_policy(shared, ForTheWholeHouse(shared), exact_class=True)


class RefusalsInTheForm(EditView):  # type: ignore[misc]
    """What a rule forbids stands above the form, and nothing typed is lost."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            self.produced_error_message = refusal.sentence
            return self.form_invalid(form)  # type: ignore[no-any-return]
        return response


class PlaceEdit(RefusalsInTheForm):
    """Saves through `change_place`, so that calendars hear of it."""

    def save_instance(self) -> Place:
        place = actions.change_place(place=self.form.instance, by=self.request.user)
        log(place, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return place


class RoleEdit(RefusalsInTheForm):
    """Saves through `change_role`, so that calendars hear of a new name."""

    def save_instance(self) -> Role:
        role = actions.change_role(role=self.form.save(commit=False), by=self.request.user)
        self.form.save_m2m()
        log(role, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return role


class ShiftEdit(RefusalsInTheForm):
    """Saves through `change_shift`: people are moved along and told, calendars hear of it, free places are offered."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """With a word where fewer places were set than are taken: that drops nobody."""
        response = super().form_valid(form)
        if form.is_valid():
            for demand in Demand.objects.with_counts().filter(shift=self.object.pk).select_related("role"):
                if demand.taken > demand.capacity:
                    facts = {"role": demand.role.name, "taken": demand.taken, "capacity": demand.capacity}
                    said = ngettext(
                        "%(role)s: %(taken)s people for %(capacity)s place. Nobody was dropped.",
                        "%(role)s: %(taken)s people for %(capacity)s places. Nobody was dropped.",
                        demand.capacity,
                    )
                    messages.warning(self.request, said % facts)
        return response

    def save_instance(self) -> Shift:
        shift = actions.change_shift(
            shift=self.form.instance,
            changes={name: self.form.cleaned_data[name] for name in FACTS},
            demands=wanted(self.form),
            by=self.request.user,
        )
        log(shift, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return shift


def wanted(form: Any) -> list[actions.Wanted]:
    """The rows of the form as demands."""
    formset = form.formsets["demands"]
    gone = {id(each) for each in formset.deleted_forms}
    filled = [each for each in formset.forms if id(each) not in gone and (each.instance.pk or each.has_changed())]
    return [
        actions.Wanted(
            pk=row.instance.pk,
            role=row.cleaned_data["role"],
            min_needed=row.cleaned_data["min_needed"],
            capacity=row.cleaned_data["capacity"],
            overflow=row.cleaned_data["overflow"],
        )
        for row in filled
    ]


class PlaceViewSet(WithinReach):
    """Where volunteers meet."""

    model = Place
    icon = "site"
    list_display = ["name", "address", "km", "discreet"]
    search_fields = ["name_ja", "name_en", "address_ja", "address_en"]
    search_backend_name = None
    copy_view_enabled = False
    edit_view_class = PlaceEdit
    panels = [
        FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("address_ja"), FieldPanel("address_en")]),
        FieldRowPanel([FieldPanel("meeting_point_ja"), FieldPanel("meeting_point_en")]),
        FieldPanel("zone"),
        FieldPanel("discreet"),
        FieldRowPanel([FieldPanel("lat"), FieldPanel("lng")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("km"), FieldPanel("arrive_by"), FieldPanel("leave_after")])],
            heading=gettext_lazy("A point of a race course"),
        ),
    ]

    def within(self, reach: Reach) -> QuerySet[Place]:
        return reach.places_of(Place.objects.all())


class RoleViewSet(OfficeViewSet):
    """What volunteers do, and what it asks of them."""

    model = Role
    icon = "clipboard-list"
    list_display = ["name", "kind", "minimum_age"]
    list_filter = ["kind"]
    search_fields = ["name_ja", "name_en", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    edit_view_class = RoleEdit
    role_panels = [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
        FieldPanel("summary_ja"),
        FieldPanel("summary_en"),
        FieldRowPanel([FieldPanel("bring_ja"), FieldPanel("bring_en")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("guardian_below")]),
                FieldPanel("adult_alongside"),
                FieldRowPanel([FieldPanel("grade_from"), FieldPanel("grade_until")]),
                FieldPanel("minors_at_night"),
                FieldPanel("insurance_needed"),
                FieldPanel("languages"),
                FieldPanel("languages_helpful"),
                FieldPanel("qualifications", widget=forms.CheckboxSelectMultiple),
            ],
            heading=gettext_lazy("What it asks of people"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("briefing_ja"),
                FieldPanel("briefing_en"),
                FieldPanel("briefing_months"),
                FieldPanel("pledge_ja"),
                FieldPanel("pledge_en"),
            ],
            heading=gettext_lazy("What people read and promise before they sign up"),
        ),
    ]
    edit_handler = ObjectList(role_panels, base_form_class=RoleForm)


class ShiftViewSet(WithinReach):
    """When and where; opening, closing and cancelling are on the desk of the shift."""

    model = Shift
    icon = "date"
    list_display = ["__str__", "place", "state", "lead"]
    list_filter = ["state", "place"]
    search_fields = ["title_ja", "title_en", "place__name_ja", "place__name_en"]
    search_backend_name = None
    copy_view_enabled = False
    edit_view_class = ShiftEdit
    ordering = ["-start"]
    shift_panels = [
        FieldRowPanel([FieldPanel("place"), FieldPanel("lead"), FieldPanel("event")]),
        FieldRowPanel([FieldPanel("report_at"), FieldPanel("start"), FieldPanel("end")]),
        InlinePanel(
            "demands",
            panels=[
                FieldRowPanel([FieldPanel("role"), FieldPanel("overflow")]),
                FieldRowPanel([FieldPanel("min_needed"), FieldPanel("capacity")]),
            ],
            heading=gettext_lazy("Who is needed"),
            label=gettext_lazy("Role"),
            min_num=1,
        ),
        FieldRowPanel([FieldPanel("sign_up_opens_at"), FieldPanel("sign_up_closes_at")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("title_ja"), FieldPanel("title_en")]),
                FieldPanel("note_ja"),
                FieldPanel("note_en"),
            ],
            heading=gettext_lazy("Words, where the roles do not say it all"),
        ),
    ]
    edit_handler = ObjectList(shift_panels, base_form_class=ShiftForm)

    def within(self, reach: Reach) -> QuerySet[Shift]:
        return reach.shifts(Shift.objects.all())


class SignupViewSet(WithinReach):
    """Everybody who ever signed up, to look up."""

    model = Signup
    icon = "group"
    list_display = ["who", "shift", "role", "status", "late", "created_at"]
    inspect_view_fields = [
        "who", "party", "leads", "shift", "role", "status", "late", "created_at", "confirmed_at", "waitlisted_at",
        "offered_until", "reminded_at", "came_at", "left_at", "thanked_at",
    ]  # fmt: skip
    list_filter = ["status", "late"]
    search_fields = ["person__email", "person__family_name", "person__given_name", "person__latin_name"]
    search_backend_name = None
    inspect_view_enabled = True
    copy_view_enabled = False

    def within(self, reach: Reach) -> QuerySet[Signup]:
        return reach.signups(Signup.objects.select_related("person", "party", "shift__place", "demand__role"))


class ZoneViewSet(OfficeViewSet):
    """Places that are looked after together."""

    model = Zone
    icon = "site"
    list_display = ["name"]
    search_fields = ["name_ja", "name_en"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")])]


class CoordinatorViewSet(OfficeViewSet):
    """How far somebody's rights reach. For those who give rights: coordinators do not widen their own."""

    model = Coordinator
    icon = "key"
    list_display = ["person", "everywhere", "digest"]
    search_fields = ["person__email", "person__family_name", "person__given_name", "person__latin_name"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [
        FieldPanel("person"),
        FieldPanel("everywhere"),
        FieldPanel("zones", widget=forms.CheckboxSelectMultiple),
        FieldPanel("places", widget=forms.CheckboxSelectMultiple),
        FieldPanel("digest"),
    ]


class BoardMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to who may look at shifts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_LOOK))


class PlannersMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to who may change shifts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_CHANGE))


class VolunteeringGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """One menu entry for everything about volunteering; the board comes first."""

    menu_label = gettext_lazy("Volunteering")
    menu_icon = "group"
    menu_order = 210
    items = (
        ShiftViewSet,
        SignupViewSet,
        RoleViewSet,
        PlaceViewSet,
        ZoneViewSet,
        CoordinatorViewSet,
        EventViewSet,
        TemplateViewSet,
        RestDayViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        board = BoardMenuItem(_("Staffing board"), reverse("volunteers_board"), icon_name="calendar-check", order=0)
        requests = PlannersMenuItem(
            _("Requests to decide on"), reverse("volunteers_approvals"), icon_name="user", order=5
        )
        files = PlannersMenuItem(_("Bring in a file"), reverse("volunteers_imports"), icon_name="upload", order=90)
        series = BoardMenuItem(_("Series"), reverse("volunteers_series"), icon_name="history", order=1)
        events = BoardMenuItem(_("Events"), reverse("volunteers_events"), icon_name="group", order=2)
        hours = PlannersMenuItem(_("Hours and rosters"), reverse("volunteers_hours"), icon_name="time", order=6)
        held = PlannersMenuItem(
            _("Qualifications"), reverse("volunteers_qualifications"), icon_name="tick-inverse", order=7
        )
        return [board, requests, series, events, hours, held, *super().get_submenu_items(), files]


register_snippet(VolunteeringGroup)
