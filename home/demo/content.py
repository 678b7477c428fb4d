"""The reading list and the directory, from content.json: facts as published, descriptions in our words."""

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from home.models import Organisation, ReadingItem, Topic

SOURCE = Path(__file__).with_name("content.json")
REGIONS = {
    "Japan": Organisation.Region.JAPAN,
    "Tokyo": Organisation.Region.TOKYO,
    "Ibaraki": Organisation.Region.IBARAKI,
    "Kanagawa": Organisation.Region.KANAGAWA,
    "Aichi": Organisation.Region.AICHI,
    "Asia Pacific": Organisation.Region.ASIA_PACIFIC,
}


@cache
def genuine() -> dict[str, Any]:
    """content.json, read once."""
    content: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return content


def neutral(text: str, language: str) -> str:
    """The model organisation is not named where the demonstration speaks of its own work."""
    if language == "ja":
        return text.replace("JAR", "私たち")
    return re.sub(
        r"(^|[.!?] )?JAR\b",
        lambda found: f"{found[1]}The organisation" if found[1] is not None else "the organisation",
        text,
    )


def load_content() -> dict[str, int]:
    """Insert what is missing; returns how many topics, readings and organisations there are."""
    topics = load_topics()
    load_readings(topics)
    load_organisations()
    return {
        "topics": Topic.objects.count(),
        "readings": ReadingItem.objects.count(),
        "organisations": Organisation.objects.listed().count(),
    }


def load_topics() -> dict[str, Topic]:
    for position, topic in enumerate(genuine()["topics"], 1):
        names = {"name_ja": topic["ja"], "name_en": topic["en"], "position": position}
        Topic.objects.get_or_create(slug=topic["slug"], defaults=names)
    return {topic.slug: topic for topic in Topic.objects.all()}


def load_readings(topics: dict[str, Topic]) -> None:
    """Each distinct entry once: an entry that another line of the source repeats is left out."""
    have = set(ReadingItem.objects.values_list("slug", flat=True))
    for article in genuine()["articles"]:
        if article["duplicate_of_line"] is None and article["id"] not in have:
            item = ReadingItem.objects.create(**reading_fields(article), topic=topics[article["topic"]])
            item.secondary_topics.set(topics[slug] for slug in article["secondary_topics"])


def reading_fields(article: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": article["id"],
        "title": article["title"],
        "publisher": article["publisher"] or "",
        "date": first_day(article["date"]),
        "date_precision": article["date_precision"] or "",
        "type": article["type"],
        "authors": ", ".join(article["authors"]),
        "description_ja": article["description_ja"],
        "description_en": article["description_en"],
        "sensitive": article["sensitive"],
        "url": article["url"],
    }


def first_day(date: str | None) -> dt.date | None:
    """`2013-07` is stored as 2013-07-01 and `2019` as 2019-01-01; the precision says how much of it is known."""
    return dt.date.fromisoformat(date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date) if date else None


def load_organisations() -> None:
    have = set(Organisation.objects.values_list("slug", flat=True))
    for entry in genuine()["organisations"]:
        if entry["id"] not in have:
            Organisation.objects.create(
                slug=entry["id"],
                name_ja=entry["name_ja"] or "",
                name_en=entry["name"],
                kind=entry["kind"],
                region=REGIONS[entry["region"]],
                description_ja=entry["description_ja"],
                description_en=entry["description_en"],
                is_listed=entry["listed_in_directory"],
            )
