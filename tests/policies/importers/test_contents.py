"""Printed contents whose numbers are missing, wrong or automatic: the only place with titles."""

import pytest

from policies.importers import detect, docx
from tests.policies.importers.word_files import bold, levels, par, write

TITLES = [
    "Short title and commencement",
    "Interpretation",
    "Establishment of the Board",
    "Functions of the Board",
    "Amendment of section 13 of No. 24 of 2011",
    "Regulations",
]
ARRANGEMENT = [
    par(bold("THE SPRINGS BILL, 2019"), centred=True),
    par(bold("ARRANGEMENT OF CLAUSES"), centred=True),
    par("Clause"),
    par(bold("PART I—PRELIMINARY"), centred=True),
]
BODY = [
    par(bold("SCHEDULE—FEES"), centred=True),
    par(bold("THE SPRINGS BILL, 2019"), centred=True),
    par(bold("A Bill for")),
    par(bold("AN ACT of Parliament to provide for springs; and for connected purposes")),
    par("ENACTED by the Parliament of Kenya, as follows—"),
    par(bold("PART I—PRELIMINARY"), centred=True),
    *(
        par(f"{number}. The Board shall protect every spring in the ward as item {number} says.")
        for number in range(1, 7)
    ),
    par(bold("SCHEDULE"), centred=True),
    par(bold("FEES"), centred=True),
]


@pytest.fixture
def titles(tmp_path):
    def build(entries, **parts):
        path = write(tmp_path / "bill.docx", *ARRANGEMENT, *entries, *BODY, **parts)
        outline = detect.build_outline(docx.read(path))
        assert outline.words.complete, (outline.words.missing, outline.words.added)
        return [item.title for item in outline.sections if item.level == 2]

    return build


def automatic(*which):
    """The entries, those of `which` with an automatic number instead of a typed one."""
    return [
        par(f"{title}.", num=(1, 0)) if number in which else par(f"{number}—{title}.")
        for number, title in enumerate(TITLES, 1)
    ]


@pytest.mark.parametrize(
    "form", ["{}—{}.", "{}: {}", "{}) {}", "{}\t{}", "{} {}.", "{}. {} .... 7"]
)
def test_contents__with_typed_numbers_give_titles(titles, form):
    assert titles([par(form.format(*entry)) for entry in enumerate(TITLES, 1)]) == TITLES


@pytest.mark.parametrize("form", ["{}.", "{}"])
def test_contents__without_numbers_give_titles_where_they_are_as_many_as_clauses(titles, form):
    assert titles([par(form.format(title)) for title in TITLES]) == TITLES
    assert titles([par(form.format(title)) for title in TITLES[:-1]]) == [""] * len(TITLES)


@pytest.mark.parametrize("numbers", [("lowerLetter", "%1."), ("bullet", "-")])
def test_contents__with_letters_or_bullets_give_titles(titles, numbers):
    entries = [par(f"{title}.", num=(1, 0)) for title in TITLES]
    assert titles(entries, numbering=levels(numbers)) == TITLES


@pytest.mark.parametrize("lost", [(1,), (3, 4), (6,), (5, 6)])
def test_contents__with_numbers_that_start_anew_give_titles(titles, lost):
    assert titles(automatic(*lost), numbering=levels(("decimal", "%1—"))) == TITLES


@pytest.mark.parametrize("lost", [1, 3, 6])
def test_contents__with_a_number_lost_give_its_title(titles, lost):
    entries = [
        par(f"{title}." if number == lost else f"{number}—{title}.")
        for number, title in enumerate(TITLES, 1)
    ]
    assert titles(entries) == TITLES
