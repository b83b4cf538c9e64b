"""Which lines before the first section are the cover, and which of them is the title."""

import pytest

from tests.texts.outline.made_lines import ENACTED, TEXT, bold, line, many, outline_of, titles


def sections(*names):
    """Headings with a style, each over its text."""
    return [item for name in names for item in (line(name, heading=1), TEXT)]


@pytest.mark.parametrize(
    "kind",
    ["Policy", "STRATEGY", "Plan", "Guideline", "Guidelines", "Framework", "Manual",
     "Memorandum", "Report", "Paper", "Act", "Bill", "Regulations", "Sera", "Mkakati", "Mpango",
     "Mwongozo", "Kanuni", "Muswada", "Ripoti"],
)  # fmt: skip
def test_title__is_the_line_of_the_cover_that_names_a_document(kind):
    made = outline_of(bold("County of Mfano"), bold(f"Rain {kind}"), *sections("Aim", "End"))
    assert made.title == f"Rain {kind}"


def test_title__is_the_first_line_of_a_cover_where_none_names_a_document():
    made = outline_of(bold("County of Mfano"), bold("Policyholders"), *sections("Aim", "End"))
    assert made.title == "County of Mfano"


@pytest.mark.parametrize(("count", "found"), [(24, True), (25, True), (26, False)])
@pytest.mark.parametrize("hints", [{"bold": True}, {"is_title": True}])
def test_title__has_at_most_25_words(count, found, hints):
    made = outline_of(line(many(count), **hints), *sections("Aim", "End"))
    assert made.title == (many(count) if found else "")


def test_title__is_the_heading_of_the_first_level_on_a_cover_before_that_of_the_metadata():
    lower = [item for name in ("Aim", "End") for item in (line(name, heading=2), TEXT)]
    assert outline_of(line("Rain", heading=1), *lower, title="Draft").title == "Rain"
    assert outline_of(bold("Rain"), *lower, title="Draft plan").title == "Draft plan"


@pytest.mark.parametrize(("words", "is_title"), [(140, True), (149, True), (155, False)])
def test_cover__a_first_heading_of_a_level_of_its_own_is_the_title_over_little_text(
    words, is_title
):
    lower = [item for name in ("Aim", "End") for item in (line(name, heading=2), TEXT)]
    found = titles(line("Rain", heading=1), f"{many(words)}", *lower)
    assert found == ([] if is_title else ["Rain"]) + ["Aim", "End"]


def test_cover__of_two_headings_the_first_may_be_the_title():
    assert titles(line("Rain", heading=1), line("Aim", heading=2), TEXT) == ["Aim"]
    assert titles(line("Rain", heading=1), TEXT) == ["Rain"]


@pytest.mark.parametrize(("words", "is_cover"), [(28, True), (30, True), (31, False), (32, False)])
def test_cover__a_bold_line_over_few_words_before_the_contents_is_no_heading(words, is_cover):
    contents = [line("TABLE OF CONTENTS"), "Aim .... 1", "End .... 2"]
    found = titles(bold("Rain"), f"{many(words)}", *contents, bold("Aim"), TEXT, bold("End"), TEXT)
    assert found == ([] if is_cover else ["Rain"]) + ["Aim", "End"]


@pytest.mark.parametrize(("lines", "is_cover"), [(14, True), (15, True), (16, False)])
def test_cover__has_at_most_15_lines_that_look_like_headings(lines, is_cover):
    found = titles(*(bold(f"Rain {at}") for at in range(lines)), bold("Aim"), TEXT)
    assert len(found) == (1 if is_cover else lines + 1)


HEAD = ("To: The Clerk", "From: The Network")


@pytest.mark.parametrize(
    "third",
    ["Through: The Office", "Thro: The Office", "Date: 1 March", "Ref: 12", "Our ref: 12",
     "Re: Rain", "RE. RAIN", "Subject: Rain", "Kwa: Karani", "Kutoka: Mtandao",
     "Tarehe: 1 Machi", "Kumb: 12", "Yah: Mvua", "Mada: Mvua"],
)  # fmt: skip
@pytest.mark.parametrize("begun", [HEAD, ("Kwa: Karani", "Kutoka: Mtandao"), ("To: A", "Date: B")])
def test_cover__three_addressed_lines_are_the_head_of_a_letter(begun, third):
    found = titles(bold("Mfano Network"), "Box 12.", *begun, third, bold("Aim"), TEXT)
    assert found == ["Aim"]


@pytest.mark.parametrize("third", ["Rain: a plan", "Tower: a plan", "Date of issue"])
def test_cover__two_addressed_lines_are_no_head(third):
    found = titles(bold("Mfano Network"), "Box 12.", *HEAD, third, bold("Aim"), TEXT)
    assert found == ["Mfano Network", "Aim"]


@pytest.mark.parametrize(("at", "is_head"), [(38, True), (39, True), (40, False), (42, False)])
def test_cover__the_head_of_a_letter_lies_within_40_lines(at, is_head):
    begun = [bold("Mfano Network"), "Box 12.", *HEAD]
    found = titles(*begun, *[""] * (at - len(begun)), "Re: Rain", bold("Aim"), TEXT)
    assert found == ([] if is_head else ["Mfano Network"]) + ["Aim"]


@pytest.mark.parametrize("size", [13.0, 14.0])
def test_headings__where_most_lines_have_no_size_are_larger_than_twelve_points(size):
    found = titles(line("Aim", size=size), TEXT, line("End", size=size), TEXT)
    assert found == (["Aim", "End"] if size > 13 else [])


@pytest.mark.parametrize(
    ("between", "is_cover"),
    [("2026", True), ("May 2026", True), ("May 1999.", True), ("On 3 May 2026", True),
     ("On the 3 May 2026", False), ("May 1826", False), ("", True), ("Mfano", False),
     ("Draft/2026", True)],
)  # fmt: skip
def test_cover__a_date_between_its_lines_is_no_text(between, is_cover):
    found = titles(
        bold("Mfano County"), between, bold("Rain"), bold("Aim"), TEXT, bold("End"), TEXT
    )
    assert found == ([] if is_cover else ["Mfano County", "Rain"]) + ["Aim", "End"]


def test_cover__a_title_repeated_in_the_metadata_is_no_heading():
    lines = [bold("Rain"), TEXT, bold("Aim"), TEXT]
    assert titles(*lines) == ["Rain", "Aim"]
    assert titles(*lines, title="RAIN") == ["Aim"]


MASTHEAD = [
    "SPECIAL ISSUE", "Kenya Gazette Supplement No. 7 (Senate Bills No. 3)", "REPUBLIC OF KENYA",
    "KENYA GAZETTE SUPPLEMENT", "SENATE BILLS, 2030", "NAIROBI, 12th March, 2030",
    "PRINTED AND PUBLISHED BY THE GOVERNMENT PRINTER, NAIROBI",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (["THE WELLS BILL, 2030"], "THE WELLS BILL, 2030"),
        (["THE WELLS AND SPRINGS", "(AMENDMENT) BILL, 2030"],
         "THE WELLS AND SPRINGS (AMENDMENT) BILL, 2030"),
        (["THE WELLS (AMENDMENT) (No. 2)", "BILL, 2030"],
         "THE WELLS (AMENDMENT) (No. 2) BILL, 2030"),
        (["THE WELLS BILL,", "2030"], "THE WELLS BILL, 2030"),
        (["THEWELLSBILL,2030"], "THEWELLSBILL,2030"),
        (["THE FIRST BILL, 2029", "THE WELLS REGULATIONS, 2030"], "THE WELLS REGULATIONS, 2030"),
    ],
)  # fmt: skip
def test_title__of_a_bill_is_its_name_on_as_many_lines_as_it_takes(name, title):
    lines = [*[bold(text, centred=True) for text in [*MASTHEAD, *name]], ENACTED]
    lines += [line(TEXT, label="1."), line(TEXT, label="2.")]
    assert outline_of(*lines).title == title


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (["THE AB BILL, 2030"], True), (["THE A BILL, 2030"], False),
        (["THE WELLS ACT, 1999"], True), (["THE WELLS RULES 2030"], True),
        (["THE WELLS ORDER, 2030."], True), (["THE WELLS PLAN, 2030"], False),
        (["THE WELLS BILL, 2130"], False), (["THE WELLS BILL, 2030 IS LONG"], False),
        (["THE WELLS (No. 2) BILL, 2030"], True), (["THE WELLS (Nos. 2) BILL, 2030"], False),
        (["THE WELLS (No. 2) (CARE) BILL, 2030"], True), (["The Wells Bill, 2030"], False),
        (["THE WELLS", "AND SPRINGS", "BILL,", "2030"], True),
        (["THE WELLS", "AND", "SPRINGS", "BILL,", "2030"], False),
    ],
)  # fmt: skip
def test_title__of_a_bill_is_in_capitals_with_its_kind_and_year_on_four_lines(name, found):
    lines = [line("Draft Act", is_title=True), *[bold(text, centred=True) for text in name]]
    lines += [ENACTED, line(TEXT, label="1."), line(TEXT, label="2.")]
    whole = " ".join(name).rstrip(".")
    assert outline_of(*lines).title == (whole if found else "Draft Act")


def test_title__of_a_bill_may_stand_before_its_contents_on_one_line():
    lines = [bold("THE WELLS BILL, 2030 ARRANGEMENT OF CLAUSES"), "1\u2014Aim.", "2\u2014Wells.",
             ENACTED, f"1. {TEXT}", f"2. {TEXT}"]  # fmt: skip
    assert outline_of(*lines, title="Draft").title == "THE WELLS BILL, 2030"


def title_below(head):
    """The title of a document with its name in larger type below a line in the largest."""
    lines = [bold(head, size=30.0), bold("Rain in Mfano", size=20.0), bold("1. Aim"), TEXT,
             bold("2. Means"), TEXT]  # fmt: skip
    return outline_of(*lines).title


@pytest.mark.parametrize(
    "head",
    [*MASTHEAD, "JAMHURI YA KENYA", "THE REPUBLIC OF KENYA", "Special Issue", "Kenya Gazette No. 3",
     "PARLIAMENT", "Parliament.", "NATIONAL ASSEMBLY", "THE NATIONAL ASSEMBLY", "SENATE",
     "THE SENATE", "COUNTY ASSEMBLY OF MFANO", "COUNTY ASSEMBLY OF MFANO BILL, 2030",
     "NATIONAL ASSEMBLY BILLS 2030", "MFANO COUNTY GAZETTE SUPPLEMENT", "GAZETTE SUPPLEMENT No. 3",
     "PRINTED AND PUBLISHED IN MFANO", "NAIROBI, May", "NAIROB1, May", "12th March, 2030",
     "Mfano, 12th March, 2030", "\u2014 SENATE", "KENYA GAZE7TE SUPPLEMENT", "KENYAN SUPPLEMENTS"],
)  # fmt: skip
def test_title__is_never_what_stands_at_the_head_of_every_gazette(head):
    assert title_below(head) == "Rain in Mfano"


@pytest.mark.parametrize(
    "head",
    ["PARLIAMENTS AND RAIN", "SENATE RULES", "SENATE BILLSTON", "COUNTY ASSEMBLY OF MFANO AND RAIN",
     "NAIROBI AND MFANO", "Mfano, March", "A REPUBLIC OF KENYA", "KENYAN GAZETTES OF RAIN",
     "KENY4 GA2E77E 5UPPLEM3NT"],
)  # fmt: skip
def test_title__may_be_like_what_stands_at_the_head_of_every_gazette(head):
    assert title_below(head) == head
