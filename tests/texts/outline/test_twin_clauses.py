"""Two clauses of one number: a bill that was numbered by hand has them."""

from html import escape

import pytest

from tests.texts.outline.made_lines import (
    ENACTED,
    clauses,
    line,
    margin,
    outline_of,
    run_in,
    text_of,
)
from tests.texts.readers import odt_files, word_files
from texts.read import read_document

DUTY = "The county shall keep a register of every public tank, and publish it in each ward office."
NUMBERED = [
    ("1", "Short title", "This Act may be cited as the Wells Act, 2026."),
    ("2", "Register", DUTY),
    ("2", "Fees", f"{DUTY} Nobody shall pay for water from a public tank."),
    ("3", "Rules", "The committee may make rules for the better carrying out of this Act."),
]
EXPECTED = [(number, title) for number, title, _text in NUMBERED]


def as_docx(path):
    par, bold = word_files.par, word_files.bold
    body = [par(bold(f"{number}. {title}. "), text) for number, title, text in NUMBERED]
    word_files.write(path, par(ENACTED), *body)


def as_odt(path):
    body = f"<text:p>{ENACTED}</text:p>"
    for number, title, text in NUMBERED:
        body += f"<text:h text:outline-level='2'>{number}. {title}</text:h><text:p>{text}</text:p>"
    odt_files.write(path, body)


def as_html(path):
    body = f"<p>{escape(ENACTED)}</p>"
    for number, title, text in NUMBERED:
        body += f"<p><b>{number}. {title}.</b> {text}</p>"
    path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", "utf-8")


def as_md(path):
    body = [f"**{number}. {title}.** {text}" for number, title, text in NUMBERED]
    path.write_text("\n\n".join([ENACTED, *body]), "utf-8")


@pytest.mark.parametrize("write", [as_docx, as_odt, as_html, as_md])
def test_twin_clauses__with_titles_are_both_sections_in_every_format(write, tmp_path):
    path = tmp_path / f"bill.{write.__name__.removeprefix('as_')}"
    write(path)
    made = read_document(path)
    assert [(item.number, item.title) for item in made.sections] == EXPECTED
    assert "pay for water" in " ".join(text_of(made, 2))
    assert [*map(str, made.sections[2].unsure)] == ["Another section has the same number."]
    assert made.words.complete, (made.words.missing, made.words.added)


@pytest.mark.parametrize("printed", [[], ["ARRANGEMENT OF CLAUSES", "1—Short title. 2—Register."]])
def test_twin_clauses__have_each_their_title_in_the_margin(printed):
    body = [
        each
        for number, title, text in NUMBERED
        for each in (f"{number}. {text}", margin(f"{title}."))
    ]
    made = outline_of(*printed, ENACTED, *body)
    assert [(item.number, item.title) for item in made.sections] == EXPECTED


REPEALS = [
    f"{number}. Section {at} of the principal Act is repealed."
    for number, at in ((2, 5), (2, 7), (3, 9))
]


def test_twin_clauses__that_amend_a_law_need_no_title():
    lines = ["1. This Act may be cited as the Wells Act.", *REPEALS]
    assert clauses(*lines) == [("1", ""), ("2", ""), ("2", ""), ("3", "")]


@pytest.mark.parametrize(
    "second",
    [
        line("2. Wells and springs;"),
        line("2. Each ward office keeps a copy of the register and of these rules."),
        line("Section 7 of the principal Act is repealed.", label="2.", list_level=1),
        line("(2) Section 7 of the principal Act is repealed."),
    ],
)
def test_twin_clauses__an_item_of_a_list_is_none(second):
    made = outline_of(
        ENACTED, "1. This Act may be cited as the Wells Act.", f"2. {DUTY}", second, f"3. {DUTY}"
    )
    assert [item.number for item in made.sections] == ["1", "2", "3"]


def test_twin_clauses__of_another_law_are_none():
    made = outline_of(
        ENACTED, run_in("1. Short title.", "This Act may be cited as the Wells Act."),
        run_in("2. New sections.", "The principal Act is amended by the insertion of this—"),
        run_in("2. Wells.", f"\u201c{DUTY}"),
        run_in("3. Rules.", DUTY),
    )  # fmt: skip
    assert [item.title for item in made.sections] == ["Short title", "New sections", "Rules"]


@pytest.mark.parametrize("between", [[], [""]])
def test_twin_clauses__that_take_the_title_of_another_are_none(between):
    body = [
        f"2. {DUTY}",
        *between,
        margin("Register."),
        f"2. {DUTY}",
        f"3. {DUTY}",
        margin("Rules."),
    ]
    made = outline_of(ENACTED, "1. This Act may be cited as the Wells Act.", *body)
    assert [(item.number, item.title) for item in made.sections] == [
        ("1", ""), ("2", "Register"), ("3", "Rules"),
    ]  # fmt: skip
