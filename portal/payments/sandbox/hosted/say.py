"""Money and days as people read them."""

from datetime import datetime, timedelta, timezone

from portal.payments.sandbox.hosted.words import Words

TOKYO = timezone(timedelta(hours=9), "Asia/Tokyo")
_DAYS_JA = "月火水木金土日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def yen(words: Words, amount: int) -> str:
    return f"{amount:,}円" if words.language == "ja" else f"¥{amount:,}"


def day(words: Words, seconds: int, *, clock: bool = False) -> str:
    """A Tokyo day with its weekday, from seconds since 1970; with the time where asked."""
    when = datetime.fromtimestamp(seconds, TOKYO)
    if words.language == "ja":
        text = f"{when.year}年{when.month}月{when.day}日（{_DAYS_JA[when.weekday()]}）"
        return f"{text}{when:%H:%M}" if clock else text
    text = f"{_DAYS_EN[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"
    return f"{text}, {when:%H:%M}" if clock else text


def card(words: Words, facts: dict[str, str]) -> str:
    names = {"visa": "Visa", "mastercard": "Mastercard", "jcb": "JCB"}
    return words("card_ending", brand=names[facts["brand"]], last4=facts["last4"])
