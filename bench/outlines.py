"""How many sections of real documents are found as a careful reader lists them.

Run from the project's root: ``python -m bench.outlines FOLDER EXPECTED [--list]``. No database is
needed. For each file in FOLDER with a list of its sections in EXPECTED, of the same stem and as
JSON, a line of a table; then the totals, the share with those wrong ones that differ in misread
letters of their title alone, and the time in seconds. ``--list`` adds every section
that is not right. The status is 1 where no file has a list.

A list holds the sections in order, each with ``number``, ``title`` and ``level`` (1 is the
highest) and, where wanted, ``begins`` and ``ends`` (the first and last words of its text),
``without`` (a list of words that must not be in it) and ``optional`` (a reader may or may not take
it for a section).

The list and the outline found are aligned as two sequences, so that one lost section shifts no
other. A section of the list that has a partner is *right* if number, title and level are the same,
case and white space aside, and its text begins, ends and lacks as it should; else it is *wrong*. A
section of the list without a partner is *missed*, a section found without one *invented*. Optional
ones count nowhere, found or not. *Lost* are words of the file that arrived in no section and were
not left out for a reason.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from texts.cleaning import file_line
from texts.outline.model import Outline, Section
from texts.outline.word_measure import block_text, heading_text
from texts.patterns import likeness
from texts.read import read_document
from texts.source import UnreadableDocument

MISREAD = 0.8
"""From this likeness on, a title that alone is wrong differs in letters that a scan misread."""
ALIKE = 0.6
"""From this likeness of their titles on, two sections may be one, misread."""
COLUMNS = ("expected", "right", "wrong", "missed", "invented", "lost")

Pair = tuple["ListedSection | None", "Section | None"]


@dataclass(frozen=True)
class ListedSection:
    """A section as a reader listed it."""

    number: str
    title: str
    level: int
    optional: bool = False
    begins: str = ""
    ends: str = ""
    without: Sequence[str] = ()


@dataclass
class Score:
    """The sections of one document by what became of them, as text to print."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    misread: int = 0
    """How many of the wrong ones differ in letters of their title alone."""
    lost: int = 0
    """Words of the file that did not arrive."""

    @property
    def counts(self) -> tuple[int, ...]:
        """Numbers in the order of `COLUMNS`."""
        right, wrong, missed = len(self.right), len(self.wrong), len(self.missed)
        return right + wrong + missed, right, wrong, missed, len(self.invented), self.lost


def read_list(path: Path) -> list[ListedSection]:
    """The sections listed in a file."""
    return [ListedSection(**item) for item in json.loads(path.read_text("utf-8"))]


def score(listed: Sequence[ListedSection], found: Sequence[Section]) -> Score:
    """What became of each section listed, and which were invented."""
    result = Score()
    for wanted, section in align(listed, found):
        if wanted and wanted.optional:
            continue
        if wanted is None and section:
            result.invented.append(_shown(section))
        elif wanted and section is None:
            result.missed.append(_shown(wanted))
        elif wanted and section:
            faults = list(_faults(wanted, section))
            if faults:
                result.misread += len(faults) == 1 and _is_misread(wanted, section)
                result.wrong.append(f"{_shown(wanted)}: {', '.join(faults)}")
            else:
                result.right.append(_shown(wanted))
    return result


def align(listed: Sequence[ListedSection], found: Sequence[Section]) -> list[Pair]:
    """Each section with its partner, in order, so that the pairs are as alike as can be in all.

    The longest common subsequence, weighted: `best[row][column]` is what can be had from the
    sections at `row` and `column` on.
    """
    best = [[0.0] * (len(found) + 1) for _row in range(len(listed) + 1)]
    alike = [[_alike(wanted, section) for section in found] for wanted in listed]
    for row in reversed(range(len(listed))):
        for column in reversed(range(len(found))):
            paired = best[row + 1][column + 1] + alike[row][column] if alike[row][column] else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    pairs: list[Pair] = []
    row = column = 0
    while row < len(listed) and column < len(found):
        if best[row][column] == best[row + 1][column]:
            pairs.append((listed[row], None))
            row += 1
        elif best[row][column] == best[row][column + 1]:
            pairs.append((None, found[column]))
            column += 1
        else:
            pairs.append((listed[row], found[column]))
            row, column = row + 1, column + 1
    pairs.extend((wanted, None) for wanted in listed[row:])
    pairs.extend((None, section) for section in found[column:])
    return pairs


def _alike(wanted: ListedSection, section: Section) -> float:
    """How well two sections fit; 0 where they cannot be one."""
    number = _bare(wanted.number) == _bare(section.number)
    titles = likeness(wanted.title, section.title)
    if wanted.optional and not (number and _bare(wanted.title) == _bare(section.title)):
        return 0.0
    if titles < ALIKE and not (number and wanted.number):
        return 0.0
    return 1.0 + number + titles + (wanted.level == section.level) / 2


def _faults(wanted: ListedSection, section: Section) -> Iterator[str]:
    """What is wrong with a section found, in words."""
    if _bare(wanted.number) != _bare(section.number):
        yield f"number “{section.number}”"
    if _bare(wanted.title) != _bare(section.title):
        yield f"title “{section.title}”"
    if wanted.level != section.level:
        yield f"level {section.level} for {wanted.level}"
    text = _plain(" ".join(block_text(block) for block in section.blocks))
    if not text.startswith(_plain(wanted.begins)):
        yield f"begins “{text[:40]}”"
    if not text.endswith(_plain(wanted.ends)):
        yield f"ends “{text[-40:]}”"
    yield from (f"has “{file_line(words)}”" for words in wanted.without if _plain(words) in text)


def _is_misread(wanted: ListedSection, section: Section) -> bool:
    """Whether the titles are unlike, and much alike."""
    return _bare(wanted.title) != _bare(section.title) and (
        likeness(wanted.title, section.title) >= MISREAD
    )


def _plain(text: str) -> str:
    return file_line(text).casefold()


def _bare(text: str) -> str:
    """Without case and white space."""
    return "".join(_plain(text).split())


def _shown(section: ListedSection | Section) -> str:
    if isinstance(section, Section):
        return heading_text(section)
    return f"{section.number} {section.title}".strip()


def measure_folder(folder: Path, expected: Path) -> dict[str, Score]:
    """Score by the name of each file that has a list; one that cannot be read has no sections."""
    scores = {}
    for path in sorted(folder.iterdir()):
        listed = expected / f"{path.stem}.json"
        if not listed.is_file():
            continue
        try:
            outline = read_document(path)
        except UnreadableDocument as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            outline = Outline()
        found = score(read_list(listed), outline.sections)
        found.lost = outline.words.source - outline.words.arrived
        scores[path.name] = found
    return scores


def table(scores: dict[str, Score]) -> Iterator[str]:
    """A line a document, and the totals."""
    width = max(len(name) for name in (*scores, "all"))
    totals = [
        sum(column) for column in zip(*(item.counts for item in scores.values()), strict=True)
    ]
    yield _row("", width, COLUMNS)
    for name, item in scores.items():
        yield _row(name, width, item.counts)
    yield _row("all", width, totals)
    yield f"{totals[1] / max(1, totals[0]):.1%} of {totals[0]:,} sections are right"
    misread = sum(item.misread for item in scores.values())
    if misread:
        share = (totals[1] + misread) / totals[0]
        yield f"{share:.1%} with {misread:,} whose titles differ in misread letters alone"


def _row(name: str, width: int, cells: Iterable[object]) -> str:
    return name.ljust(width) + "".join(f"{cell:>10}" for cell in cells)


def _differences(scores: dict[str, Score]) -> Iterator[str]:
    for name, item in scores.items():
        for what in ("wrong", "missed", "invented"):
            yield from (f"{name}: {what}: {text}" for text in getattr(item, what))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.outlines")
    parser.add_argument("folder", type=Path, help="of documents")
    parser.add_argument("expected", type=Path, help="folder of the lists of their sections")
    parser.add_argument("--list", action="store_true", help="print what is not right")
    options = parser.parse_args(arguments)
    begin = time.perf_counter()
    scores = measure_folder(options.folder, options.expected)
    if not scores:
        print(f"No file in {options.folder} has a list in {options.expected}.", file=sys.stderr)
        return 1
    print(*table(scores), f"{time.perf_counter() - begin:.1f} s", sep="\n")
    if options.list:
        print(*_differences(scores), sep="\n")
    return 0


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    sys.exit(main())
