"""The reading list and the directory: lists that readers narrow by plain links and a GET form."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.forms import DirectoryForm, NarrowForm, ReadingForm
from home.models import Organisation, ReadingItem, Topic

READINGS_PER_PAGE = 20
ORGANISATIONS_PER_PAGE = 30


@dataclass(frozen=True)
class ActiveFilter:
    """A wish that narrows the list, and the address of the list without it."""

    label: str
    href: str


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """The reading list: every distinct entry, by topic, year, publisher, type, and any word in it."""
    topics = list(Topic.objects.all())
    form = ReadingForm(request.GET, topics=topics, years=years(), publishers=publishers())
    wish = form.wish()
    found = (
        ReadingItem.objects.with_words(wish.get("q", ""))
        .about(wish.get("topic", ""))
        .from_year(int(wish.get("year", 0)))
        .published_by(wish.get("publisher", ""))
        .of_type(wish.get("type", ""))
        .newest_first()
        .select_related("topic")
        .prefetch_related("secondary_topics")
    )
    context = {
        "form": form,
        "items": Paginator(found, READINGS_PER_PAGE).get_page(request.GET.get("page")),
        "active": active_filters(request, form, wish),
        "topics": topic_chips(request, topics, wish.get("topic", "")),
    }
    return render(request, "home/reading_list.html", context)


def years() -> list[int]:
    return list(
        ReadingItem.objects.filter(date__isnull=False)
        .order_by("-date__year")
        .values_list("date__year", flat=True)
        .distinct()
    )


def publishers() -> list[str]:
    return list(
        ReadingItem.objects.exclude(publisher="").order_by("publisher").values_list("publisher", flat=True).distinct()
    )


def topic_chips(request: HttpRequest, topics: list[Topic], current: str) -> list[dict[str, Any]]:
    """All, then each topic; a link keeps what else was asked for."""
    chips = [{"label": _("All topics"), "href": address(request, topic=""), "current": not current}]
    return chips + [
        {"label": topic.name, "href": address(request, topic=topic.slug), "current": topic.slug == current}
        for topic in topics
    ]


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The organisations of the directory, by kind, region, and any word in them."""
    form = DirectoryForm(request.GET)
    wish = form.wish()
    found = (
        Organisation.objects.listed()
        .with_words(wish.get("q", ""))
        .of_kind(wish.get("kind", ""))
        .in_region(wish.get("region", ""))
    )
    context = {
        "form": form,
        "organisations": Paginator(found, ORGANISATIONS_PER_PAGE).get_page(request.GET.get("page")),
        "active": active_filters(request, form, wish),
    }
    return render(request, "home/directory.html", context)


def active_filters(request: HttpRequest, form: NarrowForm, wish: dict[str, Any]) -> list[ActiveFilter]:
    """What narrows the list now, in words, each with the way out."""
    return [
        ActiveFilter(label=in_words(form, name, value), href=address(request, **{name: ""}))
        for name, value in wish.items()
    ]


def in_words(form: NarrowForm, name: str, value: str) -> str:
    field = form.fields[name]
    if isinstance(field, ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return _("“%(words)s”") % {"words": value}


def address(request: HttpRequest, **changes: str) -> str:
    """This page with other wishes, from its first page; an empty wish leaves the address."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return f"?{query.urlencode()}" if query else request.path
