"""Two editions of an illustrative policy as Word files, the first with misused styles."""

from pathlib import Path

from docx import Document

TITLE = "Illustrative Policy on County Libraries"
MISSPELT, CORRECT = "Comittee of libraries", "Committee of libraries"
TOO_DEEP = "Fines"
NO_HEADING = "A van that breaks down is replaced within a week"
OLD_VISITS = "A mobile library shall visit each ward once a month."
NEW_VISITS = "A mobile library shall visit each ward every fortnight."
NEW_SECTION = "Books in Braille"
REMOVED = "Lending"

Line = tuple[str, int]

DRAFT: list[Line] = [
    ("PURPOSE", 1),
    ("Every resident of the county may borrow and read books without charge.", 0),
    ("Words used", 1),
    ("A reading room is a room with seats, light and books.", 0),
    ("Opening hours", 1),
    ("Every library shall open on six days a week from eight until six.", 0),
    (REMOVED, 1),
    ("A member may take three books home for two weeks.", 0),
    ("Mobile library", 1),
    (OLD_VISITS, 0),
    (NO_HEADING, 2),
    ("The librarian keeps the log of the van.", 0),
    (TOO_DEEP, 2),
    ("Nobody pays for a book that comes back late.", 0),
    (MISSPELT, 1),
    ("A committee of seven members advises the librarian.", 0),
    ("Review", 1),
    ("The county shall review this policy every five years.", 0),
]

REVISED: list[Line] = [
    ("Purpose", 1),
    ("Every resident of the county may borrow and read books without charge.", 0),
    ("Words used", 1),
    ("A reading room is a room with seats, light and books.", 0),
    ("Opening hours", 1),
    ("Every library shall open on six days a week from eight until six.", 0),
    ("Mobile library", 1),
    (NEW_VISITS, 0),
    (NO_HEADING, 0),
    ("The librarian keeps the log of the van.", 0),
    (TOO_DEEP, 1),
    ("Nobody pays for a book that comes back late.", 0),
    (CORRECT, 1),
    ("A committee of seven members advises the librarian.", 0),
    (NEW_SECTION, 1),
    ("Each library shall hold books in Braille and books that can be heard.", 0),
    ("Review", 1),
    ("The county shall review this policy every five years.", 0),
]


def write_word_file(lines: list[Line], path: Path) -> Path:
    """Lines with the level of the heading that they are styled as; 0 is plain text."""
    document = Document()
    document.add_paragraph(TITLE, style="Title")
    for text, level in lines:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    document.save(path)
    return path
