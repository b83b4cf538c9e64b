"""Read Markdown: CommonMark with tables and footnotes, by way of the HTML it stands for.

Markup inside a Markdown text may span its paragraphs, so all of it is rendered first and then read
like any other page.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from texts.cleaning import file_line, file_text
from texts.kept_words import remark as _
from texts.patterns import has_words, lost_lines, words
from texts.readers.door import too_long
from texts.readers.markdown_tags import MarkdownTags
from texts.readers.web.html_reader import read as read_html
from texts.source import Beside, SourceDocument, SourceLine, UnreadableDocument

MAX_NESTING = 60
"""Markdown's reader leaves out what lies deeper; a list takes two levels."""
MAX_PARAGRAPH = 20_000
"""Characters of one paragraph; its markup is read again from each bracket that opens."""
MAX_OPENINGS = 20_000
"""Signs that may open a link, a picture or a tag, in the whole text."""
_OPENING = re.compile(r"[\[<]")
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(.+?)(?P=quote)[ \t]*$", re.MULTILINE)
_SETTING = re.compile(r"[A-Za-z][\w -]{0,40}:(?:\s|$)")
_INDENTED_MARKUP = re.compile(
    r"^[ \t]+(?=</?(?:li|[uo]l|p|div|table|thead|tbody|t[rdh]|h[1-6]|d[ltd])\b)",
    re.MULTILINE | re.IGNORECASE,
)
"""Tags that are only indented to be readable; four spaces would make them code."""
_MARKUP = (
    (re.compile(r"^[ \t]{0,3}\[[^\]^\n]{1,200}\]:.*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}\[\^[^\]\s]{1,40}\]:", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t>]*\d{1,9}[.)]", re.MULTILINE), ""),
    (re.compile(r"(?<=\])\([^()\n]{0,500}\)"), ""),
)
"""What of a text is no word of it, and what stands instead."""
_SIGNS = re.compile(r"[*`~\\\[\]]")
"""They part no words here: they may be markup, of which nothing is left, or stand in the text."""
_ASIDES = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>", "<!": ">"}
_ASIDE = re.compile(r"<!--|<\?|<!\[CDATA\[|<!(?=[A-Za-z])")
_BOLD_HEADING_WORDS = 12
_SENTENCE_ENDS = (".", ",", ";", ":", "!", "?", "\u2014", "\u2013")
_DEFINITION = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*")
_CITATION = re.compile(r"\[\^([^\]\s]{1,40})\]")


def read(text: str) -> SourceDocument:
    """The document a Markdown text holds; settings before the text are no part of it.

    Raises `UnreadableDocument` where it is nested too deep, or too much for one policy.
    """
    text = file_text(text).replace("\r\n", "\n").replace("\r", "\n")
    title, body = _without_front_matter(text)
    said = body
    env: dict[str, Any] = {"notes": {}, "cited": []}
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    parser.disable("code")
    parser.block.ruler.before("reference", "note", _take_note, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "citation", _cite)
    parser.core.ruler.after("block", "bounds", _check_bounds)
    body = _INDENTED_MARKUP.sub("", body)
    tags = MarkdownTags(body)
    tags.use(parser)
    tokens = parser.parse(body, env)
    if any(token.level >= MAX_NESTING - 2 for token in tokens):
        raise UnreadableDocument(
            _("Lists or quotations are nested too deeply. Lessen their depth and try again.")
        )
    html = parser.renderer.render(tokens, parser.options, env)
    document = read_html(f"<html><body>{html}{_passages(env, parser)}</body></html>")
    document.title = title
    plain, comments = _without_comments(said)
    document.beside = [item for item in document.beside if item.reason != "comment"]
    document.source_text += _lost(tags.without(plain), document)
    document.beside += [Beside(item, "comment") for item in comments if has_words(item)]
    settings = file_line(text.removesuffix(said)) if said != text else ""
    if has_words(settings):
        document.beside.insert(0, Beside(settings, "settings"))
    _mark_bold_headings(document.lines)
    return document


def _lost(text: str, document: SourceDocument) -> str:
    """Words of the text itself that never came into the page that it stands for, such as cells
    beyond the columns of their table.
    """
    arrived = [document.source_text, *(item.text for item in document.beside)]
    for markup, instead in _MARKUP:
        text = markup.sub(instead, text)
    plain = _SIGNS.sub("", unescape(text)).replace("|", "\n")  # a cell is a line
    missing = Counter(words(plain)) - Counter(words(_SIGNS.sub("", "\n".join(arrived))))
    return "".join(f"\n{line}" for line, _before in lost_lines(plain, missing))


def _without_comments(text: str) -> tuple[str, list[str]]:
    """The text without comments of HTML and other words for programs alone, and those."""
    kept, comments = [], []
    at, unclosed = 0, set[str]()
    for opened in _ASIDE.finditer(text):
        begin, end = opened.end(), _ASIDES[opened[0]]
        if opened.start() < at or end in unclosed:
            continue
        closed = text.find(end, begin)
        if closed < 0:
            unclosed.add(end)
            continue
        kept.append(text[at : opened.start()])
        comments.append(file_line(text[begin:closed]))
        at = closed + len(end)
    return " ".join([*kept, text[at:]]), comments


def _check_bounds(state: StateCore) -> None:
    """Raises `UnreadableDocument` for what would take minutes to read."""
    paragraphs = [token.content for token in state.tokens if token.type == "inline"]
    openings = sum(len(_OPENING.findall(each)) for each in paragraphs)
    if openings > MAX_OPENINGS or any(len(each) > MAX_PARAGRAPH for each in paragraphs):
        raise too_long()


def _mark_bold_headings(lines: list[SourceLine]) -> None:
    """Give a short bold paragraph of its own an outline level, one below the heading above it.

    Many writers of Markdown use it for the last level of headings. Where there is no real heading,
    looks alone decide, as in any other format.
    """
    level = None
    for line, following in pairwise([*lines, SourceLine(bold=True)]):
        if line.heading is not None:
            level = line.heading
        elif level is not None and _is_bold_heading(line) and not following.bold:
            line.outline = level + 1


def _is_bold_heading(line: SourceLine) -> bool:
    plain = line.kind == "text" and not line.quoted and line.list_level is None
    few = len(line.text.split()) <= _BOLD_HEADING_WORDS
    return plain and line.bold and few and not line.text.endswith(_SENTENCE_ENDS)


def _without_front_matter(text: str) -> tuple[str, str]:
    """The title that leading settings give, and the text after them."""
    match = _FRONT_MATTER.match(text)
    if not match or not _SETTING.match(match.group(1).lstrip()):
        return "", text
    title = _FRONT_TITLE.search(match.group(1))
    return file_line(title.group(2))[:255] if title else "", text[match.end() :]


def _take_note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[^mark]: text``, with the indented lines after it."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _DEFINITION.match(line)
    if not match or state.is_code_block(start):
        return False
    if silent:
        return True
    lines = [line[match.end() :]]
    following = start + 1
    while following < end and not state.isEmpty(following):
        if state.sCount[following] <= state.blkIndent:
            break
        lines.append(state.getLines(following, following + 1, state.blkIndent, False).strip())
        following += 1
    state.env["notes"].setdefault(match.group(1), "\n".join(lines))
    state.line = following
    return True


def _cite(state: StateInline, silent: bool) -> bool:
    """``[^mark]`` where there is such a note; only the first citation leads to it."""
    match = _CITATION.match(state.src, state.pos)
    if not match or match.group(1) not in state.env["notes"]:
        return False
    if not silent:
        name = escape(match.group(1))
        mark = f'<a href="#passage-{name}">{name}</a>'
        if match.group(1) in state.env["cited"]:
            mark = f"[{name}]"
        state.env["cited"].append(match.group(1))
        state.push("html_inline", "", 0).content = f'<sup id="citation-{name}">{mark}</sup>'
    state.pos = match.end()
    return True


def _passages(env: dict[str, Any], parser: MarkdownIt) -> str:
    """The notes at the end, each leading back to its citation; those never cited with a mark."""
    passages = []
    for name, text in env["notes"].items():
        html = parser.renderInline(text, {"notes": {}})
        mark = "" if name in env["cited"] else f"[{escape(name)}] "
        passages.append(
            f'<div id="passage-{escape(name)}">{mark}{html}'
            f'<a href="#citation-{escape(name)}"></a></div>'
        )
    return "".join(passages)
