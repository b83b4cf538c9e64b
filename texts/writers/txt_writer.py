"""Plain text: for the smallest phones, for screen readers, for other programs."""

from collections.abc import Iterator
from pathlib import Path

from texts.cleaning import section_line
from texts.edition_text import EditionText, SectionText
from texts.writers import front


def write(document: EditionText, out: Path) -> None:
    """Write UTF-8 text: headings underlined, a blank line between paragraphs, no line wrapped."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\n\n".join(_paragraphs(document)) + "\n")


def _paragraphs(document: EditionText) -> Iterator[str]:
    yield _underlined(section_line(document.title), "=")
    if said := front.notice(document):
        yield said
    if rows := front.particulars(document):
        yield "\n".join(f"{label}: {value}" for label, value in rows)
    for section in (document.front, *document.sections):
        yield from _section(section)


def _section(section: SectionText) -> Iterator[str]:
    if heading := section_line(section.heading):
        yield _underlined(heading, "-")
    if summary := section_line(section.summary):
        yield f"{front.in_plain_words()}: {summary}"
    if section.text:
        yield section.text


def _underlined(text: str, line: str) -> str:
    return f"{text}\n{line * min(len(text), 72)}"
