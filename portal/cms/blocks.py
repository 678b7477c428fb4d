"""What editors build pages from. Every block has a template of its own in templates/cms/blocks/."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

PLAIN_FEATURES = ["bold", "italic", "link", "ol", "ul", "h3"]


class PictureBlock(blocks.StructBlock):
    """A photograph with the two things it may not go without: a text alternative and a credit."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What the picture shows"), max_length=200)
    credit = blocks.CharBlock(label=_("Credit"), max_length=120)
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class VoiceBlock(blocks.StructBlock):
    """Somebody's words. A paraphrase is never printed between quotation marks."""

    text = blocks.TextBlock(label=_("Words"))
    kind = blocks.ChoiceBlock(
        label=_("How close to the original"),
        choices=[("paraphrase", _("Paraphrase")), ("quotation", _("Quotation, word for word"))],
        default="paraphrase",
    )
    who = blocks.CharBlock(label=_("Whose"), max_length=120)
    source = blocks.CharBlock(label=_("Source"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Voice")
        template = "cms/blocks/voice.html"


class FigureBlock(blocks.StructBlock):
    """A number that says whose it is and of which year."""

    label = blocks.CharBlock(label=_("What is counted"), max_length=120)
    value = blocks.CharBlock(label=_("Value"), max_length=20, help_text=_("As it is printed, for example 12,300."))
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False)
    year = blocks.CharBlock(label=_("Year"), max_length=20)
    stated_by = blocks.CharBlock(label=_("As stated by"), max_length=160)
    note = blocks.CharBlock(label=_("Note"), max_length=200, required=False)

    class Meta:
        icon = "order"
        label = _("Figure with source")
        template = "cms/blocks/figure.html"


class CallBlock(blocks.StructBlock):
    """One thing to do next. The warm colour is for giving and for nothing else."""

    text = blocks.CharBlock(label=_("Sentence"), max_length=200)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=40)
    href = blocks.CharBlock(label=_("Address"), max_length=200, help_text=_("For example /en/shifts/"))
    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("primary", _("Ordinary")), ("give", _("Giving"))], default="primary"
    )

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "cms/blocks/call.html"


class CardBlock(blocks.StructBlock):
    """One of several things side by side."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=400)
    href = blocks.CharBlock(label=_("Address"), max_length=200, required=False)
    label = blocks.CharBlock(label=_("Words on the link"), max_length=60, required=False)

    class Meta:
        label = _("Card")


class CardsBlock(blocks.ListBlock):
    """Cards side by side."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("child_block", None)
        super().__init__(CardBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Cards")
        template = "cms/blocks/cards.html"


class FiguresBlock(blocks.ListBlock):
    """Figures side by side."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("child_block", None)
        super().__init__(FigureBlock(), **kwargs)

    class Meta:
        icon = "order"
        label = _("Figures with sources")
        template = "cms/blocks/figures.html"


class BodyBlocks(blocks.StreamBlock):
    """The blocks of every page body."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=120, template="cms/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES, template="cms/blocks/paragraph.html")
    picture = PictureBlock()
    voice = VoiceBlock()
    figures = FiguresBlock()
    cards = CardsBlock()
    call = CallBlock()
    law_table = blocks.StaticBlock(
        label=_("Table of the Act on Specified Commercial Transactions"),
        admin_text=_("Filled from the settings of the organisation."),
        icon="table",
        template="cms/blocks/law_table.html",
    )
    contact_table = blocks.StaticBlock(
        label=_("How to reach us"),
        admin_text=_("Filled from the settings of the organisation."),
        icon="mail",
        template="cms/blocks/contact_table.html",
    )
