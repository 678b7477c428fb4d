"""How a name is addressed in Japanese: a person 様, a company, group or office 御中."""

import re

# The words for a body under Japanese law, in full or as people write them short, and those of English names.
_BODIES = re.compile(
    r"会社|法人|組合|財団|協会|連合会|[㈱㈲㈳㈶]|[（(](?:株|有|同|資|名|社|一社|財|一財|特非|学|医|宗)[)）]"
    r"|\b(?:inc|ltd|llc|llp|corp|corporation|company|k\.?k|g\.?k|gmbh|plc|foundation|association)\b",
    re.IGNORECASE,
)
# Who signs for a body is a person again: 株式会社青葉 代表取締役 山田太郎 様.
_OFFICE_HOLDER = re.compile(r"\s(?:代表|取締役|理事長|社長|会長|店主|院長|校長)")


def names_a_body(name: str) -> bool:
    """Whether a name says by itself that it is of a company, an association or another body, not of a person."""
    return bool(_BODIES.search(name)) and not _OFFICE_HOLDER.search(name)


def same_name(one: str, other: str) -> bool:
    """Equal but for spaces; letters are never folded in names."""
    return "".join(one.split()) == "".join(other.split())
