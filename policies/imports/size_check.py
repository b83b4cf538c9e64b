"""An outline that is more than a policy may hold makes no pages: not one of them."""

from policies.publishing.services import PolicyError
from texts.bounds import MAX_SECTIONS, is_too_long
from texts.kept_words import remark as _
from texts.outline.model import Outline


def check_bounds(outline: Outline) -> None:
    """Raises `PolicyError` for too many sections, and for one that is too long for a page."""
    if len(outline.sections) > MAX_SECTIONS:
        raise PolicyError(
            _(
                "The outline has %(count)d sections; a policy can have %(most)d."
                " Merge some of them, or split the file into several.",
                count=len(outline.sections),
                most=MAX_SECTIONS,
            )
        )
    for section in outline.sections:
        if is_too_long(section.blocks):
            raise PolicyError(
                _(
                    "“%(section)s” is too long for one page."
                    " Make headings of some of its paragraphs, or leave out what is no text.",
                    section=f"{section.number} {section.title}".strip(),
                )
            )
    if is_too_long(outline.front_matter):
        raise PolicyError(
            _(
                "What stands before the first section is too long for one page."
                " Make headings of some of its paragraphs."
            )
        )
