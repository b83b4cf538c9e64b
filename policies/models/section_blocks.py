"""What the body of a section is made of. Every block is one addressable paragraph of the text."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from texts.bounds import is_too_long
from texts.nesting import Parents
from texts.outline.model import lacks_description

INLINE = ["bold", "italic", "link", "superscript", "subscript"]


class ListItemBlock(blocks.StructBlock):
    mark = blocks.CharBlock(
        label=_("Mark"), max_length=16, required=False, help_text=_("As printed: (a), (ii), 3.")
    )
    level = blocks.IntegerBlock(
        label=_("How far it is set in"),
        default=0,
        min_value=0,
        max_value=8,
        help_text=_("0 at the margin, as (a); 1 below such an item, as (i); and so on."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE, required=False)


class ListBlock(blocks.StructBlock):
    items = blocks.ListBlock(ListItemBlock(), label=_("Items"))

    class Meta:
        template = "policies/blocks/list.html"
        icon = "list-ul"
        label = _("List")

    def get_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["tree"] = nested_items(value["items"])
        context.setdefault("notes", {})
        return context


class ImageFigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        max_length=255,
        required=False,
        help_text=_("For readers who cannot see it. Leave empty only for decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)

    class Meta:
        template = "policies/blocks/image.html"
        icon = "image"
        label = _("Image")


class NoteBlock(blocks.StructBlock):
    mark = blocks.CharBlock(label=_("Mark"), max_length=16, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)

    class Meta:
        template = "policies/blocks/note.html"
        icon = "comment"
        label = _("Note")


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"), max_length=160)
    text = blocks.RichTextBlock(label=_("Meaning"), features=INLINE)

    class Meta:
        template = "policies/blocks/definition.html"
        icon = "openquote"
        label = _("Definition")


class SectionBlocks(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"),
        features=[*INLINE, "ol", "ul"],
        template="policies/blocks/paragraph.html",
    )
    list = ListBlock()
    table = TableBlock(label=_("Table"), template="policies/blocks/table.html")
    image = ImageFigureBlock()
    note = NoteBlock()
    definition = DefinitionBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        cleaned = super().clean(value)
        if is_too_long(self.get_prep_value(cleaned)):
            raise StreamBlockValidationError(
                non_block_errors=[
                    _("This is too long for one page. Part it into several sections.")
                ]
            )
        return cleaned


def pictures_lack_words(page: Page) -> int:
    """How many pictures of a policy's or a section's own text are not described."""
    text = getattr(page, "front_matter", None) or getattr(page, "body", None)
    if not isinstance(text, StreamValue) or not isinstance(text.stream_block, SectionBlocks):
        return 0
    return lacks_description(text.get_prep_value())


class NestedItem(TypedDict):
    """An item of a list with those below it; ``ordinal`` counts all items of the list from 1."""

    mark: str
    text: RichText
    ordinal: int
    children: list["NestedItem"]


def nested_items(items: Iterable[Mapping[str, Any]]) -> list[NestedItem]:
    """Items with depths as a tree."""
    root: list[NestedItem] = []
    lists = Parents(root)
    for ordinal, item in enumerate(items, start=1):
        level = item["level"] or 0
        node = NestedItem(mark=item["mark"], text=item["text"], ordinal=ordinal, children=[])
        lists.parent(level).append(node)
        lists.push(level, node["children"])
    return root
