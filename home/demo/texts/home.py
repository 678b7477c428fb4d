"""The front door's own words, and the figures under it."""

from typing import Any

from .shape import Block, PageText, figure

HOME = PageText(
    slug="home",
    title={"ja": "難民とともに、/この街で生きる。", "en": "With refugees,/in the same city."},
    lead={
        "ja": "手伝う、走る、学ぶ。日本に逃れてきた人を支える三つの入り口です。どれも、今日から始められます。",
        "en": "Help, run, learn: three doors to standing with people who have fled to Japan. You can walk through any of them today.",
    },
)
NEWS_INDEX = PageText(
    slug="news",
    title={"ja": "お知らせ", "en": "News"},
    lead={
        "ja": "講座、冬の支援、ランナーの集まり。いま起きていることをお伝えします。",
        "en": "The course, the winter, the runners: what is happening now.",
    },
    in_menu=True,
)

# What the home page shows: never figures about deaths, detention or a single nationality.
SHOWN = ["applicants_2024", "recognised_2024", "wait_average", "course_total"]
PRINTED: dict[str, dict[str, tuple[str, str, str, str]]] = {
    # id: value, unit, who states it, note
    "applicants_2024": {
        "ja": ("12,300", "人", "難民支援協会（2025年6月公開）", "概数です。"),
        "en": ("12,300", "people", "Japan Association for Refugees (June 2025)", "Rounded."),
    },
    "recognised_2024": {
        "ja": ("190", "人", "全国難民弁護団連絡会議", ""),
        "en": ("190", "people", "Japan Lawyers Network for Refugees", ""),
    },
    "wait_average": {
        "ja": ("約3", "年", "難民支援協会（2025年6月公開）", "一次審査と審査請求の平均期間の合計です。"),
        "en": ("about 3", "years", "Japan Association for Refugees (June 2025)", "First instance and appeal, averages added."),
    },
    "course_total": {
        "ja": ("3,600", "人以上", "難民支援協会（2025年）", "2001年からの合計です。"),
        "en": ("3,600+", "people", "Japan Association for Refugees (2025)", "Since 2001."),
    },
}  # fmt: skip


def home_facts(statistics: list[dict[str, Any]], language: str) -> list[Block]:
    """The figures of the front door, with the labels and years of content.json."""
    by_id = {entry["id"]: entry for entry in statistics}
    facts: list[Block] = []
    for key in SHOWN:
        value, unit, stated_by, note = PRINTED[key][language]
        year = f"{by_id[key]['year']}年" if language == "ja" else str(by_id[key]["year"])
        facts.append(("figure", figure(by_id[key][f"label_{language}"], value, unit, year, stated_by, note)))
    return facts
