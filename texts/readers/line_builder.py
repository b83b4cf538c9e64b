"""Collect the runs of one paragraph into a `SourceLine`; for readers of HTML and ODT."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from texts.inline import Span, bold_prefix, tidy, to_html, to_text
from texts.source import SourceLine, SourceNote

_SPACES = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True)
class RunStyle:
    """How a run looks; `size` in points, None where the file does not say."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    raised: bool = False
    lowered: bool = False
    href: str = ""
    size: float | None = None

    @property
    def tags(self) -> frozenset[str]:
        shown = {
            "b": self.bold,
            "i": self.italic,
            "sup": self.raised,
            "sub": self.lowered,
        }
        return frozenset(tag for tag, wanted in shown.items() if wanted)


class LineBuilder:
    """Runs of one paragraph, in order."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._words: list[tuple[str, RunStyle]] = []
        self._notes: list[SourceNote] = []

    def add(self, text: str | None, style: RunStyle) -> None:
        """Text with white space as in HTML: any amount counts as one space.

        It is cleaned with the whole paragraph, since a word parted by a soft hyphen may be
        parted over runs.
        """
        if not text:
            return
        text = _SPACES.sub(" ", text)
        self._append(Span(text, style.tags, style.href))
        if any(map(str.isalnum, text)):
            self._words.append((text, style))

    def add_lines(self, text: str | None, style: RunStyle) -> None:
        """Text in which line ends count."""
        for number, line in enumerate(re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text or "")):
            if number:
                self.add_break()
            self.add(line, style)

    def add_break(self) -> None:
        last = self._spans[-1] if self._spans else Span("")
        self._append(replace(last, text="\n"))

    def add_note(self, note: SourceNote) -> None:
        self._spans.append(Span(f"[{note.mark}]", frozenset({"sup"})))
        self._notes.append(note)

    @property
    def notes(self) -> list[SourceNote]:
        return list(self._notes)

    def line(self, **hints: Any) -> SourceLine | None:
        """The paragraph as a `SourceLine` with the reader's hints; None where it holds nothing."""
        spans = tidy(self._spans)
        if not spans:
            return None
        text = to_text(spans)
        words = self._words
        return SourceLine(
            text=text,
            html=to_html(spans),
            bold=bool(words) and all(style.bold for _text, style in words),
            italic=bool(words) and all(style.italic for _text, style in words),
            caps=sum(map(str.isalpha, text)) > 1 and all(_is_caps(*word) for word in words),
            size=_main_size(words),
            bold_prefix=bold_prefix(spans),
            notes=self._notes,
            **hints,
        )

    def _append(self, span: Span) -> None:
        """Join equal neighbours, so that space around a break is seen as such."""
        last = self._spans[-1] if self._spans else None
        if last and (last.tags, last.href) == (span.tags, span.href):
            self._spans[-1] = replace(last, text=last.text + span.text)
        else:
            self._spans.append(span)


def _is_caps(text: str, style: RunStyle) -> bool:
    return style.caps or not any(map(str.islower, text))


def _main_size(words: list[tuple[str, RunStyle]]) -> float | None:
    sizes: Counter[float] = Counter()
    for text, style in words:
        if style.size:
            sizes[style.size] += len(text)
    return sizes.most_common(1)[0][0] if sizes else None
