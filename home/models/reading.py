"""The reading list: what others have published about refugees in Japan."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.cms.folded import FoldedTextField, with_words
from portal.people.paired import Paired
from portal.ui import words


class Topic(models.Model):
    """What a reading is about."""

    slug = models.SlugField(unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Paired("name")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class ReadingQuerySet(models.QuerySet["ReadingItem"]):
    """The list, narrowed the way readers narrow it. Every method leaves the list as it is for an empty wish."""

    def with_words(self, query: str) -> Self:
        """Entries that hold every word, anywhere: 難民 is found inside a title."""
        return with_words(self, query)  # type: ignore[return-value]

    def about(self, topic: str) -> Self:
        """Entries whose first or further topics include the one with this slug, each entry once."""
        if not topic:
            return self
        further = ReadingItem.secondary_topics.through.objects.filter(readingitem_id=OuterRef("pk"), topic__slug=topic)
        return self.filter(Q(topic__slug=topic) | Exists(further))

    def from_year(self, year: int | None) -> Self:
        return self.filter(date__year=year) if year else self

    def published_by(self, publisher: str) -> Self:
        return self.filter(publisher=publisher) if publisher else self

    def of_type(self, kind: str) -> Self:
        return self.filter(type=kind) if kind else self

    def newest_first(self) -> Self:
        """By date, the undated last, the same order every time."""
        return self.order_by(models.F("date").desc(nulls_last=True), "title", "pk")


class ReadingItem(models.Model):
    """An article, report, film or data set by somebody else: title and date as published, words of our own."""

    class Type(models.TextChoices):
        ARTICLE = "article", _("Article")
        REPORT = "report", _("Report")
        FACT_SHEET = "fact_sheet", _("Fact sheet")
        DATASET = "dataset", _("Data")
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")
        BLOG = "blog", _("Blog")

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    slug = models.SlugField(_("short name"), unique=True)
    title = models.CharField(_("title as published"), max_length=300)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="en"
    )
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    date = models.DateField(pgettext_lazy("date", "published"), null=True, blank=True)
    date_precision = models.CharField(_("how much of the date is known"), max_length=5, choices=Precision, blank=True)
    type = models.CharField(_("type"), max_length=12, choices=Type, default=Type.ARTICLE)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="items", verbose_name=_("topic"))
    secondary_topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("further topics"))
    authors = models.CharField(_("authors"), max_length=200, blank=True)
    description_ja = models.TextField(_("description in Japanese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Deaths, self-harm, deportation, families: shown with a note.")
    )
    url = models.URLField(pgettext_lazy("page", "address"), null=True, blank=True, max_length=300)
    search_text = FoldedTextField(sources=["title", "publisher", "authors", "description_ja", "description_en"])
    description = Paired("description")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("reading list")
        indexes = [models.Index(fields=["-date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(date__isnull=True, date_precision="") | Q(date__isnull=False) & ~Q(date_precision=""),
                name="reading_has_a_date_and_its_precision_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> str:
        """The date as far as it is known: a day, a month, a year, or nothing."""
        if self.date is None:
            return ""
        if self.date_precision == self.Precision.YEAR:
            return f"{self.date.year}" if words.in_english() else f"{self.date.year}年"
        if self.date_precision == self.Precision.MONTH:
            month = words.MONTHS_EN[self.date.month - 1]
            return f"{month} {self.date.year}" if words.in_english() else f"{self.date.year}年{self.date.month}月"
        if words.in_english():
            return f"{self.date.day} {words.MONTHS_EN[self.date.month - 1]} {self.date.year}"
        return f"{self.date.year}年{self.date.month}月{self.date.day}日"
