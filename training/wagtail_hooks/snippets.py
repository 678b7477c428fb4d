"""Forms and lists for courses, editions, enrolments and certificates."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSetGroup

from portal.people.errors import Refused
from portal.ui.office import LookOnly, OfficeViewSet

from .. import actions
from ..models import Certificate, Course, Edition, Enrolment

for model in (Enrolment, Certificate):
    register_permission_policy(model, LookOnly(model), exact_class=True)


class CourseViewSet(OfficeViewSet):
    """What is taught."""

    model = Course
    icon = "openquote"
    list_display = ["name", "slug", "grants"]
    search_fields = ["name_ja", "name_en", "slug"]
    search_backend_name = None
    panels = [
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
        FieldPanel("summary_ja"),
        FieldPanel("summary_en"),
        FieldPanel("outcomes_ja"),
        FieldPanel("outcomes_en"),
        FieldPanel("grants"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("since_year"), FieldPanel("editions_held"), FieldPanel("people_taught")]),
                FieldPanel("figures_year"),
                FieldRowPanel([FieldPanel("figures_source_ja"), FieldPanel("figures_source_en")]),
            ],
            heading=_("Figures"),
        ),
    ]


class EditionEditView(EditView):  # type: ignore[misc]
    """Saves through `revise_edition`; what a rule forbids stands above the form, and nothing typed is lost."""

    def save_instance(self) -> Edition:
        save = super().save_instance
        edition: Edition = self.form.instance
        actions.revise_edition(edition=edition, save=lambda: save() and None, by=self.request.user)
        return edition

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)  # type: ignore[no-any-return]
        return response


SESSION_PANELS = [
    FieldRowPanel([FieldPanel("title_ja"), FieldPanel("title_en")]),
    FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
    FieldRowPanel([FieldPanel("mode"), FieldPanel("status")]),
    FieldRowPanel([FieldPanel("place_ja"), FieldPanel("place_en")]),
    FieldPanel("join_url"),
    FieldRowPanel([FieldPanel("lecturer_ja"), FieldPanel("lecturer_en")]),
]


class EditionViewSet(OfficeViewSet):
    """When it is taught, for how many. Publishing, finishing and calling off are on the board."""

    model = Edition
    icon = "date"
    list_display = ["__str__", "state", "seats_taken", "capacity", "enrol_until"]
    list_filter = ["course", "state"]
    search_fields = ["course__name_ja", "course__name_en"]
    search_backend_name = None
    copy_view_enabled = False
    edit_view_class = EditionEditView
    panels = [
        FieldRowPanel([FieldPanel("course"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("medium")]),
        FieldRowPanel([FieldPanel("capacity"), FieldPanel("overbook")]),
        FieldRowPanel([FieldPanel("fee_jpy"), FieldPanel("student_fee_jpy")]),
        FieldRowPanel([FieldPanel("enrol_from"), FieldPanel("enrol_until")]),
        FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("needs_approval")]),
        InlinePanel("sessions", panels=SESSION_PANELS, heading=_("Sessions"), label=_("Session")),
        MultiFieldPanel(
            [
                FieldPanel("note_ja"),
                FieldPanel("note_en"),
                FieldPanel("source"),
                FieldRowPanel([FieldPanel("held_on"), FieldPanel("held_until")]),
            ],
            heading=_("Words about it, and dates from before this portal"),
        ),
    ]


class EnrolmentViewSet(OfficeViewSet):
    """Everybody who ever asked for a place, to look up."""

    model = Enrolment
    icon = "group"
    list_display = ["person", "edition", "state", "fee_jpy", "paid_at", "refund_due", "created_at"]
    list_filter = ["edition", "state", "refund_due", "student"]
    search_fields = ["person__email", "person__family_name", "person__given_name", "person__latin_name"]
    search_backend_name = None
    inspect_view_enabled = True
    copy_view_enabled = False


class CertificateViewSet(OfficeViewSet):
    """The register of certificates."""

    model = Certificate
    icon = "doc-full-inverse"
    list_display = ["code_in_groups", "name", "edition", "state", "issued_at"]
    list_filter = ["edition", "state"]
    search_fields = ["code", "name"]
    search_backend_name = None
    inspect_view_enabled = True
    copy_view_enabled = False


class TrainingGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """One menu entry for everything about courses."""

    menu_label = _("Courses")
    menu_icon = "openquote"
    menu_order = 230
    items = (CourseViewSet, EditionViewSet, EnrolmentViewSet, CertificateViewSet)


register_snippet(TrainingGroup)
