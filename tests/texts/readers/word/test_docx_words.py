"""Nothing that a Word file says vanishes: it is read in its place, or listed with the reason."""

import pytest

from tests.texts.readers.word_files import W, columns, par, run, table, write
from texts.outline import edits
from texts.read import read_document, read_source
from texts.readers.rtf_words import rtf_words

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"

CHART = (
    f'<c:chartSpace xmlns:c="urn:c" xmlns:a="{A}"><c:tx><c:f>A1</c:f>'
    "<a:t>Said elsewhere</a:t></c:tx></c:chartSpace>"
)
NO_BAR = '<m:fPr><m:type m:val="noBar"/></m:fPr>'
SUM = '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'


@pytest.fixture
def read(tmp_path):
    def reader(*body, **parts):
        return read_source(write(tmp_path / "file.docx", *body, **parts))

    return reader


@pytest.fixture
def outline(tmp_path):
    def reader(*body, **parts):
        return read_document(write(tmp_path / "file.docx", *body, **parts))

    return reader


def texts(document):
    return [line.text for line in document.lines if line.text]


def listed(document):
    return [(item.text, item.reason) for item in document.beside]


def relation(kind, target, key="rId9"):
    return f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target="{target}"/>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("header1", f'<w:hdr xmlns:w="{W}">{par("Said elsewhere")}</w:hdr>', "header_footer"),
        ("footer7", f'<w:ftr xmlns:w="{W}">{par("Said elsewhere")}</w:ftr>', "header_footer"),
        ("charts/chart1", CHART, "chart"),
        ("novel", "<n:new xmlns:n='urn:n'><n:deep>Said elsewhere</n:deep></n:new>", "part"),
        ("endnotes", f'<w:endnotes xmlns:w="{W}">{par("Said elsewhere")}</w:endnotes>', "part"),
    ],
)  # fmt: skip
def test_read__words_of_any_other_part_are_listed(read, name, content, reason):
    document = read(par("Text."), parts={f"word/{name}.xml": content})
    assert listed(document) == [("Said elsewhere", reason)]
    assert document.beside[0].place == f"word/{name}.xml"


@pytest.mark.parametrize(
    "part",
    [f'<w:styles xmlns:w="{W}"><w:x>Nothing</w:x></w:styles>', "<t:theme xmlns:t='t'>x</t:theme>"],
)
def test_read__parts_that_define_say_nothing(read, part):
    assert listed(read(par("Text."), parts={"word/other.xml": part})) == []


def test_read__page_headers_that_say_the_same_are_listed_once(read):
    header = f'<w:hdr xmlns:w="{W}">{par("Mfano County")}</w:hdr>'
    parts = {f"word/header{number}.xml": header for number in (1, 2, 3)}
    assert listed(read(par("Text."), parts=parts)) == [("Mfano County", "header_footer")]


@pytest.mark.parametrize(
    ("inner", "text", "reason"),
    [
        (run("unseen", extra="<w:vanish/>"), "unseen", "hidden"),
        ("<w:del><w:r><w:delText>was here</w:delText></w:r></w:del>", "was here", "deleted"),
        (f"<w:moveFrom>{run('gone')}</w:moveFrom>", "gone", "deleted"),
        ('<w:r><w:drawing><wp:inline><wp:docPr descr="A map"/></wp:inline></w:drawing></w:r>',
         "A map", "alt_text"),
        ('<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>',
         "DRAFT", "alt_text"),
    ],
)  # fmt: skip
def test_read__what_the_body_does_not_show_is_listed_where_it_stands(read, inner, text, reason):
    document = read(par("Before it,", inner, " after it."))
    assert listed(document) == [(text, reason)]
    assert document.beside[0].place == "Before it,"
    assert texts(document) == ["Before it, after it."]


def test_read__a_deleted_row_is_listed(read):
    rows = table(("kept", "row"), ("lost", "row")).split("<w:tr>")
    rows[-1] = f"<w:trPr><w:del/></w:trPr>{rows[-1]}"
    assert ("lost row", "deleted") in listed(read("<w:tr>".join(rows)))


def test_read__a_comment_is_listed_with_the_words_it_is_about(read):
    comment = f'<w:comment w:id="4" w:author="A">{par("Why so?")}</w:comment>'
    document = read(
        par("A fee of ten.", '<w:r><w:commentReference w:id="4"/></w:r>'),
        parts={"word/comments.xml": f'<w:comments xmlns:w="{W}">{comment}</w:comments>'},
    )
    assert [(item.text, item.place) for item in document.beside] == [("Why so?", "A fee of ten.")]


@pytest.mark.parametrize(("said", "count"), [("Rose Wekesa", 1), ("Text", 0)])
def test_read__what_a_content_control_is_bound_to_is_listed_unless_it_is_shown(read, said, count):
    binding = (
        '<w:sdt><w:sdtPr><w:dataBinding w:storeItemID="{A1}"/></w:sdtPr><w:sdtContent>'
        f"{par('Text')}</w:sdtContent></w:sdt>"
    )
    parts = {
        "customXml/item1.xml": f"<b><clerk>{said}</clerk></b>",
        "customXml/itemProps1.xml": '<d xmlns:ds="urn:d" ds:itemID="{a1}"/>',
        "customXml/item2.xml": "<b>Not bound</b>",
        "customXml/itemProps2.xml": '<d xmlns:ds="urn:d" ds:itemID="{b2}"/>',
    }
    assert len(listed(read(binding, parts=parts))) == count


def test_read__a_broken_part_is_warned_of_and_the_rest_is_read(read):
    document = read(par("Text."), parts={"word/comments.xml": "<broken"})
    assert texts(document) == ["Text."]
    assert "word/comments.xml" in str(document.warnings[0])


def test_read__other_files_inside_are_warned_of(read):
    document = read(par("Text."), parts={"word/embeddings/budget.xlsx": b"x"})
    assert "budget.xlsx" in str(document.warnings[0])


def test_read_document__a_line_that_nobody_read_is_listed_after_the_one_before(outline):
    drawing = f'<w:r><w:drawing><a:t xmlns:a="{A}">Lost in a drawing</a:t></w:drawing></w:r>'
    made = outline(par("Before it."), par(drawing), par("After it."))
    assert [(item.text, item.reason, item.place) for item in made.dropped] == [
        ("Lost in a drawing", "not_understood", "Before it.")
    ]
    assert made.words.missing == ("Lost", "in", "a", "drawing")
    assert not made.words.complete


def test_read__words_in_a_wrapper_that_is_not_known_are_read(read):
    document = read(par("One."), f"<w:novel>{par('Two.')}</w:novel>", columns(1, 2), par("Three."))
    assert texts(document) == ["One.", "Two.", "Three."]


def chunk(*contents):
    body = "".join(f'<w:altChunk r:id="c{at}"/>' for at in range(len(contents)))
    relations = "".join(
        relation("aFChunk", name, f"c{at}") for at, (name, _content) in enumerate(contents)
    )
    return body, {
        "relations": relations,
        "parts": {f"word/{name}": content for name, content in contents},
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [("c.html", "<html><body><p>Stalls pay <b>50</b> shillings.</p></body></html>"),
     ("c.txt", "Stalls pay 50 shillings.")],
)  # fmt: skip
def test_read__a_document_taken_in_is_read_where_it_stands(outline, name, content):
    body, parts = chunk((name, content))
    made = outline(par("Before it."), body, par("After it."), **parts)
    text = "".join(block["value"] for block in made.sections[0].blocks)
    assert "Before it.</p><p>Stalls pay" in text
    assert text.endswith("<p>After it.</p>")
    assert made.words.complete
    assert made.words.source == 8


def test_read__a_word_file_taken_in_is_read_with_what_is_beside_it(read, tmp_path):
    inner = write(tmp_path / "inner.docx", par("Inner.", run("unseen", extra="<w:vanish/>")))
    body, parts = chunk(("c.docx", inner.read_bytes()))
    document = read(par("Outer."), body, **parts)
    assert texts(document) == ["Outer.", "Inner."]
    assert listed(document) == [("unseen", "hidden")]


def test_read__a_word_file_within_one_within_one_is_not_read_but_named(read, tmp_path):
    body, parts = chunk(("deep.txt", "Deep."))
    inner = write(tmp_path / "inner.docx", par("Inner."), body, **parts)
    body, parts = chunk(("c.docx", inner.read_bytes()))
    document = read(body, **parts)
    assert texts(document) == ["Inner."]
    assert "deep.txt" in str(document.warnings[0])


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x00\x01\x02\x03\x04"])
def test_read__a_document_taken_in_that_nobody_can_read_is_named(read, content):
    body, parts = chunk(("c.bin", content))
    document = read(par("Outer."), body, **parts)
    assert texts(document) == ["Outer."]
    assert "c.bin" in str(document.warnings[0])


def test_read__more_documents_taken_in_than_any_file_has_are_not_read(read):
    body, parts = chunk(*((f"c{at}.txt", f"Text {at}.") for at in range(25)))
    document = read(body, **parts)
    assert len(texts(document)) == 20
    assert "c20.txt" in str(document.warnings[0])


def test_read__a_diagram_is_read_where_it_stands(read):
    shapes = "".join(
        f"<d:pt><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>"
        for text in ("Receive", "Decide")
    )
    data = (
        f'<d:dataModel xmlns:d="{DIAGRAM}" xmlns:a="{A}"><d:ptLst>{shapes}</d:ptLst></d:dataModel>'
    )
    diagram = f'<w:r><w:drawing><d:relIds xmlns:d="{DIAGRAM}" r:dm="rId9"/></w:drawing></w:r>'
    document = read(
        par("The steps:"), par(diagram), par("After."),
        relations=relation("diagramData", "diagrams/data1.xml"),
        parts={"word/diagrams/data1.xml": data},
    )  # fmt: skip
    assert texts(document) == ["The steps:", "Receive", "Decide", "After."]
    assert listed(document) == []


def sign(font, code):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [("Symbol", "F0B4", "×"), ("Symbol", "F0B8", "÷"), ("Symbol", "F0A3", "≤"),
     ("Symbol", "F0B3", "≥"), ("Symbol", "F0B9", "≠"), ("Symbol", "F0BB", "≈"),
     ("Symbol", "00B1", "±"), ("Symbol", "F061", "α"), ("Symbol", "F0D6", "√"),
     ("Symbol", "F0E5", "∑"), ("Symbol", "F0FE", "⎭"), ("Symbol", "F07E", "∼"),
     ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0FD", "☒"), ("Wingdings", "F0A8", "☐"),
     ("Wingdings", "F0FC", "✓"), ("Wingdings", "F06C", "●"), ("Wingdings", "F0E0", "→"),
     ("Wingdings 2", "F0A3", "☐"), ("Wingdings 2", "F052", "☑"), ("MS Gothic", "2612", "☒")],
)  # fmt: skip
def test_read__signs_of_symbol_fonts_are_what_the_font_shows(read, font, code, shown):
    document = read(par("a ", sign(font, code), " b"))
    assert texts(document) == [f"a {shown} b"]
    assert document.warnings == []


@pytest.mark.parametrize(("font", "code"), [("Novel", "F0FE"), ("Wingdings", "F0FF")])
def test_read__a_sign_that_is_not_known_is_warned_of(read, font, code):
    document = read(par("a ", sign(font, code), " b"))
    assert texts(document) == ["a \ufffd b"]
    assert "1 sign" in str(document.warnings[0])


@pytest.mark.parametrize(
    ("font", "text", "shown"), [("Symbol", "b", "β"), ("Wingdings", "\uf0fe", "☑")]
)
def test_read__letters_in_a_symbol_font_are_signs(read, font, text, shown):
    fonts = f'<w:rFonts w:ascii="{font}"/>'
    assert texts(read(par("a ", run(text, extra=fonts)))) == [f"a {shown}"]


def maths(inner, para=False):
    text = f'<m:oMath xmlns:m="{MATHS}">{inner}</m:oMath>'
    return f'<m:oMathPara xmlns:m="{MATHS}">{text}</m:oMathPara>' if para else text


def r(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def e(inner, name="e"):
    return f"<m:{name}>{r(inner) if not inner.startswith('<') else inner}</m:{name}>"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (f"<m:f>{e('area × rate', 'num')}{e('100', 'den')}</m:f>", "(area × rate)/100"),
        (f"{r('2')}<m:f>{e('a', 'num')}{e('b + 1', 'den')}</m:f>", "2 a/(b + 1)"),
        (f"<m:f>{NO_BAR}{e('n', 'num')}{e('k', 'den')}</m:f>", "(n¦k)"),
        (f"<m:sSup>{e('1.05')}{e('3', 'sup')}</m:sSup>", "1.05^3"),
        (f"<m:sSup>{e('1 + i')}{e('n + 1', 'sup')}</m:sSup>", "(1 + i)^(n + 1)"),
        (f"<m:sSub>{e('x')}{e('1', 'sub')}</m:sSub>", "x_1"),
        (f"<m:sSubSup>{e('x')}{e('1', 'sub')}{e('2', 'sup')}</m:sSubSup>", "x_1^2"),
        (f"<m:rad><m:deg/>{e('area')}</m:rad>", "√(area)"),
        (f"<m:rad>{e('3', 'deg')}{e('x')}</m:rad>", "√[3](x)"),
        (f"{SUM}{e('i=1', 'sub')}{e('12', 'sup')}{e('fee')}</m:nary>", "∑_(i=1)^12 fee"),
        (f"<m:nary>{e('0', 'sub')}{e('1', 'sup')}{e('f')}</m:nary>", "∫_0^1 f"),
        (f"<m:d>{e('a')}{e('b')}</m:d>", "(a|b)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr>{e("a")}</m:d>', "[a"),
        (f"<m:func>{e('sin', 'fName')}{e('x')}</m:func>", "sin x"),
        (f"<m:limLow>{e('lim')}{e('x→0', 'lim')}</m:limLow>", "lim_(x→0)"),
        (f"<m:m><m:mr>{e('a')}{e('b')}</m:mr><m:mr>{e('c')}{e('d')}</m:mr></m:m>", "[a, b; c, d]"),
        (f"<m:eqArr>{e('a=1')}{e('b=2')}</m:eqArr>", "a=1; b=2"),
        (f"<m:acc>{e('x')}</m:acc>", "x\u0302"),
        (f"{r('Le')}{r('vy = ')}<m:box>{e('x')}</m:box>", "Levy = x"),
    ],
)  # fmt: skip
def test_read__an_equation_is_a_line_that_means_the_same(outline, inner, line):
    made = outline(par("It is ", maths(inner), " shillings."), par("Next."))
    assert f"It is {line} shillings." in made.sections[0].blocks[0]["value"].replace("&lt;", "<")
    assert made.words.complete, made.words


def test_read__an_equation_of_its_own_is_a_line(read):
    document = read(par("Before."), par(maths(r("a = b"), para=True)), maths(r("c = d"), para=True))
    assert texts(document) == ["Before.", "a = b", "c = d"]


def points(tag, *values):
    found = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
    cache = f"<c:f>Sheet1!A1</c:f><c:strCache>{found}</c:strCache>"
    return f"<c:{tag}><c:strRef>{cache}</c:strRef></c:{tag}>"


def series(name, *values):
    wards = points("cat", "Lurambi", "Mumias")
    return f"<c:ser>{points('tx', name)}{wards}{points('val', *values)}</c:ser>"


def test_read__figures_of_a_chart_are_a_table_and_taken_in_as_one(outline):
    chart = (
        f'<c:chartSpace xmlns:c="urn:c" xmlns:a="{A}"><c:title><a:t>Wells dug</a:t></c:title>'
        f"{series('2024', '7', '8')}{series('2025', '17', '18')}</c:chartSpace>"
    )
    made = outline(par("Text of a policy."), parts={"word/charts/chart1.xml": chart})
    assert [(item.text, item.reason) for item in made.dropped] == [
        ("\t2024\t2025\nLurambi\t7\t17\nMumias\t8\t18", "chart"),
        ("Wells dug", "chart"),
    ]
    taken = edits.take_in(made, 0)
    rows = [["", "2024", "2025"], ["Lurambi", "7", "17"], ["Mumias", "8", "18"]]
    assert taken.sections[0].blocks[-1]["value"]["data"] == rows
    assert taken.words.complete
    assert edits.leave_out(taken, 0).sections == made.sections


RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator Nobody;}{\info{\title Unsaid}}"
    rb"\pard Stalls pay \b 50\b0  shillings \endash  sh\'e9\par"
    rb"\u8220?a\uc2\u8221\'94\'94 {\pict ff00ff00}b\tab c\bin3 xyz.\par}"
)


def test_read__words_of_an_rtf_text_taken_in_are_listed(read):
    body, parts = chunk(("c.rtf", RTF))
    document = read(par("Outer."), body, **parts)
    assert texts(document) == ["Outer."]
    assert listed(document) == [("Stalls pay 50 shillings – shé", "part"), ("“a” b c.", "part")]
    assert "c.rtf" in str(document.warnings[0])


@pytest.mark.parametrize(
    "hostile",
    [
        b"{\\rtf1 " + b"{" * 50_000,
        b"{\\rtf1 }}}}\\u55357?\\u-1?\\bin999999999 x",
        b"{\\rtf\\",
    ],
)
def test_rtf_words__of_what_is_broken_gives_what_there_is(hostile):
    assert rtf_words(hostile).isprintable()


MHT = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    b'--x\r\nContent-Type: text/html; charset="windows-1252"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><p>Stalls pay =9350=94 shillings.</p></body></html>\r\n--x--\r\n"
)


def test_read__a_web_archive_taken_in_is_read_where_it_stands(read):
    body, parts = chunk(("c.mht", MHT))
    document = read(par("Before it."), body, par("After it."), **parts)
    assert texts(document) == ["Before it.", "Stalls pay “50” shillings.", "After it."]
    assert document.warnings == []


@pytest.mark.parametrize(
    "content", [MHT.replace(b"windows-1252", b"nobodys"), MHT.replace(b"text/html", b"text/none")]
)
def test_read__a_web_archive_without_a_page_that_can_be_read_ends_nothing(read, content):
    body, parts = chunk(("c.mht", content))
    assert "Outer." in texts(read(par("Outer."), body, **parts))
