"""The people of the demonstration: accounts to sign in with, 51 runners, and a crowd around them.

Everything is drawn from a seeded generator, so two machines show the same people.
"""

import datetime as dt
import itertools
import random
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.people.models import PRIVACY_VERSION, Consent, Person

from .names import FAMILIES, FROM_ELSEWHERE, GIVENS

PASSWORD = "tomoni-demo"  # noqa: S105  # printed by the command, on purpose
RUNNERS = 51
CROWD = 120
CROWD_PER_SCALE = 500
NAMESPACE = uuid.UUID("6f0b0e0c-7d54-4a86-9a51-7c1c0a6a2027")
BATCH = 1000

Fields = dict[str, Any]


@dataclass(frozen=True)
class People:
    """Who is there: accounts by their first word ("volunteer", "runner", …), the 51 runners, the crowd."""

    by_name: dict[str, Person]
    crowd: list[Person]
    runners: list[Person]


# word: (family, given, family kana, given kana, Latin, language, languages spoken, year of birth, staff group)
ACCOUNTS: dict[str, tuple[str, str, str, str, str, str, list[str], int, str]] = {
    "volunteer": ("青山", "はるか", "アオヤマ", "ハルカ", "Haruka Aoyama", "ja", ["ja", "en"], 1996, ""),
    "runner": ("小川", "健", "オガワ", "ケン", "Ken Ogawa", "ja", ["ja", "en"], 1988, ""),
    "trainee": ("野口", "みのり", "ノグチ", "ミノリ", "Minori Noguchi", "ja", ["ja"], 2003, ""),
    "donor": ("ベネット", "クララ", "ベネット", "クララ", "Clara Bennett", "en", ["en", "ja"], 1979, ""),
    "captain": ("平田", "聡", "ヒラタ", "サトシ", "Satoshi Hirata", "ja", ["ja", "en"], 1975, ""),
    "coordinator": (
        "宮本",
        "千佳",
        "ミヤモト",
        "チカ",
        "Chika Miyamoto",
        "ja",
        ["ja", "en", "fr"],
        1985,
        "Coordinators",
    ),
    "marathon": ("沢田", "悠", "サワダ", "ユウ", "Yu Sawada", "ja", ["ja", "en"], 1993, "Coordinators"),
    "fundraiser": ("大西", "徹", "オオニシ", "トオル", "Toru Onishi", "ja", ["ja", "en"], 1982, "Fundraisers"),
    "trainer": ("秋山", "理恵", "アキヤマ", "リエ", "Rie Akiyama", "ja", ["ja", "en"], 1978, "Trainers"),
    "editor": ("川島", "透", "カワシマ", "トオル", "Toru Kawashima", "ja", ["ja", "en"], 1990, "Editors"),
    "admin": ("菅原", "友子", "スガワラ", "トモコ", "Tomoko Sugawara", "ja", ["ja", "en"], 1972, ""),
}


def load_people(today: dt.date, scale: int = 1) -> People:
    """Make the people that are missing and return them all; a second call makes nobody."""
    accounts = [account_fields(word) for word in ACCOUNTS]
    runners = with_names_of_their_own([f"runner{n:02d}@example.org" for n in range(2, RUNNERS + 1)])
    crowd = [someone(f"friend{n:05d}@example.org") for n in range(1, CROWD + CROWD_PER_SCALE * (scale - 1) + 1)]
    make_missing([*accounts, *runners, *crowd])
    by_email = {person.email: person for person in Person.objects.filter(email__endswith="@example.org").order_by("pk")}
    found = People(
        by_name={word: by_email[f"{word}@example.org"] for word in ACCOUNTS},
        runners=[by_email["runner@example.org"], *(by_email[fields["email"]] for fields in runners)],
        crowd=[by_email[fields["email"]] for fields in crowd],
    )
    agree_to_privacy([*found.by_name.values(), *found.runners[1:], *found.crowd])
    let_sign_in(found)
    return found


def make_missing(wanted: list[Fields]) -> None:
    """Insert the people whose address is not there yet."""
    there = set(Person.objects.filter(email__endswith="@example.org").values_list("email", flat=True))
    missing = [fields for fields in wanted if fields["email"] not in there]
    if not missing:
        return
    password, closed = make_password(PASSWORD), make_password(None)
    Person.objects.bulk_create(
        [
            Person(**fields, password=password if fields["email"].split("@")[0] in ACCOUNTS else closed)
            for fields in missing
        ],
        batch_size=BATCH,
    )


def account_fields(word: str) -> Fields:
    """One of the accounts of contract.md."""
    family, given, family_kana, given_kana, latin, language, spoken, born, group = ACCOUNTS[word]
    return {
        "email": f"{word}@example.org",
        "uuid": uuid.uuid5(NAMESPACE, word),
        "family_name": family,
        "given_name": given,
        "family_kana": family_kana,
        "given_kana": given_kana,
        "latin_name": latin,
        "language": language,
        "languages_spoken": spoken,
        "birth_date": dt.date(born, 4, 2),
        "prefecture": "東京都",
        "is_staff": bool(group) or word == "admin",
        "is_superuser": word == "admin",
    }


def with_names_of_their_own(emails: list[str]) -> list[Fields]:
    """Adults of whom no two share a name, nor one with an account: a wall of runners is searched by name."""
    taken = {(family, given) for family, given, *_ in ACCOUNTS.values()}
    people = []
    for email in emails:
        tries = (someone(email, adult=True, attempt=n) for n in itertools.count())
        person = next(one for one in tries if (one["family_name"], one["given_name"]) not in taken)
        taken.add((person["family_name"], person["given_name"]))
        people.append(person)
    return people


def someone(email: str, *, adult: bool = False, attempt: int = 0) -> Fields:
    """A fictional person, the same one every time for the same address (and attempt)."""
    draw = random.Random(f"{email}{attempt or ''}")  # noqa: S311  # a demonstration, not a secret
    fields: Fields = {"email": email, "uuid": uuid.uuid5(NAMESPACE, email), "prefecture": draw.choice(PREFECTURES)}
    if draw.random() < 0.12:
        family, given, latin = draw.choice(FROM_ELSEWHERE)
        fields |= {"family_name": family, "given_name": given, "family_kana": family, "given_kana": given}
        fields |= {"latin_name": latin, "language": "en", "languages_spoken": ["en", draw.choice(["ja", "fr", "es"])]}
    else:
        family_name, given_name = draw.choice(FAMILIES), draw.choice(GIVENS)
        fields |= {"family_name": family_name[0], "given_name": given_name[0]}
        fields |= {"family_kana": family_name[1], "given_kana": given_name[1]}
        fields |= {"latin_name": f"{given_name[2]} {family_name[2]}", "language": "ja"}
        fields |= {"languages_spoken": draw.choice([["ja"], ["ja"], ["ja", "en"], ["ja", "en", "fr"], ["ja", "fa"]])}
    fields["birth_date"] = dt.date(
        draw.randint(1955, 2004 if adult else 2009), draw.randint(1, 12), draw.randint(1, 28)
    )
    return fields


PREFECTURES = ["東京都", "東京都", "東京都", "神奈川県", "神奈川県", "埼玉県", "千葉県", "愛知県", "大阪府", "沖縄県"]


def agree_to_privacy(people: list[Person]) -> None:
    """Everybody agreed to the current privacy text; nothing is stored of anybody who did not."""
    agreed = set(Consent.objects.filter(kind=Consent.Kind.PRIVACY).values_list("person_id", flat=True))
    Consent.objects.bulk_create(
        [
            Consent(person=person, kind=Consent.Kind.PRIVACY, version=PRIVACY_VERSION, given_at=timezone.now())
            for person in people
            if person.pk not in agreed
        ],
        batch_size=BATCH,
    )


def let_sign_in(people: People) -> None:
    """Verified addresses for the accounts, and their staff groups."""
    have = set(EmailAddress.objects.values_list("email", flat=True))
    for word, person in people.by_name.items():
        if person.email not in have:
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        group = ACCOUNTS[word][-1]
        if group and not person.groups.filter(name=group).exists():
            person.groups.add(Group.objects.get_or_create(name=group)[0])
