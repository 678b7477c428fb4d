"""What waits for somebody in the office."""

from dataclasses import dataclass

from campaigns.models import Donation, PageEdit, Runner


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Oldest first, so that nobody waits longer than those who came later."""

    messages: list[Donation]
    texts: list[PageEdit]
    applications: list[Runner]

    @property
    def count(self) -> int:
        return len(self.messages) + len(self.texts) + len(self.applications)


def waiting() -> Waiting:
    """Messages, texts and applications that nobody has decided on."""
    messages = Donation.objects.message_waits().select_related("page", "campaign").order_by("created_at")
    texts = PageEdit.objects.filter(state=PageEdit.State.WAITING).select_related(
        "page__runner__person", "page__team__captain__person"
    )
    applied = Runner.objects.filter(state=Runner.State.APPLIED).select_related("person", "race__campaign")
    return Waiting(
        messages=list(messages),
        texts=list(texts.order_by("proposed_at", "pk")),
        applications=list(applied.order_by("applied_at", "pk")),
    )
