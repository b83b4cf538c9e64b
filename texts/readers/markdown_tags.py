"""What stands in angle brackets in a Markdown text: a tag of a page, or words that would vanish.

"Held at <time> in <name of ward>" and "x <y and z> w" read like tags, and a page shows nothing of
one that it does not know. Only what surely is a tag stays one; all else is words, as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from lxml.html import defs
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TAG = re.compile(
    r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<rest>(?:\"[^\"<>]*\"|'[^'<>]*'|[^<>\"'])*)>"
)
_VALUE = re.compile(r"(?<![\w:.-])[\w:.-]++\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=`]+)")
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)")
# fmt: off
_NAMES = defs.tags | frozenset({
    "bdi", "data", "main", "picture", "template", "annotation", "menclose", "mfenced", "mfrac",
    "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "ms", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
    "semantics",
})
_ALONE = frozenset({
    "br", "hr", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "col",
})
"""Tags that stand by themselves, or that many leave open."""
_FLAGS = frozenset({
    "checked", "compact", "controls", "disabled", "hidden", "multiple", "noshade", "nowrap", "open",
    "readonly", "required", "reversed", "selected",
})
"""What a tag may say without a value."""
# fmt: on


class MarkdownTags:
    """The tags of one text; of most it needs to know whether they are closed."""

    def __init__(self, text: str) -> None:
        self._closed = {name.lower() for name in _CLOSING.findall(text)}

    def use(self, parser: MarkdownIt) -> None:
        """Let the parser take for text what is no tag."""
        options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
        parser.block.ruler.at("html_block", self._block, options)
        parser.core.ruler.after("inline", "words_in_brackets", self._show)

    def without(self, text: str) -> str:
        """The text without its tags, a space for each."""
        return _TAG.sub(lambda tag: " " if self._is_tag(tag) else tag[0], text)

    def _block(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        tag = _TAG.match(state.src, state.bMarks[start] + state.tShift[start])
        if tag and not self._is_tag(tag):
            return False
        return html_block(state, start, end, silent)

    def _show(self, state: StateCore) -> None:
        for token in _raw(state.tokens):
            token.content = _TAG.sub(
                lambda tag: tag[0] if self._is_tag(tag) else escape(tag[0]), token.content
            )

    def _is_tag(self, tag: re.Match[str]) -> bool:
        name = tag["name"].lower()
        if name not in _NAMES:
            return False
        left, valued = _VALUE.subn("", tag["rest"])
        if not {word.lower() for word in left.strip("/ \n\t").split()} <= _FLAGS:
            return False
        return bool(tag["closes"] or valued) or name in self._closed | _ALONE


def _raw(tokens: list[Token]) -> Iterator[Token]:
    """The tokens that are handed on as they were typed."""
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            yield token
        yield from _raw(token.children or [])
