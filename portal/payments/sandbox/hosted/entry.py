"""What a payer typed, and whether it can be used."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.payments.sandbox.cards import CARDS, Card, passes_luhn
from portal.payments.sandbox.hosted.say import TOKYO
from portal.payments.sandbox.objects.payments import Payer

_EXPIRY = re.compile(r"\s*(\d{1,2})\s*[/\-.]?\s*(\d{4}|\d{2})\s*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass
class Entry:
    """The form as typed, so that it can be shown again; `errors` maps a field to a key of words."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    card: Card | None = None

    def text(self, name: str) -> str:
        return self.typed.get(name, "")

    @property
    def payer(self) -> Payer:
        return Payer(self.text("name"), self.text("email"))


FIELDS = ("method", "number", "expiry", "cvc", "name", "email")


def read_form(form: Mapping[str, object]) -> Entry:
    """Only the fields we know, trimmed; nothing is judged yet."""
    values = {name: form.get(name) for name in FIELDS}
    return Entry({name: value.strip() for name, value in values.items() if isinstance(value, str)})


def check_payer(entry: Entry) -> None:
    if not entry.text("name"):
        entry.errors["name"] = "name_missing"
    if not entry.text("email"):
        entry.errors["email"] = "email_missing"
    elif not _EMAIL.fullmatch(entry.text("email")):
        entry.errors["email"] = "email_wrong"


def check_card(entry: Entry, now: int) -> None:
    """Number, expiry and code; sets `entry.card` where all three can be used."""
    number = _digits(entry.text("number"))
    if problem := _number_problem(number):
        entry.errors["number"] = problem
    month, year = _expiry(entry.text("expiry"))
    if problem := _expiry_problem(month, year, now):
        entry.errors["expiry"] = problem
    if not re.fullmatch(r"[0-9]{3}", _digits(entry.text("cvc"))):
        entry.errors["cvc"] = "cvc_missing"
    if not {"number", "expiry", "cvc"} & set(entry.errors):
        entry.card = Card(number, month, year)


def _digits(text: str) -> str:
    """Full-width digits count; spaces and dashes of any kind do not."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\-‐-―−ー]", "", folded)


def _number_problem(number: str) -> str | None:
    if not number:
        return "number_missing"
    if not re.fullmatch(r"[0-9]{12,19}", number) or not passes_luhn(number):
        return "number_wrong"
    return None if number in CARDS else "number_real"


def _expiry(text: str) -> tuple[int, int]:
    """(month, year), or (0, 0) where it cannot be read."""
    match = _EXPIRY.fullmatch(unicodedata.normalize("NFKC", text))
    if not match:
        return 0, 0
    month, year = int(match[1]), int(match[2])
    return (month, year + 2000 if year < 100 else year) if 1 <= month <= 12 else (0, 0)


def _expiry_problem(month: int, year: int, now: int) -> str | None:
    if not month:
        return "expiry_missing"
    today = datetime.fromtimestamp(now, TOKYO)
    return "expiry_past" if (year, month) < (today.year, today.month) else None
