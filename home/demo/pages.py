"""The site, its two trees, and the pages in them."""

import datetime as dt
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from portal.cms.models import BasePage, OrganisationSettings

from .content import genuine, neutral
from .texts import ABOUT, CONTACT, LEGAL, MARATHON, NEWS, ORGANISATION, PRIVACY, WINTER, activities_page
from .texts.home import HOME, NEWS_INDEX, home_facts
from .texts.shape import NewsText, PageText

AnyPage = TypeVar("AnyPage", bound=BasePage)


def load_pages(today: dt.date) -> dict[str, int]:
    """Make the pages that are missing and move the dates of news; returns how many pages each language has."""
    home = load_home()
    about = child_in_both(home, StandardPage, ABOUT)
    for text in (activities_page(genuine()["activities"], neutral), WINTER, MARATHON):
        child_in_both(about, StandardPage, text)
    for text in (CONTACT, PRIVACY, LEGAL):
        child_in_both(home, StandardPage, text)
    index = child_in_both(home, NewsIndexPage, NEWS_INDEX)
    for news in NEWS:
        date_in_both(child_in_both(index, NewsPage, news, date=today - dt.timedelta(days=news.days_ago)), news, today)
    made = {"in Japanese": "ja", "in English": "en"}
    return {name: Page.objects.filter(locale__language_code=code, depth__gt=1).count() for name, code in made.items()}


def load_home() -> HomePage:
    """The default site with its Japanese home page, the English one beside it, and who runs the house."""
    for code in ("ja", "en"):
        Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(locale__language_code="ja").first() or first_home()
    site = Site.objects.get(is_default_site=True)
    if not OrganisationSettings.objects.filter(site=site).exists():
        OrganisationSettings.objects.create(site=site, **ORGANISATION)
    return home


def first_home() -> HomePage:
    """Put our home page in the place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    home = HomePage(locale=Locale.objects.get(language_code="ja"), slug="home", **fields_of(HOME, "ja"))
    home.headline, home.facts = HOME.title["ja"], home_facts(genuine()["statistics"], "ja")
    home.title = "ともに"
    Page.objects.filter(depth=2, slug="home").exclude(pk__in=HomePage.objects.values("pk")).update(slug="welcome")
    root.refresh_from_db()
    root.add_child(instance=home)
    home.save_revision().publish()
    serve_from(home)
    english = home.copy_for_translation(Locale.objects.get(language_code="en"))
    write(english, HOME, "en")
    english.headline, english.facts = HOME.title["en"], home_facts(genuine()["statistics"], "en")
    english.title = "Tomoni"
    english.save_revision().publish()
    return home


def serve_from(home: HomePage) -> None:
    """The default site shows our home page; Wagtail's welcome page goes."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": address.hostname, "port": port, "root_page": home, "site_name": "Tomoni"},
    )
    for welcome in Page.objects.filter(depth=2, slug="welcome"):
        welcome.delete()


def child_in_both(parent: Page, kind: type[AnyPage], text: PageText, **fields: Any) -> AnyPage:
    """The Japanese page below `parent`, made with its English translation where it is missing."""
    found: AnyPage | None = kind.objects.child_of(parent).filter(slug=text.slug).first()
    if found is not None:
        return found
    page = kind(locale=parent.locale, slug=text.slug, show_in_menus=text.in_menu, **fields_of(text, "ja"), **fields)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    write(english, text, "en")
    english.save_revision().publish()
    return page


def fields_of(text: PageText, language: str) -> dict[str, Any]:
    return {"title": text.title[language], "lead": text.lead[language], "body": text.body.get(language, [])}


def write(page: BasePage, text: PageText, language: str) -> None:
    for field, words in fields_of(text, language).items():
        setattr(page, field, words)
    page.draft_title = page.title


def date_in_both(page: NewsPage, news: NewsText, today: dt.date) -> None:
    """On a later day the news are as many days old as they were; an editor's words stay."""
    date = today - dt.timedelta(days=news.days_ago)
    for translation in page.get_translations(inclusive=True):
        if translation.date != date:
            latest = translation.get_latest_revision_as_object()
            latest.date = date
            latest.save_revision().publish()
