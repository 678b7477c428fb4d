"""Folding of what people type: digits, dashes, half-width kana, e-mail; never names.

NFKC and NFC replace some kanji of personal names (U+FA19, U+F9B2), so names stay byte for byte.
"""

import re
import unicodedata

DASHES = "-‐‑‒–—―−ー－"  # hyphens, dashes, minus, the long-vowel mark as typed for a dash
_DIGITS = {ord("０") + n: str(n) for n in range(10)}


def fold_digits(text: str) -> str:
    """Full-width digits to ASCII; everything else untouched."""
    return text.translate(_DIGITS)


def fold_number(text: str) -> str:
    """For postcodes and telephone numbers: ASCII digits, every dash as '-', no spaces."""
    text = fold_digits(text)
    text = re.sub(f"[{re.escape(DASHES)}]", "-", text)
    return re.sub(r"\s", "", text)


def fold_kana(text: str) -> str:
    """Half-width katakana to full width; other characters stay."""
    return re.sub(r"[\uFF61-\uFF9F]+", lambda found: unicodedata.normalize("NFKC", found.group()), text)


def fold_email(text: str) -> str:
    """Full-width letters and surrounding space away, domain and local part in lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()
