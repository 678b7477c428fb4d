"""Pages, readings and organisations for tests."""

import datetime as dt
import itertools

from wagtail.models import Locale, Page, Site

from home.models import HomePage, NewsIndexPage, NewsPage, Organisation, ReadingItem, StandardPage, Topic

_number = itertools.count(1)


def make_trees() -> dict[str, HomePage]:
    """A Japanese home page behind the default site and its English translation, both with a list of news."""
    japanese, _ = Locale.objects.get_or_create(language_code="ja")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="ともに", slug="front", headline="難民と/ともに", locale=japanese))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": home}
    )
    home.add_child(instance=NewsIndexPage(title="ニュース", slug="news", locale=japanese))
    other = home.copy_for_translation(english)
    other.title, other.headline = "Tomoni", "With/refugees"
    other.save_revision().publish()
    return {"ja": home, "en": other}


def make_news(home: HomePage, **overrides) -> NewsPage:
    """A published piece of news below `home`."""
    n = next(_number)
    fields = {"title": f"ニュース{n}", "slug": f"news-{n}", "date": dt.date(2026, 11, 1), "lead": "短い知らせです。"}
    index = NewsIndexPage.objects.child_of(home).get()
    return index.add_child(instance=NewsPage(locale=home.locale, **(fields | overrides)))


def make_page(parent: Page, **overrides) -> StandardPage:
    n = next(_number)
    fields = {"title": f"ページ{n}", "slug": f"page-{n}"}
    return parent.add_child(instance=StandardPage(locale=parent.locale, **(fields | overrides)))


def make_topic(**overrides) -> Topic:
    n = next(_number)
    return Topic.objects.create(
        **({"slug": f"topic-{n}", "name_ja": f"テーマ{n}", "name_en": f"Topic {n}"} | overrides)
    )


def make_reading(*, secondary: tuple[Topic, ...] = (), **overrides) -> ReadingItem:
    n = next(_number)
    fields = {
        "slug": f"reading-{n}",
        "title": f"Reading number {n}",
        "publisher": "The Example Times",
        "date": dt.date(2020, 5, 1),
        "date_precision": "day",
        "description_ja": "説明です。",
        "description_en": "A description.",
    } | overrides
    fields.setdefault("topic", Topic.objects.first() or make_topic())
    item = ReadingItem.objects.create(**fields)
    item.secondary_topics.set(secondary)
    return item


def make_organisation(**overrides) -> Organisation:
    n = next(_number)
    fields = {
        "slug": f"organisation-{n}",
        "name_ja": f"団体{n}",
        "name_en": f"Organisation {n}",
        "kind": "ngo",
        "region": "tokyo",
        "description_ja": "説明です。",
        "description_en": "A description.",
    }
    return Organisation.objects.create(**(fields | overrides))
