"""Page types. Each page has one row per language; facts come live from the domains (home.front)."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.front import front_facts
from portal.cms.blocks import FigureBlock
from portal.cms.models import BasePage

NEWS_ON_HOME = 3
NEWS_PER_PAGE = 10


class HomePage(BasePage):
    """The front door: one sentence, one picture, three doors with live facts, the road, news, figures."""

    headline: "models.CharField[str, str]" = models.CharField(
        _("headline"), max_length=80, help_text=_("A slash / starts a new line.")
    )
    facts = StreamField([("figure", FigureBlock())], blank=True, max_num=4, verbose_name=_("figures with sources"))

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "home.NewsIndexPage", "training.CoursePage"]
    template = "home/home_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("facts"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def headline_lines(self) -> list[str]:
        return [line.strip() for line in self.headline.split("/")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = latest_news(self.locale_id)[:NEWS_ON_HOME]
        return context | {"front": front_facts(), "news": news}


class StandardPage(BasePage):
    """A page of words and pictures: about, activities, contact, privacy, the commercial transactions act."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The way here, without the root and without the home page of the other tree."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        above = self.get_ancestors().filter(depth__gt=1).order_by("depth")
        return context | {"above": list(above), "below": list(self.get_children().live().in_menu())}


class NewsIndexPage(BasePage):
    """All news, newest first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = Paginator(latest_news(self.locale_id), NEWS_PER_PAGE)
        return context | {"news": news.get_page(request.GET.get("page"))}


class NewsPage(BasePage):
    """One piece of news, with the day it is from."""

    date: "models.DateField[dt.date, dt.date]" = models.DateField(_("date"), default=timezone.localdate)

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "home/news_page.html"
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["-date"])]


def latest_news(locale_id: int) -> Any:
    """What is published in one language up to today, newest first."""
    today = timezone.localdate()
    return NewsPage.objects.live().filter(locale_id=locale_id, date__lte=today).order_by("-date", "-pk")
