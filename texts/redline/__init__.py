"""Comparing texts: within a section, between editions, and finding words again in a later text."""

from texts.redline.anchors import Anchor, find_quote, quoted_block
from texts.redline.block_changes import RedlineBlock, redline_blocks
from texts.redline.edition_changes import (
    EditionComparison,
    SectionChange,
    compare_editions,
    retold,
    told,
)
from texts.redline.matching import Match, match_sections
from texts.redline.redline_html import (
    blocks_html,
    redline_html,
    redline_text_html,
)
from texts.redline.section_redlines import fitting, section_redline, section_redlines

__all__ = [
    "Anchor",
    "EditionComparison",
    "Match",
    "RedlineBlock",
    "SectionChange",
    "blocks_html",
    "compare_editions",
    "find_quote",
    "fitting",
    "match_sections",
    "quoted_block",
    "redline_blocks",
    "redline_html",
    "redline_text_html",
    "retold",
    "section_redline",
    "section_redlines",
    "told",
]
