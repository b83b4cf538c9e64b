"""What a section earns among its like: remarks on styles, pictures, and entries without a text."""

import re
from pathlib import Path

import pytest

from texts.outline.announced import schedule_heading
from texts.outline.detect import build_outline
from texts.outline.doubts import WIDE, doubt_pictures, doubted_styles
from texts.outline.line_flow import LineFlow
from texts.outline.model import Section
from texts.outline.remark_costs import COSTS, PICTURE, STYLE, kind_of, quoted
from texts.outline.structure import Heading
from texts.source import ImageData, SourceDocument, SourceLine


def unsure(levels: list[int], styles: list[int | None]) -> list[int]:
    headings = [Heading(at, title=f"T{at}", level=level) for at, level in enumerate(levels)]
    found = doubted_styles(headings, styles)
    return [heading.at for heading in found if heading.unsure == (str(STYLE),)]


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


def picture(width: float = WIDE, size: int = 10) -> dict:
    return {"type": "image", "value": ImageData("a.png", b"x" * size, width=width)}


def words(count: int, first: str = "word") -> dict:
    return {"type": "paragraph", "value": f"<p>{first} {'word ' * (count - 1)}</p>"}


@pytest.mark.parametrize(
    ("blocks", "doubtful"),
    [
        ([picture()], True),
        ([words(5), picture()], True),
        ([picture(WIDE - 1)], False),
        ([picture(0, 60_001)], True),
        ([picture(0, 60_000)], False),
        ([words(40), picture()], False),
        ([picture(), words(5, "Figure 1:")], False),
        ([words(5, "Ramani"), picture()], False),
        ([words(5)], False),
    ],
)
def test_doubt_pictures__of_a_wide_one_without_caption_among_few_words(blocks, doubtful):
    section = Section("", "FIRST SCHEDULE", 1, blocks)
    doubt_pictures([section])
    assert section.unsure == ([str(PICTURE)] if doubtful else [])


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


def test_costs__know_what_quotes_the_file():
    misread = "The number was misread in the file: “%s”."
    assert misread in COSTS
    assert kind_of(misread % "1O") == kind_of(misread)
    assert quoted(misread % "1O") == "“1O”"


def test_costs__rank_every_remark_that_detection_makes():
    outline = Path(__file__).resolve().parents[3] / "texts" / "outline"
    made = re.compile(r"(?:doubted\(|unsure\.append\(|doubt = )\s*_\(\s*\"([^\"]+)\"")
    found = {text for path in outline.glob("*.py") for text in made.findall(path.read_text())}
    assert len(found) > 5
    assert found <= set(map(str, COSTS))


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
