"""Memoranda as Word files, written here: every organisation and proposal is made up."""

import io
import zipfile

from docx import Document

HEAD = ("Section", "Proposed change", "Rationale")
ROWS = (
    ("1", "Replace “may” with “shall”.", "So that it binds."),
    ("Section 2: Section 2", "Add schools.", "Children are left out."),
    ("", "Name a date.", "Nobody knows when."),
    ("The annex on boats", "Delete it.", "There is no lake."),
)


def memorandum_file(rows=ROWS, head=HEAD) -> bytes:
    document = Document()
    document.add_heading("1. Summary", 2)
    document.add_paragraph("We ask for a duty instead of a power.")
    document.add_heading("2. Background", 2)
    document.add_paragraph("We are an illustrative group of readers.")
    document.add_heading("3. Recommendations", 2)
    table = document.add_table(rows=0, cols=len(head))
    for row in (head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("4. Conclusions", 2)
    document.add_paragraph("Thank you for listening.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The file with one part more, or in another's place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()
