"""Whole bills as they circulate in Word files, illustrative: every layout says the same.

`COLUMNS` is as a printer sets it: automatic numbers, titles in a column beside the text. `FRAMES`
is as a scanner leaves it: typed numbers, titles in frames, the page's furniture among the text.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.texts.readers.word_files import (
    COLUMN_BREAK,
    bold,
    columns,
    levels,
    par,
    table,
    write,
)

NAME = "THE MFANO SPRINGS BILL, 2026"
PARTS = {
    "PART I": "PRELIMINARY",
    "PART II": "THE SPRINGS BOARD",
    "PART III": "PROTECTION OF SPRINGS",
    "PART IV": "MISCELLANEOUS",
}
SUBJECTS = ["a spring", "a river", "a well", "a rain tank", "a keeper", "a ward", "a water point"]
DUTIES = ["Register of", "Licence for", "Fees for", "Visits to", "Repair of", "Offences about"]
TITLES = [
    "Short title",
    "Interpretation",
    *(f"{duty} {subject}" for subject in SUBJECTS for duty in DUTIES),
]
EACH = len(TITLES) // len(PARTS)
LAYOUTS = ("COLUMNS", "FRAMES")
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
        ]
    )
    + "</Types>"
)
NUMBERING = levels(("decimal", "%1."), ("lowerLetter", "(%2)"))
FRAME = '<w:framePr w:w="1500" w:wrap="around" w:hAnchor="page" w:vAnchor="text" w:x="9000"/>'


def outline() -> list[tuple[int, str, str]]:
    """Level, number and title of every section, in order."""
    found = []
    for at, title in enumerate(TITLES):
        found += [(1, *part) for part in _begins(at)]
        found.append((2, str(at + 1), title))
    return [
        *found,
        (1, "FIRST SCHEDULE", "FEES"),
        (1, "", "MEMORANDUM OF OBJECTS AND REASONS"),
    ]


def write_bill(path: Path, layout: str) -> Path:
    """The bill as a Word file in one of `LAYOUTS`."""
    clauses = _in_columns() if layout == "COLUMNS" else _in_frames()
    body = [*_front(), *clauses, *_back()]
    return write(path, *body, numbering=NUMBERING, parts={"[Content_Types].xml": CONTENT_TYPES})


def _begins(at: int) -> list[tuple[str, str]]:
    """The part that begins with a clause."""
    number, rest = divmod(at, EACH)
    return [] if rest else list(PARTS.items())[number : number + 1]


def _front() -> list[str]:
    arrangement = [par(bold("ARRANGEMENT OF CLAUSES"), centred=True), par("Clause")]
    for at, title in enumerate(TITLES):
        arrangement += [par(bold(f"{number}—{name}"), centred=True) for number, name in _begins(at)]
        arrangement.append(par(f"{at + 1}—{title}."))
    return [
        par("REPUBLIC OF KENYA", centred=True),
        par(bold(NAME), centred=True),
        *arrangement,
        par("FIRST SCHEDULE—FEES"),
        par(bold(NAME), centred=True),
        par(bold("A Bill for"), centred=True),
        par("AN ACT of the County Assembly of Mfano to provide for springs and other sources"),
        par("ENACTED by the County Assembly of Mfano, as follows—"),
    ]


def _back() -> list[str]:
    return [
        par(bold("FIRST SCHEDULE"), centred=True),
        par(bold("FEES"), centred=True),
        table(["Source", "Shillings"], ["A spring box", "200"], ["A rain tank", "50"]),
        par(bold("MEMORANDUM OF OBJECTS AND REASONS"), centred=True),
        par("The object of this Bill is to keep clean what people of the county drink."),
    ]


def _texts(at: int, title: str) -> tuple[str, list[str]]:
    """The first words of a clause, and its paragraphs."""
    if at == 0:
        return "This Act may be cited as the Mfano Springs Act, 2026.", []
    first = (
        f"The Board shall, in all that concerns {title.lower()}, and in each ward of the county—"
    )
    return first, [
        f"hear whoever drinks from there, at least {at} days before it decides;",
        "write down what it has heard, and show it in the ward office; and",
        f"answer within {at + 7} days whoever has asked for an answer.",
    ]


def _parts_and_clauses() -> Iterator[tuple[list[str], int, str]]:
    """The headings above a clause, its index and its title."""
    for at, title in enumerate(TITLES):
        yield (
            [par(bold(f"{number}—{name}"), centred=True) for number, name in _begins(at)],
            at,
            title,
        )


def _in_columns() -> Iterator[str]:
    for headings, at, title in _parts_and_clauses():
        first, items = _texts(at, title)
        yield from headings
        yield par(first, num=(1, 0))
        yield from (par(item, num=(1, 1)) for item in items)
        yield from (COLUMN_BREAK, par(f"{title}."), columns(6400, 2000))


def _in_frames() -> Iterator[str]:
    for headings, at, title in _parts_and_clauses():
        first, items = _texts(at, title)
        yield from headings
        yield par(f"{title}.", extra=FRAME)
        yield par(f"{at + 1}. {first}")
        yield from (par(f"({mark}) {item}") for mark, item in zip("abc", items, strict=False))
        if at % 5 == 4:
            page = at // 5 + 3
            yield par(f"{page}   The Mfano Springs Bill, 2026", centred=True)
