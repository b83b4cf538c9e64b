"""CSV files as people save them."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.channels.csv_files import CsvError, CsvFile
from texts.cleaning import inert

KNOWN = ("section", "text", "name", "external_id")
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="&<'#\ufeff"), max_size=12
).filter(lambda text: text == inert(text))


@pytest.fixture
def read(tmp_path):
    def opened(content: str | bytes) -> CsvFile:
        path = tmp_path / "comments.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CsvFile(path, required=("section", "text"), known=KNOWN)

    return opened


def cells(file: CsvFile) -> list[list[str]]:
    rows = list(file)
    assert not [row.problem for row in rows if row.problem]
    return [list(row.cells.values()) for row in rows]


@given(
    rows=st.lists(st.tuples(words, words).filter(any), max_size=5),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\r", "\n", "\r\n"]),
)
def test_rows__come_back_with_any_delimiter_and_line_end(
    tmp_path_factory, rows, delimiter, line_end
):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(
        [("section", "text"), *rows]
    )
    path.write_bytes(out.getvalue().encode())
    found = cells(CsvFile(path, required=("section", "text"), known=KNOWN))
    assert found == [list(row) for row in rows if any(cell.strip() for cell in row)]


def test_header__is_one_line_also_where_lines_end_with_cr(read):
    file = read('section,text\r1,"Roads; water; schools; lights; drains"\r2,Others\r')
    assert cells(file) == [["1", "Roads; water; schools; lights; drains"], ["2", "Others"]]


@pytest.mark.parametrize("first", ["sep=;\r\n", "\ufeffSEP=;\n", '"sep=;"\r'])
def test_separator_line__is_no_header_and_counts_as_a_line(read, first):
    file = read(first + "section;text\n1;The notice, as it is\n")
    assert [(row.line, row.cells["text"]) for row in file] == [(3, "The notice, as it is")]


def test_separator_line__may_name_any_sign(read):
    assert cells(read("sep=|\nsection|text\n1|Words; and, more\n")) == [["1", "Words; and, more"]]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('="5.10"', "5.10"),
        ('"=""5.10"""', "5.10"),
        ('"=""says """"no"""""""', 'says "no"'),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("'=1+1", "=1+1"),
        ("'tis so", "'tis so"),
    ],
)
def test_cell__is_what_was_meant_by_the_spreadsheet(read, cell, value):
    assert cells(read(f"section,text\n1,{cell}\n")) == [["1", value]]


def test_cell__of_web_signs_is_read_as_text_and_said(read):
    file = read(
        'section,text\n1,"county&rsquo;s didn&#39;t<br/><BR>radio &amp; posters"\n'
        "2,AT&T &c; Smith & Sons <b>bold</b> &amp;lt;\n3,Plain\n"
    )
    assert [row[1] for row in cells(file)] == [
        "county\u2019s didn't\n\nradio & posters",
        "AT&T &c; Smith & Sons <b>bold</b> &lt;",
        "Plain",
    ]
    assert "2 cells" in file.warnings[0]


def test_quote__that_is_not_closed_gives_back_all_that_it_swallowed(read):
    file = read('section,text\n1,"Two\nlines"\n1,"Unclosed,x\n2,This row\n3,And this\n')
    good, bad = file
    assert (good.cells["text"], good.line) == ("Two\nlines", 2)
    assert bad.line == 4
    assert "quotation mark" in bad.problem
    assert bad.cells["text"] == '1,"Unclosed,x\n2,This row\n3,And this'


def test_quote__alone_within_a_quoted_text_is_refused_and_the_next_row_read(read):
    bad, good = read('section,text\n1,"He said "hello" loudly"\n2,Next\n')
    assert "twice" in bad.problem
    assert bad.cells["text"] == '1,"He said "hello" loudly"'
    assert (good.line, good.cells["text"], good.problem) == (3, "Next", "")


def test_quote__within_an_unquoted_text_is_itself(read):
    assert cells(read('section,text\n1,a 12" pipe\n')) == [["1", 'a 12" pipe']]


def test_row__with_empty_fields_at_its_end_is_no_longer_than_the_header(read):
    assert cells(read("section,text\n1,Words,,\n")) == [["1", "Words"]]


def test_row__with_more_fields_than_columns_is_refused(read):
    [row] = read("section,text\n1,Roads, water\n")
    assert "more fields" in row.problem


def test_row__shorter_than_the_header_has_empty_cells(read):
    assert cells(read("section,text,name\n1,Words\n")) == [["1", "Words", ""]]


@pytest.mark.parametrize("error", ["#NAME?", " #REF! ", "#VALUE!", "#N/A", "#DIV/0!", "########"])
def test_row__with_a_spreadsheets_error_is_refused(read, error):
    [row] = read(f"section,text,name\n1,{error},Amina\n")
    assert error.strip() in row.problem
    assert "text" in row.problem


def test_row__that_only_speaks_of_an_error_is_read(read):
    assert cells(read("section,text\n1,It shows #NAME? there\n"))[0][1] == "It shows #NAME? there"


@pytest.mark.parametrize(
    ("identifier", "is_refused"), [("2.54712E+11", True), ("1E+05", True), ("KE+11", False)]
)
def test_row__whose_identifier_lost_digits_is_refused(read, identifier, is_refused):
    [row] = read(f"section,text,external_id\n1,Words,{identifier}\n")
    assert ("lost digits" in row.problem) is is_refused


@pytest.mark.parametrize(
    "header", ["section,text,text", "section,text,Text ", "section,text,external id,External_ID"]
)
def test_columns__of_one_name_are_refused(read, header):
    with pytest.raises(CsvError, match="More than one column is called"):
        read(f"{header}\n1,a,b\n")


def test_columns__are_no_more_than_two_hundred(read):
    names = ["section", "text", *(f"more_{n}" for n in range(198))]
    assert len(list(read(f"{','.join(names)}\n1,Good\n"))) == 1
    with pytest.raises(CsvError, match="more than 200 columns"):
        read(f"{','.join(names)},x\n" + "1\n" * 1000)


def test_columns__without_a_name_are_said_where_they_hold_words(read):
    file = read("section,text,,\n1,Words,,\n1,Words,lost,\n")
    assert len(cells(file)) == 2
    assert "1 rows" in file.warnings[0]
    quiet = read("section,text,,\n1,Words,,\n")
    assert len(cells(quiet)) == 1
    assert quiet.warnings == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("section,text\n1,Café\n".encode("cp1252"), "Café"),
        ("section,text\r1,Café\r".encode("mac_roman"), "Café"),
        ("section\ttext\n1\tCafé\n".encode("utf-16"), "Café"),
        ("section,text\n1,Café\n".encode("utf-8-sig"), "Café"),
    ],
)
def test_letters__are_read_as_they_were_saved(read, raw, text):
    assert cells(read(raw)) == [["1", text]]


def test_letters__of_a_damaged_file_are_refused(read):
    with pytest.raises(CsvError, match="damaged"):
        read("section,text\n".encode("utf-16") + b"\x00")


def test_header__that_is_not_closed_is_refused(read):
    with pytest.raises(CsvError, match="first line"):
        read('section,"text\n1,Words\n')


def test_separator_line__that_names_a_quotation_mark_is_no_such_line(read):
    with pytest.raises(CsvError, match="missing"):
        read('sep="\nsection"text\n')


@pytest.mark.parametrize("letters", ["utf-16-le", "utf-16-be"])
def test_letters__of_utf_16_without_a_mark_are_found_out(read, letters):
    file = read("section,text\n1,people say “word”\n".encode(letters))
    assert cells(file) == [["1", "people say “word”"]]
    assert file.warnings == []


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("people say “word”, café".encode().decode("cp1252", "replace"), True),
        ("people say “word”, café".encode().decode("latin-1"), True),
        ("people say “word”, café, Ângela, “â”", False),
    ],
)
def test_letters__that_were_read_wrongly_before_are_said(read, text, warned):
    file = read(f'section,text\n1,"{text}"\n')
    list(file)
    assert any("wrong letters" in warning for warning in file.warnings) is warned
