"""Collect the runs of one paragraph into a `SourceLine`; for readers of HTML and ODT."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from texts.cleaning import file_text
from texts.readers.looks import RunLook, underlining
from texts.runs import Run, Runs, bold_prefix, joined, one_line, tidy, to_html
from texts.source import SourceLine, SourceNote

_SPACES = re.compile(r"[\s\u00a0]+")
_BREAKS = re.compile(r"\n+")


class LineBuilder:
    """Runs of one paragraph, in order."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._words: list[tuple[str, RunLook]] = []
        self._pieces: list[tuple[str, RunLook]] = []
        self._notes: list[SourceNote] = []

    def add(self, text: str | None, look: RunLook) -> None:
        """Text with white space as in HTML: any amount counts as one space.

        It is cleaned with the whole paragraph, since a word parted by a soft hyphen may be
        parted over runs.
        """
        if not text:
            return
        text = _SPACES.sub(" ", text)
        self._runs.append(Run(text, look.styles, look.href or ""))
        self._pieces.append((text, look))
        if any(map(str.isalnum, text)):
            self._words.append((text, look))

    def add_lines(self, text: str | None, look: RunLook) -> None:
        """Text in which line ends count."""
        for number, line in enumerate(re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text or "")):
            if number:
                self.add_break()
            self.add(line, look)

    def add_break(self) -> None:
        last = self._runs[-1] if self._runs else Run("")
        self._runs.append(replace(last, text="\n"))

    def add_note(self, note: SourceNote) -> None:
        self._runs.append(Run(f"[{note.mark}]", frozenset({"sup"})))
        self._notes.append(note)

    @property
    def notes(self) -> list[SourceNote]:
        return list(self._notes)

    def line(self, **hints: Any) -> SourceLine | None:
        """The paragraph as a `SourceLine` with the reader's hints; None where it holds nothing."""
        runs = kept_runs(self._runs)
        if not runs:
            return None
        text = one_line(runs)
        words = self._words
        underlined, prefix = underlining(self._pieces)
        return SourceLine(
            text=text,
            html=to_html(runs),
            bold=bool(words) and all(look.bold for _text, look in words),
            underlined=underlined,
            italic=bool(words) and all(look.italic for _text, look in words),
            caps=sum(map(str.isalpha, text)) > 1 and all(_is_caps(*word) for word in words),
            size=_main_size(words),
            bold_prefix=bold_prefix(runs) or prefix,
            notes=self._notes,
            **hints,
        )


def kept_runs(runs: Iterable[Run]) -> Runs:
    """Runs of a file as they are kept: clean, tidy, and never two breaks in a row."""
    kept: list[Run] = []
    for run in tidy(_cleaned(joined(runs))):
        text = _BREAKS.sub("\n", run.text)
        if kept and kept[-1].text.endswith("\n"):
            text = text.lstrip("\n")
        if text:
            kept.append(replace(run, text=text))
    return tuple(joined(kept))


def _cleaned(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs with clean text; a word that a soft hyphen parts may be parted over runs."""
    hyphenated = False
    for run in runs:
        raw = run.text.lstrip(" ") if hyphenated else run.text
        hyphenated = raw.endswith("\u00ad") or (hyphenated and not raw)
        yield replace(run, text=file_text(raw))


def _is_caps(text: str, look: RunLook) -> bool:
    return bool(look.caps) or not any(map(str.islower, text))


def _main_size(words: list[tuple[str, RunLook]]) -> float | None:
    sizes: Counter[float] = Counter()
    for text, look in words:
        if look.size:
            sizes[look.size] += len(text)
    return sizes.most_common(1)[0][0] if sizes else None
