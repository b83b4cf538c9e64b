"""Styled text: the words of one line as runs, read from inline HTML and written to it.

Whatever holds words in bold, raised or linked is a sequence of `Run`s: readers make them, the
outline cuts them, redlines compare them, downloads print them. Text that has been through `tidy`
agrees with its HTML character for character, so that a place found in one is a place in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from itertools import accumulate, groupby
from typing import Literal

from texts.cleaning import file_text, section_line, section_text

Style = Literal["strong", "em", "sub", "sup"]

STORED: dict[Style, str] = {"strong": "b", "em": "i", "sub": "sub", "sup": "sup"}
"""Each style's tag in the text of a section, the outermost first."""
STYLES: Mapping[str, Style] = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "sub": "sub",
    "sup": "sup",
}
"""Every tag that is read as a style."""
_BLANK = re.compile(r"\s+")
_SPACE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
"""White space but for breaks, unless it is one blank: what there is of that stays as it is."""
_SPACED_BREAK = re.compile(r" *\n *")
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
"""A sign that begins no tag, after which Python's parser would look through all that follows."""
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; a line break inside it is ``"\\n"``."""

    text: str
    styles: frozenset[Style] = frozenset()
    href: str = ""

    @property
    def signature(self) -> tuple[str, str]:
        """What of the style changes the meaning: raised or lowered, and where a link leads."""
        script = "sub" if "sub" in self.styles else "sup" if "sup" in self.styles else ""
        return script, self.href


Runs = tuple[Run, ...]


class RunParser(HTMLParser):
    """Reads inline HTML into `runs`; tags other than emphasis, links and breaks are dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._styles: dict[Style, int] = dict.fromkeys(STORED, 0)
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.add_break()
        elif tag == "a":
            self._links.append(self.link(dict(attrs).get("href") or ""))
        elif tag in STYLES:
            self._styles[STYLES[tag]] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._links.pop()
        elif tag in STYLES and self._styles[STYLES[tag]]:
            self._styles[STYLES[tag]] -= 1

    def handle_data(self, data: str) -> None:
        self.add(_BLANK.sub(" ", data))

    def add(self, text: str) -> None:
        """Take text in the style and link that are open."""
        href = self._links[-1] if self._links else ""
        styles = frozenset(style for style, open_tags in self._styles.items() if open_tags)
        self.runs.append(Run(text, styles, href))

    def add_break(self) -> None:
        self.add("\n")

    def link(self, target: str) -> str:
        return safe_link(target)


def parse(html: str) -> Runs:
    """Runs of inline HTML."""
    if "<" not in html and "&" not in html:
        return tidy([Run(html)])
    parser = RunParser()
    parser.feed(_NO_TAG.sub("&lt;", html))
    parser.close()
    return tidy(parser.runs)


def plain_runs(text: object) -> Runs:
    """Runs of a value that is text, not markup; its line breaks stay."""
    lines = section_text(text).splitlines()
    joined = "\n".join(section_line(line) for line in lines).strip("\n")
    return (Run(joined),) if joined else ()


def tidy(runs: Iterable[Run]) -> Runs:
    """Runs joined where alike, one space between words, none around breaks or at the ends."""
    runs = list(runs)
    return _tidy_one(runs[0]) if len(runs) == 1 else _tidy_many(runs)


def _tidy_one(run: Run) -> Runs:
    """As below, of what most texts are made of."""
    text = _SPACE.sub(" ", run.text)
    text = (_SPACED_BREAK.sub("\n", text) if "\n" in text else text).strip(" \n")
    if not text:
        return ()
    return (run if text == run.text else Run(text, run.styles, run.href),)


def _tidy_many(runs: Iterable[Run]) -> Runs:
    tidied: list[Run] = []
    for run in runs:
        text = _SPACED_BREAK.sub("\n", _SPACE.sub(" ", run.text))
        before = tidied[-1].text[-1] if tidied else "\n"
        if before in " \n":
            text = text.lstrip(" ")
        if before == " " and text.startswith("\n"):
            _strip_end(tidied, " ")
        if text:
            tidied.append(run if text == run.text else Run(text, run.styles, run.href))
    _strip_end(tidied, " \n")
    return _without_leading_breaks(joined(tidied))


def joined(runs: Iterable[Run]) -> list[Run]:
    """Runs that are alike as one, each joined in one go: many short ones add up to much."""
    return [
        Run(runs_text(alike), styles, href)
        for (styles, href), alike in groupby(runs, lambda run: (run.styles, run.href))
    ]


def _strip_end(runs: list[Run], characters: str) -> None:
    """Take characters off the end; a run of nothing else goes."""
    while runs and not runs[-1].text.rstrip(characters):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(characters))


def _without_leading_breaks(runs: list[Run]) -> Runs:
    first = next((at for at, run in enumerate(runs) if run.text.strip("\n")), len(runs))
    kept = runs[first:]
    return (replace(kept[0], text=kept[0].text.lstrip("\n")), *kept[1:]) if kept else ()


def to_html(runs: Iterable[Run], tags: dict[Style, str] = STORED) -> str:
    """HTML of runs: links outermost, then emphasis; every character of the text escaped.

    White space shows no emphasis and gets none, so that what reads alike is written as one.
    """
    plain = (run if run.text.strip() else Run(run.text, href=run.href) for run in runs)
    return "".join(_run_html(run, tags) for run in joined(plain))


def _run_html(run: Run, tags: dict[Style, str]) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br>")
    for style in reversed(tags):
        if style in run.styles:
            html = f"<{tags[style]}>{html}</{tags[style]}>"
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html


def runs_text(runs: Iterable[Run]) -> str:
    """The text of runs, their line breaks as they are."""
    return "".join(run.text for run in runs)


def one_line(runs: Iterable[Run]) -> str:
    """The text of runs on one line, character for character as long as `runs_text`."""
    return runs_text(runs).replace("\n", " ")


def plain(html: str) -> str:
    """The text of inline HTML on one line."""
    return one_line(parse(html))


def slice_runs(runs: Runs, start: int, end: int) -> Runs:
    """The runs between two character positions, cut where needed."""
    found: list[Run] = []
    position = 0
    for run in runs:
        low, high = max(start, position), min(end, position + len(run.text))
        if low < high:
            text = run.text[low - position : high - position]
            found.append(Run(text, run.styles, run.href))
        position += len(run.text)
        if position >= end:
            break
    return tuple(found)


class CutRuns:
    """Runs of which many pieces are taken, each without a look at all that stands before it."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self.bounds = [0, *accumulate(len(run.text) for run in runs)]

    def between(self, start: int, end: int) -> Runs:
        """The runs between two character positions, cut where needed."""
        first = max(bisect_right(self.bounds, start) - 1, 0)
        last = bisect_left(self.bounds, end)
        offset = self.bounds[first]
        return slice_runs(self.runs[first:last], start - offset, end - offset)


def cut(html: str, at: int) -> tuple[str, str]:
    """Two pieces of inline HTML, parted at character `at` of its plain text, both tidy."""
    runs = parse(html)
    end = len(runs_text(runs))
    return to_html(tidy(slice_runs(runs, 0, at))), to_html(tidy(slice_runs(runs, max(at, 0), end)))


def join(*pieces: str) -> str:
    """Pieces of inline HTML joined by a space."""
    return " ".join(piece for piece in pieces if piece)


def bold_prefix(runs: Iterable[Run]) -> str:
    """The bold words at the beginning, where a rest follows that is not bold."""
    prefix = ""
    for run in runs:
        if "strong" not in run.styles and run.text.strip():
            return prefix.strip()
        prefix += run.text
    return ""


def safe_link(target: str) -> str:
    """The target if it may be linked to (http, https, mailto), else an empty string."""
    target = file_text(target).strip()
    return target if _LINK.match(target) else ""
