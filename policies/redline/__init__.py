"""Comparing texts: within a section, between editions, and finding words again in a later text."""

from policies.redline.anchors import Anchor, find_quote, quoted_block
from policies.redline.blocks import RedlineBlock, redline_blocks
from policies.redline.editions import EditionComparison, SectionChange, compare_editions
from policies.redline.html import blocks_html, redline_html, redline_text_html
from policies.redline.matching import Match, match_sections

__all__ = [
    "Anchor",
    "EditionComparison",
    "Match",
    "RedlineBlock",
    "SectionChange",
    "blocks_html",
    "compare_editions",
    "find_quote",
    "match_sections",
    "quoted_block",
    "redline_blocks",
    "redline_html",
    "redline_text_html",
]
