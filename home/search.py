"""One search over everything public. Japanese words are found anywhere in a text; lessons are not searched at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.models import Campaign, FundraisingPage
from portal.cms.folded import with_words, words_of
from portal.ui import words
from training.models import Course
from volunteers.models import Role

from .models import NewsPage, Organisation, ReadingItem, StandardPage

SHOWN = 5


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    href: str
    text: str = ""
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` leads to the list that shows all of it."""

    label: str
    hits: list[Hit]
    total: int
    more: str = ""


def search(query: str, request: HttpRequest) -> list[Group]:
    """Groups with at least one hit, the reader's own doors first; nothing for an empty query."""
    if not words_of(query):
        return []
    kinds: list[Callable[[str, HttpRequest], Group]] = [
        campaigns, runners, roles, courses, pages, news, organisations, readings,
    ]  # fmt: skip
    return [group for kind in kinds if (group := kind(query, request)).total]


def campaigns(query: str, request: HttpRequest) -> Group:
    found = in_columns(Campaign.objects.public(), query, "name_ja", "name_en", "lead_ja", "lead_en")
    return group(_("Campaigns"), found.current_first(), lambda one: Hit(one.name, one.get_absolute_url(), one.lead))


def runners(query: str, request: HttpRequest) -> Group:
    live = FundraisingPage.objects.live()
    found = in_columns(live, query, "name_ja", "name_en", "title_ja", "title_en", "story_ja", "story_en")
    return group(
        _("Runners"), found.order_by("name_ja", "pk"), lambda one: Hit(one.name, one.get_absolute_url(), one.title)
    )


def roles(query: str, request: HttpRequest) -> Group:
    """Work that volunteers do; each leads to its shifts."""
    found = in_columns(Role.objects.all(), query, "name_ja", "name_en", "summary_ja", "summary_en")
    shifts = reverse("volunteers:shift-list")
    return group(
        _("Volunteering"),
        found,
        lambda role: Hit(role.name, f"{shifts}?{urlencode({'role': role.slug})}", role.summary),
    )


def courses(query: str, request: HttpRequest) -> Group:
    found = in_columns(Course.objects.order_by("slug"), query, "name_ja", "name_en", "summary_ja", "summary_en")
    return group(_("Courses"), found, lambda one: Hit(one.name, one.get_absolute_url(), one.summary))


def pages(query: str, request: HttpRequest) -> Group:
    found = with_words(StandardPage.objects.live().public().filter(locale__language_code=get_language()), query)
    return group(
        _("Pages of this site"),
        found.order_by("path"),
        lambda page: Hit(page.title, address_of(page, request), page.lead),
    )


def news(query: str, request: HttpRequest) -> Group:
    here = NewsPage.objects.live().public().filter(locale__language_code=get_language(), date__lte=timezone.localdate())
    found = with_words(here, query).order_by("-date", "-pk")
    return group(
        _("News"), found, lambda page: Hit(page.title, address_of(page, request), page.lead, words.day(page.date))
    )


def organisations(query: str, request: HttpRequest) -> Group:
    directory = reverse("home:directory")
    return group(
        _("Organisations"),
        Organisation.objects.listed().with_words(query),
        lambda one: Hit(one.name, f"{directory}#{one.slug}", one.description, one.other_name),
        more=f"{directory}?{urlencode({'q': query})}",
    )


def readings(query: str, request: HttpRequest) -> Group:
    """Readings lead to the list: many have no address of their own. Sensitive ones show no description here."""
    more = f"{reverse('home:reading')}?{urlencode({'q': query})}"
    return group(
        _("Reading list"),
        ReadingItem.objects.with_words(query).newest_first(),
        lambda item: Hit(
            item.title,
            f"{more}#{item.slug}",
            "" if item.sensitive else item.description,
            " · ".join(part for part in (item.publisher, item.published) if part),
            item.language,
        ),
        more=more,
    )


def group(label: str, found: "QuerySet[Any]", hit: Callable[[Any], Hit], *, more: str = "") -> Group:
    """The first few, and how many there are; the count is asked for only where more exist."""
    first = list(found[: SHOWN + 1])
    total = len(first) if len(first) <= SHOWN else found.count()
    return Group(label=label, hits=[hit(one) for one in first[:SHOWN]], total=total, more=more if total > SHOWN else "")


def in_columns(found: Any, query: str, *columns: str) -> Any:
    """The rows that hold every word of `query` in one of these columns."""
    for word in words_of(query):
        somewhere = Q()
        for column in columns:
            somewhere |= Q(**{f"{column}__icontains": word})
        found = found.filter(somewhere)
    return found


def address_of(page: Page, request: HttpRequest) -> str:
    return str(page.get_url(request) or "")
