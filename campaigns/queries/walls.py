"""The wall of runners and the leaderboard."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from campaigns.models import Campaign, FundraisingPage

from .totals import NOTHING, Totals, totals_by_page

Sort = Literal["raised", "near", "name", "new"]
SORTS: tuple[Sort, ...] = ("raised", "near", "name", "new")


@dataclass(frozen=True, kw_only=True)
class Card:
    """A runner on the wall."""

    page: FundraisingPage
    totals: Totals

    @property
    def percent(self) -> int:
        """Full percent of the runner's own target."""
        return self.totals.percent_of(self.page.target_jpy)

    @property
    def left_jpy(self) -> int:
        """Yen until the target; 0 from there on."""
        return max(self.page.target_jpy - self.totals.raised_jpy, 0)


def all_cards(campaign: Campaign) -> list[Card]:
    """Every runner's live page of the campaign with its totals."""
    sums = totals_by_page(campaign)
    pages = FundraisingPage.objects.live().of(campaign).of_runners().order_by("live_since", "pk")
    return [Card(page=page, totals=sums.get(page.pk, NOTHING)) for page in pages]


def leaderboard(cards: list[Card], *, places: int = 10) -> list[Card]:
    """Net raised, then distinct donors, then the earlier page; who raised nothing yet is not ranked."""
    ranked = sorted(cards, key=_rank)
    return [card for card in ranked if card.totals.raised_jpy > 0][:places]


def _rank(card: Card) -> tuple[int, int, int]:
    return (-card.totals.raised_jpy, -card.totals.donors, card.page.pk)


def arranged(cards: list[Card], *, search: str, sort: str) -> list[Card]:
    """The cards that match `search` (name or title, in both languages), in the order of `sort`."""
    words = search.casefold().split()
    found = [card for card in cards if all(word in _words_of(card.page) for word in words)]
    if sort == "name":
        return sorted(found, key=lambda card: (card.page.name_en or card.page.name).casefold())
    if sort == "new":
        return sorted(found, key=attrgetter("page.live_since", "page.pk"), reverse=True)
    if sort == "near":
        return sorted(found, key=lambda card: (card.left_jpy == 0, card.left_jpy, card.page.pk))
    return sorted(found, key=_rank)


def _words_of(page: FundraisingPage) -> str:
    return " ".join([page.name_ja, page.name_en, page.title_ja, page.title_en]).casefold()
