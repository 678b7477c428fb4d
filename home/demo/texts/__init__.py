"""The words of the demonstration's pages, in both languages.

They paraphrase public texts of a model organisation (home/demo/content.json); nothing is quoted word for word, no
asylum seeker is named, and amounts of what a gift does are examples.
"""

from .about import ABOUT, ACTIVITIES_LEAD, CONTACT, activities_page
from .law import LEGAL, ORGANISATION, PRIVACY
from .news import NEWS
from .shape import Block, NewsText, PageText, Words
from .stories import MARATHON, WINTER

__all__ = [
    "ABOUT", "ACTIVITIES_LEAD", "CONTACT", "LEGAL", "MARATHON", "NEWS", "ORGANISATION", "PRIVACY", "WINTER",
    "Block", "NewsText", "PageText", "Words", "activities_page",
]  # fmt: skip
