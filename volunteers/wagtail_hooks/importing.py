"""Files of shifts and of people: template, upload, preview, bringing in, and the rows to mend."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.documents.tables import XLSX
from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.forms.office import ImportForm
from volunteers.models import Import
from volunteers.queries.importing import PEOPLE, SHIFTS, look_at, returned, template
from volunteers.queries.rights import MAY_CHANGE, reach_of

from .reach import admitted

MAY_BRING_IN = MAY_CHANGE


def bring(request: HttpRequest) -> HttpResponse:
    """Upload a file; a file that cannot be read at all says why above the form."""
    admitted(request, MAY_BRING_IN)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = actions.take_file(
                kind=given["kind"], name=given["file"].name, content=given["file"].read(), by=signed_in(request)
            )
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("volunteers_import", batch.pk)
    mine = Import.objects.filter(by=signed_in(request)).select_related("job").defer("content")
    return render(request, "volunteers/office/import.html", {"form": form, "batches": mine[:10]})


@require_safe
def give_template(request: HttpRequest, kind: str) -> HttpResponse:
    admitted(request, MAY_BRING_IN)
    columns = {"shifts": SHIFTS, "people": PEOPLE}.get(kind)
    if columns is None:
        raise Http404
    return as_file(template(columns), f"tomoni-{kind}.xlsx")


def own(request: HttpRequest, pk: int) -> Import:
    """One's own upload: it may hold addresses of people. Raises PermissionDenied."""
    admitted(request, MAY_BRING_IN)
    batch = get_object_or_404(Import.objects.select_related("job", "by"), pk=pk)
    if batch.by_id != request.user.pk and not request.user.is_superuser:
        raise PermissionDenied
    return batch


@require_safe
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Before: what would happen. While: how far it is. After: what happened, and the rows to mend."""
    batch = own(request, pk)
    if batch.job is not None:
        fragment = getattr(request, "htmx", False) and not batch.job.is_finished
        name = "volunteers/office/job.html" if fragment else "volunteers/office/import_done.html"
        response = render(request, name, {"batch": batch, "job": batch.job, "bad": batch.outcome.get("bad", [])[:100]})
        if getattr(request, "htmx", False) and batch.job.is_finished:
            response["HX-Refresh"] = "true"
        return response
    sheet = actions.sheet_of(batch.kind, bytes(batch.content))
    preview = look_at(sheet, batch.kind, reach_of(batch.by))
    context = {"batch": batch, "sheet": sheet, "preview": preview}
    return render(request, "volunteers/office/import_preview.html", context)


@require_POST
def begin_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch = own(request, pk)
    actions.bring_in(batch=batch, by=signed_in(request), publish=request.POST.get("publish") == "1")
    return redirect("volunteers_import", pk)


@require_safe
def give_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows to mend as a file that can be uploaded again."""
    batch = own(request, pk)
    sheet = actions.sheet_of(batch.kind, bytes(batch.content))
    bad = batch.outcome["bad"] if batch.outcome else look_at(sheet, batch.kind, reach_of(batch.by)).bad
    return as_file(returned(sheet, bad), f"tomoni-{batch.kind}-{batch.pk}.xlsx")


def as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
