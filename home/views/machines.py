"""What crawlers ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from campaigns.models import Campaign, FundraisingPage
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from training.models import Course

LISTS = [
    "volunteers:shift-list",
    "training:course-list",
    "home:reading",
    "home:directory",
]
AT_MOST = 20_000  # half of what a sitemap may hold (sitemaps.org: 50,000)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; personal pages, feeds, accounts and the back office may not."""
    return render(
        request, "home/robots.txt", {"sitemap": f"{settings.BASE_URL}/sitemap.xml"}, content_type="text/plain"
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address in both languages. Lessons and private pages never stand here."""
    addresses = [*page_addresses(request), *product_addresses()]
    return render(request, "home/sitemap.xml", {"addresses": addresses[:AT_MOST]}, content_type="application/xml")


def page_addresses(request: HttpRequest) -> list[str]:
    pages = Page.objects.live().public().type(HomePage, StandardPage, NewsIndexPage, NewsPage).order_by("path")
    return [settings.BASE_URL + page.get_url(request) for page in pages if page.get_url(request)]


def product_addresses() -> list[str]:
    """Lists, campaigns, runners' pages and courses, once per language."""
    things = [
        *Campaign.objects.public().order_by("slug"),
        *Course.objects.order_by("slug"),
        *FundraisingPage.objects.live().order_by("slug"),
    ]
    found: list[str] = []
    for language in ("ja", "en"):
        with translation.override(language):
            found += [settings.BASE_URL + reverse(name) for name in LISTS]
            found += [settings.BASE_URL + thing.get_absolute_url() for thing in things]
    return found
