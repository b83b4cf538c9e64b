"""What a section earns among its like: remarks on styles, pictures, and entries without a text."""

import re
from pathlib import Path

import pytest

from texts.outline.announced import schedule_heading
from texts.outline.contents_check import lacking
from texts.outline.detect import build_outline
from texts.outline.doubts import doubt_pictures, doubted_styles
from texts.outline.line_flow import LineFlow
from texts.outline.model import Outline, Section
from texts.outline.printed_contents import Contents
from texts.outline.remark_costs import COSTS, PICTURE, STYLE
from texts.outline.structure import Heading
from texts.source import ImageData, SourceDocument, SourceLine


def unsure(levels: list[int], styles: list[int | None]) -> list[int]:
    headings = [Heading(at, title=f"T{at}", level=level) for at, level in enumerate(levels)]
    found = doubted_styles(headings, styles)
    return [heading.at for heading in found if heading.unsure == (STYLE,)]


@pytest.mark.parametrize(
    ("levels", "styles", "doubtful"),
    [
        ([1, 2, 2, 1, 2], [1, 2, 2, 1, 2], []),
        ([1, 2, 2, 1, 2], [1, 2, 2, 1, 1], [4]),
        ([1, 2, 2, 3], [1, 2, 2, 2], [3]),
        ([1, 2, 3], [1, 1, 1], []),
        ([1, 2, 1, 2], [1, 1, 1, 1], []),
        ([1, 2, 2, 3], [1, None, None, None], []),
    ],
)
def test_doubted_styles__are_those_that_stand_elsewhere_than_their_like(levels, styles, doubtful):
    assert unsure(levels, styles) == doubtful


def picture(width: float = 340, size: int = 10) -> dict:
    return {"type": "image", "value": ImageData("a.png", b"x" * size, width=width)}


def words(count: int, first: str = "word") -> dict:
    return {"type": "paragraph", "value": f"<p>{first} {'word ' * (count - 1)}</p>"}


@pytest.mark.parametrize(
    ("blocks", "doubtful"),
    [
        ([picture()], True),
        ([words(5), picture()], True),
        ([picture(339)], False),
        ([picture(0, 60_001)], True),
        ([picture(0, 60_000)], False),
        ([words(39), picture()], True),
        ([words(40), picture()], False),
        ([picture(), words(5, "Figure 1:")], False),
        ([words(5, "Figured"), picture()], True),
        ([words(5, "Figure 1:"), words(5), picture()], True),
        ([picture(), words(5), words(5, "Figure 1:")], True),
        ([words(5)], False),
    ],
)
def test_doubt_pictures__of_a_wide_one_without_caption_among_few_words(blocks, doubtful):
    section = Section("", "FIRST SCHEDULE", 1, blocks)
    doubt_pictures([section])
    assert section.unsure == ([PICTURE] if doubtful else [])


CAPTIONS = ["Figure 1", "FIG. 1", "map", "Chart", "Photo:", "Plate", "Source:", "Picha", "Mchoro",
            "Ramani ya 1", "Kielelezo", "Chanzo:"]  # fmt: skip


@pytest.mark.parametrize("caption", CAPTIONS)
def test_doubt_pictures__of_none_beside_its_caption(caption):
    section = Section("", "FIRST SCHEDULE", 1, [words(5, caption), picture()])
    doubt_pictures([section])
    assert section.unsure == []


def test_doubt_pictures__of_a_document_that_is_pictures_and_nothing_else():
    pages = [
        SourceLine(kind="image", image=ImageData(f"{at}.png", b"\x89", width=340.0))
        for at in (1, 2)
    ]
    made = build_outline(SourceDocument(lines=pages))
    assert [PICTURE in section.unsure for section in made.sections] == [True]


def text(said: str, **hints) -> SourceLine:
    return SourceLine(text=said, html=said, **hints)


def test_build_outline__lists_what_the_contents_name_and_the_text_lacks():
    entries = [
        *("1. Purpose ..... 3", "2. Wells and boreholes ..... 4", "3. Pipes ..... 9"),
        "Table 1: Wards ..... 7",
    ]
    body = [
        *(text("1. Purpose", heading=1), text("It is for water, which everybody needs.")),
        *(text("3. Pipes", heading=1), text("They are laid below the ground.")),
        text("Table 1: Wards"),
    ]
    lines = [text("Contents", heading=1), *(text(entry) for entry in entries), *body]
    assert build_outline(SourceDocument(lines=lines)).lacking == ["2. Wells and boreholes"]
    assert build_outline(SourceDocument(lines=body)).lacking == []


def lacked(entries: list[str], title: str = "", said: str = "") -> list[str]:
    """Which entries are lacking in a section with this title that says this."""
    flow = LineFlow([text(entry, in_contents=True) for entry in entries])
    section = Section("", title, 1, [{"type": "paragraph", "value": f"<p>{said}</p>"}])
    return lacking(flow, Contents(frozenset(range(len(entries)))), Outline(sections=[section]))


@pytest.mark.parametrize(
    ("title", "found"),
    [("We1ls and b0reho1es", []), ("We1ls ond b0reho1es", ["Wells and boreholes"])],
)
def test_lacking__is_no_entry_eight_in_ten_of_whose_letters_a_heading_has(title, found):
    assert lacked(["Wells and boreholes"], title) == found


def test_lacking__is_no_entry_of_numbers_alone():
    assert lacked(["End", "12 3", "2024 2025", "12b"]) == ["End", "12b"]


def test_lacking__are_thirty_entries_at_most():
    entries = [f"Well {at} of rain" for at in range(40)]
    assert lacked(entries) == entries[:30]


@pytest.mark.parametrize(("at", "found"), [(299, ["Rivers"]), (300, [])])
def test_lacking__are_none_below_the_three_hundredth_entry(at, found):
    assert lacked([*["Springs"] * at, "Rivers"], said="Springs") == found


def test_costs__rank_every_remark_that_detection_makes():
    outline = Path(__file__).resolve().parents[3] / "texts" / "outline"
    made = re.compile(r"(?:doubted\(|unsure\.append\(|doubt = |remark = )\s*_\(\s*\"([^\"]+)\"")
    found = {text for path in outline.glob("*.py") for text in made.findall(path.read_text())}
    assert len(found) > 5
    assert found <= {remark.message for remark in COSTS}


@pytest.mark.parametrize("said", ["THIRDSCHEDULE (S.19)", "THIRDSCHEDULE (S.19) MEETINGS"])
def test_schedule_heading__counts_the_reference_beside_its_name_once(said):
    heading = schedule_heading(LineFlow([text(said, centred=True, bold=True)]), 0)
    counted = f"{heading.written} {heading.rest.text}"
    assert sorted(counted.replace("(", "").replace(")", "").split()) == sorted(
        said.replace("(", "").replace(")", "").split()
    )


@pytest.mark.parametrize(
    ("said", "title"),
    [("FIRST SCHEDULE S. 13 THE CONDUCT OF MEETINGS", "THE CONDUCT OF MEETINGS"),
     ("FIRST SCHEDULE S. 13(2) FEES", "FEES"), ("FIRST SCHEDULE S. 13 (2) (a) FEES", "FEES"),
     ("FIRST SCHEDULE S. 13 AND 14", ""), ("FIRST SCHEDULE S. 13 OR 14", ""),
     ("FIRST SCHEDULE S. 13", "")],
)  # fmt: skip
def test_schedule_heading__has_the_title_that_follows_a_reference_on_its_line(said, title):
    heading = schedule_heading(LineFlow([text(said, centred=True, bold=True)]), 0)
    assert heading.title == title
    assert heading.rest.text == said[len("FIRST SCHEDULE ") :].removesuffix(title).strip()
