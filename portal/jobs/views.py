"""Signs of life for those who watch, and the progress of long work for those who asked for it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Job
from .readiness import findings


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing else, so that a database that is away kills no web process."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where database, migrations, broker and beat are there, else 503; each part by name."""
    parts = findings()
    ready = set(parts.values()) == {"ok"}
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a piece of work is: a page, or its one moving part for htmx. For who began it, and for staff."""
    job = get_object_or_404(Job, pk=job_id)
    if job.by_id != request.user.pk and not request.user.is_staff:
        raise Http404
    fragment = getattr(request, "htmx", False)
    return render(request, "jobs/progress.html" if fragment else "jobs/job.html", {"job": job})
