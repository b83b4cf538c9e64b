"""Documents as lines, the way a reader hands them on, and what is seen of their outlines."""

from texts.outline.detect import build_outline
from texts.outline.model import Outline
from texts.outline.word_measure import block_text
from texts.source import SourceDocument, SourceLine

TEXT = "The county shall keep a register of every public tank, and publish it in each ward office."
ENACTED = "ENACTED by the Parliament of Kenya, as follows—"


def line(text: str, **hints: object) -> SourceLine:
    """A line as a reader makes it; capitals are seen."""
    return SourceLine(text=text, **{"caps": text.isupper(), **hints})


def bold(text: str, **hints: object) -> SourceLine:
    return line(text, bold=True, **hints)


def margin(text: str, **hints: object) -> SourceLine:
    return line(text, margin=True, **hints)


def run_in(title: str, text: str, **hints: object) -> SourceLine:
    """A line that begins with words in bold."""
    return line(f"{title} {text}", html=f"<b>{title}</b> {text}", bold_prefix=title, **hints)


def many(count: int, word: str = "water") -> str:
    """So many words, of which the first has a capital."""
    return " ".join([word.capitalize(), *[word] * (count - 1)])


def outline_of(*lines: SourceLine | str, title: str = "") -> Outline:
    """The outline of a document of these lines, none of whose words was lost."""
    made = [item if isinstance(item, SourceLine) else line(item) for item in lines]
    outline = build_outline(SourceDocument(lines=made, title=title))
    assert outline.words.complete, (outline.words.missing, outline.words.added)
    return outline


def headings(*lines: SourceLine | str, title: str = "") -> list[tuple[int, str, str]]:
    """Level, number and title of each section; a document without headings has none."""
    sections = outline_of(*lines, title=title).sections
    return [
        (section.level, section.number, section.title)
        for section in sections
        if section.written != "" or section.number
    ]


def titles(*lines: SourceLine | str, title: str = "") -> list[str]:
    """Number and title of each section as one text."""
    return [f"{number} {name}".strip() for _level, number, name in headings(*lines, title=title)]


def clauses(*lines: SourceLine | str) -> list[tuple[str, str]]:
    """Number and title of each section of a bill with these lines after the enacting words."""
    return [(number, name) for _level, number, name in headings(ENACTED, *lines)]


def text_of(outline: Outline, index: int) -> list[str]:
    """The blocks of a section as plain text."""
    return [block_text(block) for block in outline.sections[index].blocks]


def dropped(*lines: SourceLine | str) -> list[tuple[str, str]]:
    """What was left out of a document of these lines, with the reason."""
    return [(item.text, item.reason) for item in outline_of(*lines).dropped]
