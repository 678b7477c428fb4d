"""The two campaigns, their words, the race with its places, and the gatherings; dates follow the day of loading."""

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.actions import date_changed
from campaigns.models import Campaign, CoursePoint, Gathering, GiftTerms, Impact, Passage, Race, Wave
from home.demo.content import genuine, neutral

FIRST_RACE_DAY = dt.date(2027, 3, 7)
TERMS_VERSION = "2026-11"
TERMS_JA = (
    "寄付の受取先は、この団体です。ランナー個人が受け取ることはありません。\n\n"
    "いただいたご寄付は、日本に逃れてきた人びとへの支援(相談、食料、住まい、医療、就労など)と、その運営に使います。使いみちを指定することはできません。\n\n"
    "お支払い後の取り消しは原則としてできません。金額をまちがえたときは、お早めにご連絡ください。\n\n"
    "コンビニでのお支払いは、入金が確認できた時点で寄付となります。期限までにお支払いがないときは、申し込みはなかったものとして扱います。"
)
TERMS_EN = (
    "The gift is received by this organisation, never by a runner.\n\n"
    "It is used to support people who have fled to Japan (counsel, food, shelter, medical care, work) and to run "
    "that support. A gift cannot be tied to one purpose.\n\n"
    "A payment cannot normally be taken back. If you made a mistake with the amount, please write to us soon.\n\n"
    "A payment at a convenience store is a gift once the money has arrived. If it is not paid in time, nothing happens."
)

# km, Japanese, English, we cheer here
POINTS: list[tuple[str, str, str, bool]] = [
    ("0", "新宿", "Shinjuku", False),
    ("10", "秋葉原", "Akihabara", False),
    ("20", "蔵前橋", "Kuramae Bridge", True),
    ("30", "浜町", "Hamachō", True),
    ("39", "応援団", "Our cheer", True),
    ("42.195", "丸の内", "Marunouchi", False),
]


def race_day(today: dt.date) -> dt.date:
    """7 March 2027; once that has passed, the next first Sunday of March."""
    day = FIRST_RACE_DAY
    while day < today:
        first = dt.date(day.year + 1, 3, 1)
        day = first + dt.timedelta(days=(6 - first.weekday()) % 7)
    return day


def load_setting(today: dt.date) -> tuple[Campaign, Campaign]:
    """The race campaign and the winter appeal, with everything that is written about them."""
    terms, _ = GiftTerms.objects.get_or_create(
        version=TERMS_VERSION,
        defaults={
            "donee_ja": "認定NPO法人ともに(デモ)",
            "donee_en": "Tomoni, certified NPO (demonstration)",
            "text_ja": TERMS_JA,
            "text_en": TERMS_EN,
            "valid_from": dt.date(2026, 11, 1),
        },
    )
    load_impacts()
    marathon = load_marathon(today, terms)
    winter = load_winter(today, terms)
    return marathon, winter


def load_impacts() -> None:
    """What amounts do, as published about 2022; ¥3,000 is a part of the first."""
    examples = [
        {"amount_jpy": 3000, "text_ja": "食事9食分", "text_en": "9 meals"},
        {"amount_jpy": 5000, "text_ja": "食事15食分", "text_en": "15 meals"},
        {"amount_jpy": 10_000, "text_ja": "面談2回分の通訳", "text_en": "interpreting for two interviews"},
        {"amount_jpy": 30_000, "text_ja": "安全に眠れる10泊", "text_en": "ten safe nights"},
    ]
    for example in examples:
        words = {key: example[key] for key in ("text_ja", "text_en")}
        Impact.objects.get_or_create(
            amount_jpy=example["amount_jpy"], defaults={**words, "year": 2022, "source": "refugee.or.jp/donate"}
        )


def load_marathon(today: dt.date, terms: GiftTerms) -> Campaign:
    day = race_day(today)
    campaign, _ = Campaign.objects.update_or_create(
        slug="tokyo-marathon-2027",
        defaults={
            "kind": Campaign.Kind.RACE,
            "state": Campaign.State.OPEN,
            "name_ja": f"東京マラソン{day.year}",
            "name_en": f"Tokyo Marathon {day.year}",
            "lead_ja": "51人のランナーが、「TOKYO With REFUGEES」のTシャツで42.195キロを走ります。一人ひとりのページから応援してください。",
            "lead_en": "Fifty-one runners in “TOKYO With REFUGEES” shirts, 42.195 kilometres. Cheer each of them on from their own page.",
            "goal_jpy": 4_000_000,
            "opens_on": today - dt.timedelta(days=120),
            "closes_on": day + dt.timedelta(days=21),
            "gift_terms": terms,
        },
    )
    load_race(campaign, today, day)
    load_passages(campaign, Passage.Kind.STORY, _story_of_2025())
    load_passages(campaign, Passage.Kind.VOICE, _voices_of_2025())
    load_gatherings(campaign, today, day)
    return campaign


def load_race(campaign: Campaign, today: dt.date, day: dt.date) -> None:
    facts: dict[str, Any] = {
        "starts_at": dt.time(9, 10),
        "limit_minutes": 7 * 60,
        "minimum_pledge_jpy": 100_000,
        "places": 60,
        "apply_from": today - dt.timedelta(days=60),
        "apply_until": today + dt.timedelta(days=21),
        "selection_rule_ja": "寄付の予定金額、次に志望理由で選びます(2026年大会の方法をもとにした仮の内容)。",
        "selection_rule_en": "By the amount hoped for, then by your reasons (provisional, after the rule of 2026).",
        "source": "running-journal.com, 2025-06-24 (2026)",
        "is_provisional": True,
    }
    race, _ = Race.objects.get_or_create(campaign=campaign, defaults={"date": day, **facts})
    moved = race.date != day
    for name, value in {"date": day, **facts}.items():
        setattr(race, name, value)
    race.save()
    if moved:
        date_changed(thing=race, fields=["date"])
    for minutes, name in enumerate("ABCDEFGHIJKL"):
        starts_at = dt.time(9, 10 + minutes * 2)
        Wave.objects.update_or_create(race=race, name=name, defaults={"starts_at": starts_at})
    for km, label_ja, label_en, cheering in POINTS:
        note = ("旗を持って待っています。", "We wait there with flags.") if cheering else ("", "")
        CoursePoint.objects.get_or_create(
            race=race,
            km=km,
            defaults={
                "label_ja": label_ja,
                "label_en": label_en,
                "source_year": 2025,
                "is_cheering": cheering,
                "note_ja": note[0],
                "note_en": note[1],
            },
        )


def load_winter(today: dt.date, terms: GiftTerms) -> Campaign:
    campaign, _ = Campaign.objects.update_or_create(
        slug="winter-2026",
        defaults={
            "kind": Campaign.Kind.APPEAL,
            "state": Campaign.State.OPEN,
            "name_ja": "冬の緊急寄付",
            "name_en": "Winter appeal",
            "lead_ja": "冬も、平日は毎日、支援を求める人が事務所を訪れます。安心して年を越せるように、力を貸してください。",
            "lead_en": "In winter too, people come to the office every weekday. Help them to see the year through in safety.",
            "goal_jpy": 1_500_000,
            "opens_on": today - dt.timedelta(days=61),
            "closes_on": today + dt.timedelta(days=70),
            "gift_terms": terms,
        },
    )
    source = ("団体の冬の支援状況(2025年12月)", "The organisation's winter update (December 2025)")
    wanted = ("daily_visits", "homeless", "waiting", "health", "help")
    facts = [fact for fact in genuine()["winter_appeal"]["facts"] if fact["key"] in wanted]
    # The source's two languages differ here; this is what both say.
    own_words = {"waiting": "Others wait without public assistance."}
    texts = [(fact["text_ja"], own_words.get(fact["key"], fact["text_en"])) for fact in facts]
    load_passages(campaign, Passage.Kind.FACT, [(ja, en, 2025, *source) for ja, en in texts])
    return campaign


Row = tuple[str, str, int, str, str]


def load_passages(campaign: Campaign, kind: str, rows: list[Row]) -> None:
    for position, (text_ja, text_en, year, source_ja, source_en) in enumerate(rows, 1):
        words = {"text_ja": neutral(text_ja, "ja"), "text_en": neutral(text_en, "en")}
        Passage.objects.get_or_create(
            campaign=campaign,
            kind=kind,
            position=position,
            defaults={**words, "year": year, "source_ja": source_ja, "source_en": source_en},
        )


SOURCE_2025 = ("団体の大会報告(2025年6月)", "The organisation's report of the race (June 2025)")


def _story_of_2025() -> list[Row]:
    facts = {fact["key"]: fact for fact in genuine()["runner_story"]["facts"]}
    told = [facts[key] for key in ("runners_2025", "training", "sendoff", "expo", "cheer_points", "weather")]
    return [(sentence(fact["text_ja"]), upper(fact["text_en"]), 2025, *SOURCE_2025) for fact in told]


def _voices_of_2025() -> list[Row]:
    gists = genuine()["runner_story"]["comment_gists"]
    return [(gist["gist_ja"], gist["gist_en"], 2025, *SOURCE_2025) for gist in gists]


def sentence(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def upper(text: str) -> str:
    """A sentence begins with a capital and ends with a full stop."""
    return text[0].upper() + text[1:].rstrip(".") + "."


def load_gatherings(campaign: Campaign, today: dt.date, day: dt.date) -> None:
    """Two practice runs, the send-off party and the EXPO; one that is over moves to its next date."""
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7 + 7)
    wanted: list[tuple[str, str, dt.date, int, int, int, str, str, str, str]] = [
        ("practice", "runners", saturday, 10, 2, 24, "第1回 練習会", "First practice run",
         "コーチと一緒に体を動かし、フルマラソンの悩みを話します。", "Training with a coach, and talk about worries."),
        ("practice", "everybody", saturday + dt.timedelta(days=28), 10, 2, 30, "第2回 練習会", "Second practice run",
         "応援の人も歓迎です。歩いても走っても楽しめます。", "Friends are welcome. Walk or run."),
        ("sendoff", "everybody", max(day - dt.timedelta(days=36), today + dt.timedelta(days=3)), 14, 2, 60, "壮行会", "Send-off party",
         "ランナー、ボランティア、スタッフが集まり、レースへ送り出します。", "Runners, volunteers and staff meet before the race."),
        ("expo", "everybody", max(day - dt.timedelta(days=2), today + dt.timedelta(days=5)), 11, 6, 40, "EXPO訪問", "EXPO visit",
         "ランナー受付の日に、ブースで声をかけ合いましょう。", "Meet at our stand when runners collect their bibs."),
    ]  # fmt: skip
    for kind, audience, date, hour, hours, capacity, title_ja, title_en, text_ja, text_en in wanted:
        start = dt.datetime.combine(date, dt.time(hour), tzinfo=timezone.get_default_timezone())
        when = {"starts_at": start, "ends_at": start + dt.timedelta(hours=hours)}
        place = {"place_ja": "東京都内(参加の方にお知らせします)", "place_en": "In Tokyo (we tell those who come)"}
        if kind == "expo":
            place = {"place_ja": "東京マラソンEXPO会場", "place_en": "Tokyo Marathon EXPO"}
        gathering, made = Gathering.objects.get_or_create(
            campaign=campaign,
            title_ja=title_ja,
            defaults={
                **when, **place, "kind": kind, "audience": audience, "capacity": capacity, "title_en": title_en,
                "text_ja": text_ja, "text_en": text_en,
            },
        )  # fmt: skip
        if not made and gathering.ends_at < timezone.now():
            Gathering.objects.filter(pk=gathering.pk).update(**when)
            date_changed(thing=gathering, fields=list(when))
