"""Numbers on paper that anybody can check and nobody can guess, and what a check may say."""

import secrets
import unicodedata
from dataclasses import dataclass, field

from portal.people.folding import DASHES

# Crockford's base 32: no I, L, O, U, so that nothing is misread aloud or on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 16  # five bits each: 80 random bits
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_IGNORED = set(DASHES) | set(" \u3000\t\r\n")


@dataclass(frozen=True)
class Checked:
    """What the page that checks a number says of one paper, in the reader's language: a sentence, and (label, value)."""

    valid: bool
    sentence: str
    facts: list[tuple[str, str]] = field(default_factory=list)


def check_character(body: str) -> str:
    """Luhn's sum modulo 32: notices every single wrong character and nearly every swap of neighbours."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character)
        doubled = value * 2 if position % 2 == 0 else value
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def new_code() -> str:
    """Seventeen characters: eighty random bits and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _position in range(RANDOM_CHARACTERS))
    return body + check_character(body)


def read_code(typed: str) -> str | None:
    """The code as stored, from what somebody typed or read aloud; None where it cannot be one."""
    text = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(_READ_AS.get(character, character) for character in text if character not in _IGNORED)
    if len(code) != RANDOM_CHARACTERS + 1 or any(character not in ALPHABET for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def in_groups(code: str) -> str:
    """XXXX-XXXX-XXXX-XXXX-X, as printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
