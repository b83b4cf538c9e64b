"""Which sheets a pack has."""

from texts.edition_text import SectionText
from texts.writers.pack_writer import sheets_of

TEXT = [{"type": "paragraph", "value": "<p>Words.</p>"}]


def section(number: str, level: int, *, text: bool = True) -> SectionText:
    return SectionText(None, number, f"On {number}", level, TEXT if text else [])


def test_sheets__are_of_sections_with_a_text_and_name_what_they_stand_under():
    sections = [
        section("I", 1, text=False),
        section("1", 2),
        section("1.1", 3),
        section("2", 2),
        section("II", 1),
    ]
    languages = [("en", "en"), ("sw", "en"), ("en", "sw"), ("en", "en"), ("en", "en")]
    sheets = list(sheets_of(sections, languages))
    assert [(each.section.number, each.above) for each in sheets] == [
        ("1", ("I On I",)),
        ("1.1", ("I On I", "1 On 1")),
        ("2", ("I On I",)),
        ("II", ()),
    ]
    assert [(each.language, each.summary_language) for each in sheets[:2]] == languages[1:3]
