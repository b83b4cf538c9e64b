"""Editions for tests of downloads."""

import datetime as dt
from io import BytesIO

from PIL import Image

from tests.texts.sections import HOSTILE, key
from texts.edition_text import EditionText, ImageFile, SectionText


def png() -> bytes:
    content = BytesIO()
    Image.new("RGB", (60, 30), "#1f5a3a").save(content, "PNG")
    return content.getvalue()


def block(kind: str, value: object) -> dict:
    return {"type": kind, "value": value, "id": kind}


def items(*rows: tuple[str, int, str]) -> dict:
    values = [{"mark": mark, "level": level, "text": text} for mark, level, text in rows]
    return block("list", {"items": values})


TABLE = {
    "data": [
        ["Body", "Meetings", None],
        [None, "Planned", "Held"],
        ["Ward forum", "4", "3"],
        ["Sub-county forum", "2", "2"],
    ],
    "table_caption": "Meetings in the first year (illustrative)",
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "mergeCells": [
        {"row": 0, "col": 0, "rowspan": 2, "colspan": 1},
        {"row": 0, "col": 1, "rowspan": 1, "colspan": 2},
    ],
}


def sample(**changes: object) -> EditionText:
    """A small policy with every kind of block, illustrative."""
    sections = [
        ("PART I", "Preliminary", 1, []),
        (
            "1.",
            "Citation and purpose",
            2,
            [
                block(
                    "paragraph",
                    "<p>This policy may be cited as the <i>Public Participation Policy</i>."
                    "<sup>[1]</sup> It takes effect within <b>90</b> days.</p>"
                    '<p>See <a href="https://example.org/act?a=1&amp;b=2">the Act</a>;'
                    " CO<sub>2</sub>.</p>",
                ),
                block("note", {"mark": "1", "text": "<p>First reading, see <i>Gazette</i>.</p>"}),
            ],
        ),
        (
            "2.",
            "Interpretation",
            2,
            [
                block("definition", {"term": "ward forum", "text": "means a public meeting"}),
                block("definition", {"term": "“clerk”,", "text": "where used, means a clerk"}),
            ],
        ),
        (
            "PART II",
            "Participation",
            1,
            [block("paragraph", "<p>This Part applies to every county department.</p>")],
        ),
        (
            "3.",
            "Duties of the county",
            2,
            [
                block("paragraph", "<p>The county executive shall —</p>"),
                items(
                    ("(a)", 0, "hold a forum in every ward, in which"),
                    ("(i)", 1, "everyone may speak; and"),
                    ("(ii)", 1, "a record is kept;"),
                    ("(b)", 0, "publish the <b>record</b>."),
                ),
                block("table", TABLE),
                block("image", {"image": 7, "alt": "A green flag", "caption": "The flag"}),
                block("image", {"image": 8, "alt": "A lost map", "caption": "Map"}),
            ],
        ),
        ("3.1", "Notice", 3, [block("paragraph", "<p>Notice is given 14 days before.</p>")]),
        (
            "FIRST SCHEDULE",
            "Form of memoranda",
            1,
            [
                block("paragraph", "<h4>Cover</h4><p>To the clerk:</p><ol><li>Name</li></ol>"),
                block("note", {"mark": "*", "text": "<p>Nobody cites this note.</p>"}),
            ],
        ),
    ]
    values = {
        "title": "Public Participation Policy",
        "edition": "First draft",
        "date": dt.date(2026, 3, 2),
        "note": "Published for comment",
        "reference": "KCP/2026/1",
        "organisation": "County Government (illustrative)",
        "url": "https://example.org/policies/public-participation/",
        "illustrative": True,
        "slug": "public-participation",
        "images": {"7": ImageFile(png(), "https://example.org/media/flag.png")},
        "sections": [
            SectionText(
                key(f"{number}{title}"),
                number,
                title,
                level,
                blocks,
                summary="The county must ask people in every ward." if number == "3." else "",
            )
            for number, title, level, blocks in sections
        ],
    }
    return EditionText(**{**values, **changes})


def hostile() -> EditionText:
    """Text as it occurs in the wild, everywhere a text can stand; and headings that skip levels."""
    text = " ".join(HOSTILE)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    blocks = [
        block("paragraph", f"<p>{escaped}</p><p>{'x' * 300}</p>"),
        items((HOSTILE[0], 5, escaped), (HOSTILE[1], 0, escaped)),
        block("table", {"data": [[*HOSTILE], [*reversed(HOSTILE)]], "table_caption": text}),
        block("note", {"mark": HOSTILE[0], "text": f"<p>{escaped}</p>"}),
        block("definition", {"term": text, "text": escaped}),
        block("image", {"image": 1, "alt": text, "caption": text}),
    ]
    return EditionText(
        title=text,
        edition=text,
        note=text,
        reference=text,
        organisation=text,
        url="javascript:alert(1)",
        slug=HOSTILE[0],
        images={"1": ImageFile(b"not an image", "javascript:alert(1)")},
        sections=[
            SectionText(None, HOSTILE[0], text, 4, blocks, summary=text),
            SectionText(None, "", "", 1, blocks),
            SectionText(None, HOSTILE[0], text, 9, []),
        ],
    )
