"""What an editor can put into the body of the network's own pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class ContentBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        icon="title",
        max_length=120,
        template="home/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"),
        features=["bold", "italic", "link", "document-link", "ol", "ul"],
    )
    image = ImageBlock(label=_("Image"), template="home/blocks/image.html")
    callout = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(label=_("Title"), max_length=120)),
            (
                "text",
                blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"]),
            ),
        ],
        label=_("Highlighted box"),
        icon="info-circle",
        template="home/blocks/callout.html",
    )
