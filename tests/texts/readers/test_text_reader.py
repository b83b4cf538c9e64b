"""Lines read from plain text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from texts.patterns import words
from texts.readers import text_reader

WRAPPED = """\
                     COUNTY GOVERNMENT
                     -----------------

1. SCOPE
This policy applies to every department of the county and to all
who carry out public functions on its behalf, whether they are paid
or not.
It does not apply to
(a) the assembly; and
(b) the courts, which are
    governed by other law.
\f2. Objectives

The objectives are these.
"""


def texts(source: str) -> list[str]:
    return [line.text for line in text_reader.read(source).lines]


JOINED = (
    "This policy applies to every department of the county and to all who carry out public"
    " functions on its behalf, whether they are paid or not."
)


def test_read__joins_lines_that_were_broken_for_width():
    assert texts(WRAPPED) == [
        "COUNTY GOVERNMENT",
        "1. SCOPE",
        JOINED,
        "It does not apply to",
        "(a) the assembly; and",
        "(b) the courts, which are",
        "governed by other law.",
        "2. Objectives",
        "The objectives are these.",
    ]


def test_read__knows_centred_lines_pages_and_indents():
    lines = {line.text: line for line in text_reader.read(WRAPPED).lines}
    assert lines["COUNTY GOVERNMENT"].centred
    assert lines["COUNTY GOVERNMENT"].caps
    assert not lines["2. Objectives"].centred
    assert lines["2. Objectives"].page_break_before
    assert lines["governed by other law."].indent == 24.0


def test_read__typed_mark_begins_a_paragraph_after_a_full_line():
    full = "the county executive committee member responsible for water shall"
    source = f"{full}\n(a) {full}\n1.2 {full}\n\n{full}\nand others\n"
    assert [line[:4] for line in texts(source)] == ["the ", "(a) ", "1.2 ", "the "]


def test_read__lines_as_long_as_their_paragraphs_stay_apart():
    source = "\n".join(["word " * 60, "Short line", "other " * 80, "word " * 50])
    assert len(texts(source)) == 4


def test_read__every_kind_of_line_end_counts():
    assert texts("a\r\n\r\nb\r\rc\n\nd\u2029\u2029e") == ["a", "b", "c", "d", "e"]


def test_read__control_characters_and_surrogates_are_removed():
    (line,) = text_reader.read("Sco\x00pe\x07 \ud800 \u202edone").lines
    assert line.text == "Scope \ufffd done"


def test_read__nothing_gives_no_lines():
    assert text_reader.read(" \n\t\n\f").lines == []


@settings(deadline=5000)
@given(st.text(alphabet=st.sampled_from(list("abc 1.()\n\t\f-")) | st.characters(), max_size=400))
def test_read__every_word_arrives_once_and_in_order(source):
    document = text_reader.read(source)
    assert [word for line in document.lines for word in words(line.text)] == words(
        document.source_text
    )


def test_read__lines_as_long_as_their_paragraphs_are_not_joined():
    """Of much the same length, yet each ends where its sentence does."""
    source = [
        "Residents told the county that tanks fail in the dry months, and that repairs take long.",
        "References",
        "Women and girls carry most of the water, and lose the days that others spend at school.",
        "Approved by the executive committee",
        "The county shall keep a register of every public tank, and shall publish it each year.",
    ]
    assert texts("\n".join(source)) == source
