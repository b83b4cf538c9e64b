"""Printed contents whose numbers are missing, wrong or automatic: the only place with titles."""

import pytest

from tests.texts.readers.word_files import bold, levels, par, run, write
from texts.outline import detect
from texts.read import read_source

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
        outline = detect.build_outline(read_source(path))
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


def test_contents__in_capitals_give_titles(titles):
    capitals = [title.upper() for title in TITLES]
    assert titles([par(f"{number}. {title}") for number, title in enumerate(capitals, 1)]) == (
        capitals
    )


def test_contents__do_not_take_the_second_line_of_a_heading_for_an_entry(titles):
    entries = [par(f"{number}—{title}.") for number, title in enumerate(TITLES[:-1], 1)]
    entries += [par(bold("SCHEDULE"), centred=True), par(bold("OATHS"), centred=True)]
    assert titles(entries) == [*TITLES[:-1], ""]


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


SPRING = "The Board shall protect every spring in the ward as item {} says."


@pytest.fixture
def bill(tmp_path):
    """A bill whose contents are `printed`, of clauses made by `clause` from number and title."""

    def build(printed, clause, **parts):
        entries = [par(f"{number}—{title}.") for number, title in printed]
        body = [item for entry in enumerate(TITLES, 1) for item in clause(*entry)]
        path = write(tmp_path / "bill.docx", *ARRANGEMENT, *entries, *BODY[:5], *body, **parts)
        outline = detect.build_outline(read_source(path))
        assert outline.words.complete, (outline.words.missing, outline.words.added)
        return [(item.number, item.title) for item in outline.sections]

    return build


NUMBERED = [(str(number), title) for number, title in enumerate(TITLES, 1)]
SHIFTED = [*enumerate([*TITLES[:2], "Guiding principles", *TITLES[2:]], 1)]


@pytest.mark.parametrize(
    "clause",
    [
        lambda number, title: [
            par(f"{number}. {SPRING.format(number)}"),
            par(run(f"{title}.", size=8)),
        ],
        lambda number, title: [
            par(run(f"{title}.", size=8)),
            par(f"{number}. {SPRING.format(number)}"),
        ],
        lambda number, title: [par(bold(title)), par(f"{number}. {SPRING.format(number)}")],
    ],
    ids=["note after", "note before", "bold line above"],
)
def test_contents__that_number_clauses_differently_give_way_to_the_text(bill, clause):
    assert bill(SHIFTED, clause) == NUMBERED


def test_contents__that_word_a_plain_title_differently_give_way_to_the_text(bill):
    printed = [*enumerate(TITLES[:5], 1), (6, "Delegated powers")]
    assert (
        bill(printed, lambda number, title: [par(title), par(f"{number}. {SPRING.format(number)}")])
        == NUMBERED
    )


def test_contents__that_end_early_cost_no_clause(bill):
    printed = [*enumerate(TITLES[:2], 1)]
    found = bill(printed, lambda number, _title: [par(f"{number}. {SPRING.format(number)}")])
    assert [number for number, _title in found] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("numbers", [("lowerLetter", "%1."), ("lowerRoman", "%1.")])
def test_clauses__that_lost_the_form_of_their_numbers_are_counted_by_the_contents(bill, numbers):
    def clause(number, _title):
        return [par(SPRING.format(number), num=(1, 0)), par("(2) It may make rules.")]

    assert bill([*enumerate(TITLES, 1)], clause, numbering=levels(numbers)) == NUMBERED


def test_clauses__whose_numbers_start_anew_are_counted_by_the_contents(bill):
    def clause(number, _title):
        return [par(SPRING.format(number), num=(1 + number // 3, 0))]

    numbering = "".join(
        levels(("decimal", "%1."), abstract=item, lists=(item,)) for item in (1, 2, 3)
    )
    assert bill([*enumerate(TITLES, 1)], clause, numbering=numbering) == NUMBERED


def test_clauses__with_a_number_after_a_bold_title_that_names_a_law(bill):
    def clause(number, title):
        return [par(bold(f"{title}. "), f"{number}. {SPRING.format(number)}")]

    assert bill([*enumerate(TITLES, 1)], clause) == NUMBERED
