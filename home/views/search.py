"""The one search field of the house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.forms import NarrowForm
from home.search import search as search_everything


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that holds every word of `?q=`, grouped by what it is."""
    form = NarrowForm(request.GET)
    query = form.wish().get("q", "")
    groups = search_everything(query, request)
    context = {"form": form, "query": query, "groups": groups, "total": sum(group.total for group in groups)}
    return render(request, "home/search.html", context)
