"""Which notes beside a bill's text are titles of its clauses, and where the others go."""

import pytest

from tests.texts.outline.made_lines import ENACTED, bold, line, margin, outline_of
from texts.outline import margin_titles
from texts.outline.model import Outline
from texts.source import SourceLine

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)
PRINTED = ["ARRANGEMENT OF CLAUSES", "1—Register of public tanks.", "2—Wells of the ward."]
TITLE = "Register of public tanks"


def notes(made: Outline) -> list[tuple[str, list[str]]]:
    """The title of each section, and the notes beside it."""
    return [
        (item.title, [block["value"]["text"] for block in item.blocks if block["type"] == "note"])
        for item in made.sections
    ]


def is_title(note: str, page: int = 0) -> bool:
    """Whether a note beside the first of two clauses is taken for the title contents give it."""
    body = [line(f"1. {DUTY}"), margin(note, page=page), line(f"2. {DUTY}", page=page)]
    made = notes(outline_of(*PRINTED, ENACTED, *body))
    return not any(left for _title, left in made)


@pytest.mark.parametrize("page", [0, 1, 3])
@pytest.mark.parametrize(
    ("note", "found"),
    [("Registry of public tanks", True), ("Register for private tanks", True),
     ("Registry of private tank", True), ("Registers and tanks", False),
     ("Register of wells", False), ("Right of public access", False)],
)  # fmt: skip
def test_margin_titles__a_note_is_a_printed_title_where_seven_in_ten_letters_are_the_same(
    note, found, page
):
    assert is_title(note, page) == found


@pytest.mark.parametrize(
    ("note", "found"),
    [("Register", True), ("Register of", True), ("Public tanks", True), ("lic tanks", True),
     ("ic tanks", False), ("Registe", False), ("Tanks", False)],
)  # fmt: skip
def test_margin_titles__a_note_of_eight_letters_out_of_a_printed_title_is_that_title(note, found):
    assert is_title(note, page=1) == found


@pytest.mark.parametrize(("lines", "found"), [(226, True), (250, True), (251, False), (274, False)])
def test_margin_titles__a_note_stands_at_most_250_lines_from_its_clause(lines, found):
    rest = [""] * (lines - 1)
    made = outline_of(ENACTED, f"1. {DUTY}", f"2. {DUTY}", *rest, margin("Wells of the ward."))
    assert (made.sections[1].title == "Wells of the ward") == found


def test_margin_titles__a_note_on_another_page_is_no_title_that_nothing_prints():
    for page, title in ((0, "Wells of the ward"), (1, "")):
        note = margin("Wells of the ward.", page=page)
        made = outline_of(ENACTED, line(f"1. {DUTY}"), line(f"2. {DUTY}"), note)
        assert made.sections[1].title == title


def beside_untitled(count: int, gap: int) -> list[str]:
    """Titles where the first of as many notes says the printed title of the clause after all."""
    texts = ["Wells of the ward.", "Duties of friends.", "Fees of tanks."]
    body: list[SourceLine | str] = []
    for at in range(count):
        body += [f"{at + 1}. {DUTY}", *[""] * gap, margin(texts[at])]
    contents = ["ARRANGEMENT OF CLAUSES", f"{count + 1}—Wells of the ward."]
    made = outline_of(*contents, ENACTED, *body, f"{count + 1}. {DUTY}")
    return [item.title for item in made.sections]


def test_margin_titles__a_note_that_says_a_printed_title_outweighs_two_untitled_ones_not_three():
    assert beside_untitled(2, gap=0) == ["", "", "Wells of the ward"]
    assert beside_untitled(3, gap=1) == [
        "Wells of the ward", "Duties of friends", "Fees of tanks", "Wells of the ward",
    ]  # fmt: skip


def test_margin_titles__of_two_clauses_without_printed_titles_a_note_belongs_to_the_nearer():
    for before, after, expected in ((1, 2, ["Aim", ""]), (2, 1, ["", "Aim"])):
        body = [f"1. {DUTY}", *[""] * before, margin("Aim."), *[""] * after, f"2. {DUTY}"]
        assert [item.title for item in outline_of(ENACTED, *body).sections] == expected


@pytest.mark.parametrize(
    ("note", "title"),
    [("Register tanks of wards.", "Register of public tanks of wards"),
     ("Register of tanks of wards.", "Register of tanks of wards"),
     ("Public tanks of wards.", "Public tanks of wards")],
)  # fmt: skip
def test_margin_titles__a_note_without_two_words_amid_its_title_gets_them(note, title):
    contents = ["ARRANGEMENT OF CLAUSES", "1—Register of public tanks of wards.", "2—Wells."]
    made = outline_of(*contents, ENACTED, f"1. {DUTY}", margin(note), f"2. {DUTY}")
    assert made.sections[0].title == title


SMALL = {"size": 8.0}
LARGE = {"size": 12.0}


def test_margin_titles__small_type_up_to_two_lines_above_the_first_clause_is_a_note():
    for gap, expected in ((0, "Aim"), (1, "Aim"), (2, "")):
        body = [line("Aim.", **SMALL), *[""] * gap, line(f"1. {DUTY}", **LARGE)]
        made = outline_of(ENACTED, *body, line(f"2. {DUTY}", **LARGE))
        assert made.sections[0].title == expected


def test_margin_titles__small_type_on_the_first_line_of_a_file_is_a_note():
    cited = "1. This Act may be cited as the Friends of Water and of Wells and Springs Act, 2023."
    for above, expected in (([line("Aim.", **SMALL)], "Aim"), ([], "")):
        made = outline_of(*above, line(cited, **LARGE), line(f"2. {DUTY}", **LARGE))
        assert [item.title for item in made.sections] == [expected, ""]
    beside = [line(cited, **LARGE), line("Aim.", **SMALL), line(f"2. {DUTY}", **SMALL)]
    assert outline_of(*beside).sections[0].title == "Aim"


@pytest.mark.parametrize(("length", "found"), [(55, True), (60, True), (61, False), (66, False)])
def test_margin_titles__the_size_of_text_is_that_of_lines_of_over_60_characters(length, found):
    item = f"(a) {'w' * (length - 5)};"
    items = [line(item, **SMALL) for _line in range(5)]
    body = [line(f"1. {DUTY}", **LARGE), line("Aim.", **SMALL), line(f"2. {DUTY}", **LARGE)]
    assert (outline_of(ENACTED, *body, *items).sections[0].title == "Aim") == found


def test_margin_titles__a_law_named_alone_beside_a_clause_is_a_note():
    body = [f"1. {DUTY}", margin("Aim."), margin("No. 17 of 2012."), f"2. {DUTY}"]
    assert notes(outline_of(ENACTED, *body)) == [("Aim", ["<p>No. 17 of 2012.</p>"]), ("", [])]


@pytest.mark.parametrize(
    ("shown", "found"), [("Register of all tanks", True), ("Register of common tanks", False)]
)
def test_titles__on_the_line_of_the_number_are_much_like_those_of_the_contents(shown, found):
    made = outline_of(*PRINTED, ENACTED, f"1. {shown}", DUTY, f"2. {DUTY}")
    assert made.sections[0].title == (shown if found else TITLE)


def test_titles__above_both_of_two_clauses_come_before_those_of_the_contents():
    body = [bold("Tanks"), f"1. {DUTY}", bold("Springs"), f"2. {DUTY}"]
    made = outline_of(*PRINTED, ENACTED, *body)
    assert [item.title for item in made.sections] == ["Tanks", "Springs"]


@pytest.mark.parametrize(
    ("begun", "found"),
    [("Register of public tonks", True), ("Ragister of public tonks", True),
     ("Ragistar of public tonks", False), ("Register of public", False)],
)  # fmt: skip
def test_titles__of_the_contents_open_the_text_with_at_most_two_letters_misread(begun, found):
    made = outline_of(*PRINTED, ENACTED, f"1. {begun}. {DUTY}", f"2. {DUTY}")
    assert made.sections[0].title == (begun if found else TITLE)


def test_margin_titles__more_notes_and_clauses_than_are_weighed_leave_the_notes_beside(monkeypatch):
    assert is_title("Registry of public tanks")
    monkeypatch.setattr(margin_titles, "_MOST_PAIRS", 1)
    assert not is_title("Registry of public tanks")


@pytest.mark.parametrize(
    ("note", "printed", "title"),
    [("Reglster of tanks.", "Register of tanks", "Register of tanks"),
     ("Register of lanks.", "Register of tanks", "Register of tanks"),
     ("Registers of tanks.", "Register of tanks", "Registers of tanks"),
     ("Register of tank.", "Register of tanks", "Register of tank"),
     ("Register of pools.", "Register of tubs", "Register of pools"),
     ("Register of tanks.", "Register of lanks", "Register of tanks"),
     ("Register of tanks and pools.", "Register of tanks", "Register of tanks and pools"),
     ("Register of Cap.", "Register of Cap. 12", "Register of Cap. 12"),
     ("Register of tanks of.", "Register of tanks of wards", "Register of tanks of")],
)  # fmt: skip
def test_margin_titles__words_that_the_text_has_only_as_the_contents_do_were_misread(
    note, printed, title
):
    text = f"1. {DUTY} The register of tanks is kept."
    made = outline_of("ARRANGEMENT OF CLAUSES", f"1—{printed}.", ENACTED, text, margin(note))
    assert made.sections[0].title == title


@pytest.mark.parametrize(
    ("spoilt", "note", "printed", "title"),
    [(0, "Register on tanks.", "Register of tanks", "Register on tanks"),
     (9, "Register on tanks.", "Register of tanks", "Register of tanks"),
     (9, "Register on tanks.", "Register of ta:nks", "Register on tanks"),
     (9, "Register of.", "Register of tanks", "Register of")],
)  # fmt: skip
def test_margin_titles__of_a_misread_file_are_those_of_its_contents(spoilt, note, printed, title):
    words = [f"wat{sign}r" for sign in "<>^~|*:;["[:spoilt]]
    text = f"1. {DUTY} On each tank: {' '.join(words)}, of it or on it."
    body = [text, margin(note)]
    made = outline_of("ARRANGEMENT OF CLAUSES", f"1—{printed}.", ENACTED, *body)
    assert made.sections[0].title == title


CITED = "This Act may be cited as the Wells Act."


@pytest.mark.parametrize(
    ("note", "texts", "expected"),
    [("Short title.", [CITED, DUTY], 0), ("Citation.", [CITED, DUTY], 0),
     ("Jina fupi.", [CITED, DUTY], 0),
     ("Wells.", [CITED, DUTY], 1), ("Short title.", [DUTY, DUTY], 1),
     ("Amendment of section 6.", ["Section 6 is amended.", "Section 7 is amended."], 0),
     ("Amendment to section 6 of Cap. 7.", ["The Act is amended in section 6.", DUTY], 0),
     ("Amendments to sections 6 and 7.", ["Sections 6 and 7 are amended.", DUTY], 0),
     ("Deletion of section 6.", ["The law is amended by deleting section 6.", DUTY], 0),
     ("Replacement of section 6.", ["Section 6 is replaced.", DUTY], 0),
     ("AMENDMENT OF SECTION 6.", ["Section 6 is replaced.", DUTY], 0),
     ("Repeal of section 6A.", ["Section 6A is repealed.", "Section 6 is repealed."], 0),
     ("Repeal of section 6A.", ["Section 6 is repealed.", "Section 6 is repealed."], 1),
     ("Friends of section 6.", ["Section 6 is amended.", "Section 7 is amended."], 1)],
)  # fmt: skip
def test_margin_titles__a_note_after_both_clauses_belongs_to_the_one_that_says_it(
    note, texts, expected
):
    made = outline_of(ENACTED, f"1. {texts[0]}", f"2. {texts[1]}", margin(note))
    assert [bool(item.title) for item in made.sections] == [expected == 0, expected == 1]


@pytest.mark.parametrize(
    ("begun", "page", "title"),
    [("Amendment of", 2, "Amendment of Part VI"), ("Amendment of", 3, ""), ("Amendment", 2, "")],
)
def test_margin_titles__a_note_that_ends_openly_goes_on_on_the_next_page(begun, page, title):
    made = outline_of(
        ENACTED, line(f"1. {DUTY}", page=1), margin(begun, page=1),
        line(f"2. {DUTY}", page=page), margin("Part VI.", page=page),
    )  # fmt: skip
    assert made.sections[0].title == (title or begun)


@pytest.mark.parametrize(
    ("above", "small", "is_text"),
    [("The law is amended by deleting the", "heading of Part VI", True),
     ("The law is amended by deleting the", "Heading of Part VI", False),
     ("The law is amended by deleting it", "heading of Part VI", False)],
)  # fmt: skip
def test_margin_titles__the_end_of_a_sentence_in_small_type_is_its_text(above, small, is_text):
    made = outline_of(
        ENACTED,
        line(f"1. {DUTY}", size=12.0),
        line(f"2. {above}", size=12.0),
        line(small, size=8.0),
    )
    shown = " ".join(
        block["value"] for block in made.sections[1].blocks if block["type"] == "paragraph"
    )
    assert (small in shown) == is_text
    assert bool(made.sections[1].title) == (not is_text and small[0].isupper())


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Amend:ent of sec:ion 5 of Act.", ["", "Amend:ent of sec:ion 5 of Act"]),
        ("Amend:ent of sec:ion 6 of Act.", ["Amend:ent of sec:ion 6 of Act", ""]),
        ("Amendment of sec:ion 5 of Act.", ["Amendment of sec:ion 5 of Act", ""]),
        ("W:lls and spr:ngs.", ["W:lls and spr:ngs", ""]),
    ],
)
def test_margin_titles__of_a_misread_note_the_first_number_tells_the_clause(note, expected):
    body = [f"1. {DUTY}", margin(note), *[""] * 4, "2. Section 5 of that Act has 6 wells more."]
    assert [item.title for item in outline_of(ENACTED, *body).sections] == expected
