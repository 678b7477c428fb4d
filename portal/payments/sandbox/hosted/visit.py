"""One visit to a hosted page: what was asked, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from portal.payments.sandbox.hosted.say import TOKYO
from portal.payments.sandbox.hosted.words import Words, language_of
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World


@dataclass(frozen=True)
class Visit:
    """`form` is empty unless the visitor pressed a button (`pressed`)."""

    world: World
    pressed: bool
    accept_language: str
    query: Mapping[str, object] = field(default_factory=dict)
    form: Mapping[str, object] = field(default_factory=dict)

    def words(self, locale: str | None) -> Words:
        return Words(language_of(locale, self.accept_language))

    def choice(self, name: str) -> str:
        value = self.form.get(name)
        return value if isinstance(value, str) else ""

    @property
    def year(self) -> int:
        return datetime.fromtimestamp(self.world.now(), TOKYO).year


@dataclass(frozen=True)
class Answer:
    """A page, or a way to go on (`location`)."""

    html: str = ""
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""


def go(location: str) -> Answer:
    return Answer(status=HTTPStatus.SEE_OTHER, location=location)


def success_url(session: Tree) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])
