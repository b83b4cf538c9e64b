"""Inline HTML as spans: cut it at a character, join it, read its plain text.

Every importer's inline HTML goes through here once, so that `plain(html)` and the text a pattern
was matched against agree character for character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

from texts.cleaning import clean_text

_STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "sub": "sub", "sup": "sup"}
_ORDER = ("b", "i", "sub", "sup")
_SPACE = re.compile(r"[^\S\n]+")
_BREAK = re.compile(r" *\n[\n ]*")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A stretch of text in one style. A line break is a newline character."""

    text: str
    tags: frozenset[str] = frozenset()
    href: str = ""


def safe_link(target: str) -> str:
    """The target if it may be linked to (http, https, mailto), else an empty string."""
    target = clean_text(target).strip()
    return target if _LINK.match(target) else ""


def tidy(spans: Iterable[Span]) -> list[Span]:
    """Spans with white space collapsed across their borders and equal neighbours joined."""
    tidied: list[Span] = []
    hyphenated = False
    for span in spans:
        raw = span.text.lstrip(" ") if hyphenated else span.text
        hyphenated = raw.endswith("\u00ad") or (hyphenated and not raw)
        text = _BREAK.sub("\n", _SPACE.sub(" ", clean_text(raw)))
        end = tidied[-1].text[-1] if tidied else "\n"
        if end == "\n":
            text = text.lstrip(" \n")
        elif text.lstrip(" ").startswith("\n"):
            text = text.lstrip(" ")
            _strip_end(tidied)
        elif end == " ":
            text = text.lstrip(" ")
        if not text:
            continue
        last = tidied[-1] if tidied else None
        if last and (last.tags, last.href) == (span.tags, span.href):
            tidied[-1] = replace(last, text=last.text + text)
        else:
            tidied.append(replace(span, text=text))
    _strip_end(tidied)
    return tidied


def _strip_end(spans: list[Span]) -> None:
    """Take white space off the end of the last span; a span of nothing else goes."""
    while spans and not spans[-1].text.rstrip():
        spans.pop()
    if spans:
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())


def to_html(spans: Iterable[Span]) -> str:
    """HTML of spans: links outermost, then emphasis; all text escaped."""
    parts = []
    for span in spans:
        html = escape(span.text, quote=False).replace("\n", "<br>")
        for tag in reversed(_ORDER):
            if tag in span.tags and span.text.strip():
                html = f"<{tag}>{html}</{tag}>"
        if span.href:
            html = f'<a href="{escape(span.href)}">{html}</a>'
        parts.append(html)
    return "".join(parts)


def to_text(spans: Iterable[Span]) -> str:
    """Plain text on one line, as long as the spans' text."""
    return "".join(span.text for span in spans).replace("\n", " ")


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: list[Span] = []
        self._open: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
        elif tag == "a":
            self._links.append(safe_link(dict(attrs).get("href") or ""))
        elif tag in _STYLES:
            self._open.append(_STYLES[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._links.pop()
        elif _STYLES.get(tag) in self._open:
            self._open.remove(_STYLES[tag])

    def handle_data(self, data: str) -> None:
        self._add(data.replace("\n", " "))

    def _add(self, text: str) -> None:
        href = self._links[-1] if self._links else ""
        self.spans.append(Span(text, frozenset(self._open), href))


def parse(html: str) -> list[Span]:
    """Spans of inline HTML; tags other than emphasis, links and breaks are dropped."""
    if "<" not in html and "&" not in html:
        return tidy([Span(html)])
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return tidy(parser.spans)


def plain(html: str) -> str:
    """The text of inline HTML on one line."""
    return to_text(parse(html))


def cut(html: str, at: int) -> tuple[str, str]:
    """Two pieces of inline HTML, parted at character `at` of its plain text, both tidy."""
    left: list[Span] = []
    right: list[Span] = []
    for span in parse(html):
        inside = max(0, min(at, len(span.text)))
        left.append(replace(span, text=span.text[:inside]))
        right.append(replace(span, text=span.text[inside:]))
        at -= len(span.text)
    return to_html(tidy(left)), to_html(tidy(right))


def join(*pieces: str) -> str:
    """Pieces of inline HTML joined by a space."""
    return " ".join(piece for piece in pieces if piece)


def bold_prefix(spans: Iterable[Span]) -> str:
    """The bold words at the beginning, where a rest follows that is not bold."""
    prefix = ""
    for span in spans:
        if "b" not in span.tags and span.text.strip():
            return prefix.strip()
        prefix += span.text
    return ""
