"""Laws that titles name: text recognition spoils some, and most name the one right."""

import pytest

from tests.texts.outline.made_lines import ENACTED, line, margin, outline_of
from texts.outline.cited_laws import with_one_law
from texts.outline.structure import Heading

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)
MEMO = [line("MEMORANDUM OF OBJECTS AND REASONS"), line("The Bill helps.")]


def named(*laws):
    """The titles of provisions of these laws, and whether something is remarked on each."""
    lines = [f"Section 5 of {law} which it is proposed to amend—" for law in laws]
    found = outline_of(ENACTED, f"1. {DUTY}", f"2. {DUTY}", *MEMO, *lines).sections[3:]
    end = len(" which it is proposed to amend")
    return [(item.title[len("Section 5 of ") : -end], bool(item.unsure)) for item in found]


@pytest.mark.parametrize("misread", [". 248", "Cnp. 24S", "Cap. 2 48", "Cup. 248", "Cap. 248 I"])
def test_cited_laws__a_misread_one_is_named_as_most_name_it(misread):
    assert named("Cap. 248", misread, "Cap. 248")[1] == ("Cap. 248", True)


@pytest.mark.parametrize(
    "law",
    ["No. 7 of 2001", "Cap 24", "Cap24", "Cap.24", "Cap. 248A", "the Wells Act",
     "Part V of Cap. 248", "the Act on wells"],
)  # fmt: skip
def test_cited_laws__another_is_as_it_was_read(law):
    assert named("Cap. 248", law, "Cap. 248")[1] == (law, False)


@pytest.mark.parametrize("law", ["No.7 of 2001", "Act No. 7 of 2001", "No. 8 of 1991"])
def test_cited_laws__another_of_a_number_is_as_it_was_read(law):
    assert named("No. 8 of 2001", law, "No. 8 of 2001")[1] == (law, False)


@pytest.mark.parametrize(
    "asked", ["which it is proposed", "of which it is proposed", "that it is proposed"]
)
def test_cited_laws__end_before_what_is_asked_of_them(asked):
    titles = [f"Section 5 of {law} {asked}" for law in ("Cap. 248", "Cap. 2 48")]
    found = with_one_law(
        [Heading(at, title=title, kind="amended") for at, title in enumerate(titles)]
    )
    assert [item.title for item in found] == [titles[0], titles[0]]


def test_cited_laws__one_that_none_names_clearly_stays_as_it_was_read():
    assert named("No. d of 199d", "No. 4 of 199d") == [
        ("No. d of 199d", False),
        ("No. 4 of 199d", False),
    ]


@pytest.mark.parametrize(
    ("note", "title"),
    [("Repeal of section 6 of No. 24 of 201 I.", "Repeal of section 6 of No. 24 of 2011"),
     ("Repeal of section 6 of No. 24 of 20 11.", "Repeal of section 6 of No. 24 of 2011"),
     ("Insertion of Part V in No. 24 of 2011.", "Insertion of Part V in No. 24 of 2011"),
     ("Repeal of section 6 of Mo. 24 ol Z01I.", "Repeal of section 6 of No. 24 of 2011"),
     ("Repeal of rule 6 of No. 24 of 201 I.", "Repeal of rule 6 of No. 24 of 2011"),
     ("Repeal of rule 6 of the No. 24 of 201I.", "Repeal of rule 6 of the No. 24 of 201I"),
     (f"Repeal of {'w' * 22} of Ko. 24 of 2011.", f"Repeal of {'w' * 22} of Ko. 24 of 2011"),
     (f"Repeal of {'w' * 23} of Ko. 24 of 2011.", f"Repeal of {'w' * 23} of No. 24 of 2011"),
     ("Amendment of section 4 Cap 248.", "Amendment of section 4 Cap 248"),
     ("Repeal of section 6 of No. 9 of 2012.", "Repeal of section 6 of No. 9 of 2012"),
     ("Register of public tanks.", "Register of public tanks")],
)  # fmt: skip
def test_cited_laws__titles_of_clauses_name_the_law_as_most_do(note, title):
    notes = [margin("Repeal of section 5 of No. 24 of 2011."), margin(note)]
    lines = [f"1. {DUTY}", notes[0], f"2. {DUTY}", notes[1]]
    assert outline_of(ENACTED, *lines).sections[1].title == title


@pytest.mark.parametrize(
    "title", ["Insertion of new section in No. 24 of 2011", "Insertion of new Part VA in Cap. 248"]
)
def test_cited_laws__a_title_that_ends_in_one_read_well_is_as_it_was_read(title):
    notes = [margin("Repeal of section 5 of No. 24 of 2011."), margin(f"{title}.")]
    made = outline_of(ENACTED, f"1. {DUTY}", notes[0], f"2. {DUTY}", notes[1]).sections[1]
    assert (made.title, made.unsure) == (title, [])


@pytest.mark.parametrize("law", ["Cap. 248", "Act No. 24 of 2011"])
def test_cited_laws__are_named_apart_from_the_rule_that_is_one_of_them(law):
    titles = [f"Repeal of rule 6 of {name}" for name in (law, f"{law[:-1]} {law[-1]}")]
    found = with_one_law(
        [Heading(at, title=title, kind="clause") for at, title in enumerate(titles)]
    )
    assert [item.title for item in found] == [titles[0], titles[0]]


@pytest.mark.parametrize(
    "provision",
    ["section 6", "sections 6 and 7", "Part II", "parts 2 and 3", "schedule 2", "Schedules 2 and 3",
     "article 6", "articles 6 and 7", "Title 2", "titles 2 and 3", "the preamble"],
)  # fmt: skip
def test_cited_laws__are_those_of_the_provision_and_not_the_provision(provision):
    clear, misread = (
        "Repeal of section 5 of No. 24 of 2011.",
        f"Repeal of {provision} of Ko. 24 of 2011.",
    )
    lines = [f"1. {DUTY}", margin(clear), f"2. {DUTY}", margin(misread)]
    title = outline_of(ENACTED, *lines).sections[1].title
    assert title == f"Repeal of {provision} of No. 24 of 2011"


@pytest.mark.parametrize(
    "misread",
    ["NoJO of 2009", "No .JO o/ 2009", "No. lO ol 2OO9", "No IO of 2009", "No.Io af 2oo9",
     "Nol0 of2009", "NoI0 of 2009", "No. 10 al 2009"],
)  # fmt: skip
def test_cited_laws__letters_that_stand_for_digits_of_a_provisions_law_are_these(misread):
    assert named(misread) == [("No. 10 of 2009", True)]


@pytest.mark.parametrize("number", ["9", "10", "115"])
def test_cited_laws__have_numbers_of_one_digit_to_three(number):
    assert named(f"No. {number} ol 2009") == [(f"No. {number} of 2009", True)]


@pytest.mark.parametrize(
    "law",
    ["No 10 of 2009", "No.10 of 2009", "No. JX of 2009", "No. 10 of 2O", "Not of 2009",
     "No. 1000 o/ 2009", "No. o/ 2009", "No. 10 of IO09", "Noo of 2009", "Note 1 of 2009"],
)  # fmt: skip
def test_cited_laws__what_is_read_well_or_no_number_stays_as_it_is(law):
    assert named(law) == [(law, False)]


MISREAD = "Ameadment of sec:ion 5 of No.24 al2011"


@pytest.mark.parametrize(
    ("text", "note", "title"),
    [
        ("Section 5 of the Wells Act is amended.", MISREAD, "Amendment of section 5 of {}"),
        ("Section 5A of the Wells Act is amended.", MISREAD, "Amendment of section 5A of {}"),
        ("Section 5 of this Act is amended.", MISREAD, "Ameadment of sec:ion 5 of {}"),
        ("Section 5 of the Wells Act is amended.", "Amendment of sec:ion 5 of {}",
         "Amendment of sec:ion 5 of {}"),
        ("Section 5 of the Wells Act is amended.", "W:lls and spr:ngs", "W:lls and spr:ngs"),
    ],
)  # fmt: skip
def test_cited_laws__a_clause_whose_title_was_misread_is_called_by_what_it_amends(
    text, note, title
):
    law = "No. 24 of 2011"
    first = "Repeal of section 4 of No. 24 of 2011."
    body = [f"1. {DUTY}", margin(first), f"2. {text}", margin(f"{note.format(law)}.")]
    assert outline_of(ENACTED, *body).sections[1].title == title.format(law)


def test_cited_laws__are_those_of_provisions_and_clauses_alone():
    found = with_one_law([Heading(0, title="Part 5 of NoJO of 2009", kind="part")])
    assert found[0].title == "Part 5 of NoJO of 2009"
