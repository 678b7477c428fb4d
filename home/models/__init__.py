"""Pages that editors write, the reading list, and the directory of organisations."""

from .directory import Organisation
from .pages import HomePage, NewsIndexPage, NewsPage, StandardPage
from .reading import ReadingItem, Topic

__all__ = ["HomePage", "NewsIndexPage", "NewsPage", "Organisation", "ReadingItem", "StandardPage", "Topic"]
