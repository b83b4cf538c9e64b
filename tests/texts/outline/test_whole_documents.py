"""Whole documents of our own making, as long as real ones: each outline is held entirely."""

from pathlib import Path

import pytest

from tests.texts.outline.made_lines import bold, line, margin, outline_of
from tests.texts.readers.word_files import (
    COLUMN_BREAK,
    columns,
    levels,
    par,
    run,
    table,
    write,
)
from tests.texts.readers.word_files import bold as word_bold
from texts.outline.model import Outline
from texts.read import read_document
from texts.source import SourceLine

PARTS = [
    ("I", "PRELIMINARY", ["Short title and commencement", "Interpretation", "Object of the Act",
                          "Guiding principles", "Application of the Act"]),
    ("II", "THE RAINWATER BOARD", [
        "Establishment of the Board", "Membership of the Board", "Functions of the Board",
        "Powers of the Board", "Conduct of business of the Board", "Committees of the Board"]),
    ("III", "THE SECRETARIAT", [
        "Chief executive officer", "Removal of the chief executive officer", "Staff of the Board",
        "Common seal", "Protection from personal liability"]),
    ("IV", "REGISTRATION OF TANKS", [
        "Register of public tanks", "Application for registration", "Certificate of registration",
        "Refusal to register", "Cancellation of registration", "Appeals against decisions"]),
    ("V", "CARE OF SPRINGS", [
        "Duty to protect springs", "Protected areas", "Persons who may draw water",
        "Inspection of springs", "Closure of a spring"]),
    ("VI", "FINANCIAL PROVISIONS", [
        "Funds of the Board", "Financial year", "Annual estimates", "Accounts and audit",
        "Annual report"]),
    ("VII", "OFFENCES", ["Offences in relation to tanks", "Pollution of a spring",
                         "Obstruction of an inspector", "General penalty"]),
    ("VIII", "MISCELLANEOUS PROVISIONS", [
        "Public participation", "Regulations", "Amendment of section 4 of No. 17 of 2012",
        "Transitional provisions"]),
]  # fmt: skip
TITLES = [title for _number, _name, titles in PARTS for title in titles]
SCHEDULES = [
    ("FIRST SCHEDULE", "CONDUCT OF MEETINGS OF THE BOARD"), ("SECOND SCHEDULE", "FEES FOR TANKS"),
]  # fmt: skip
MEMORANDUM = "MEMORANDUM OF OBJECTS AND REASONS"
AMENDED = "Section 4 of the County Water Act, No. 17 of 2012, which it is proposed to amend"
EXPECTED = [
    row
    for at, (number, name, titles) in enumerate(PARTS)
    for row in [
        (1, f"PART {number}", name),
        *(
            (2, str(clause), title)
            for clause, title in enumerate(titles, 1 + sum(len(part[2]) for part in PARTS[:at]))
        ),
    ]
] + [*((1, *schedule) for schedule in SCHEDULES), (1, "", MEMORANDUM), (1, "", AMENDED)]


def shape(made: Outline) -> list[tuple[int, str, str]]:
    assert made.words.complete, (made.words.missing, made.words.added)
    return [(section.level, section.number, section.title) for section in made.sections]


def text_of_clause(number: int) -> list[str]:
    """The paragraphs of a clause, its number first; every third has subclauses and items."""
    opening = f"{number}. "
    if number == 1:
        return [f"{opening}This Act may be cited as the Rainwater Act, 2025."]
    if number == 2:
        return [
            f"{opening}In this Act, unless the context otherwise requires—",
            "“Board” means the Rainwater Board established by section 6;",
            "“tank” includes a cistern that takes rain from a roof.",
        ]
    if number % 3:
        return [f"{opening}The Board shall see to matter {number} as the county assembly resolves."]
    return [
        f"{opening}(1) The Board shall see to matter {number} and shall—",
        "(a) hear the residents of the ward; and",
        "(b) answer within—",
        "(i) thirty days; or",
        "(ii) the time that a law sets.",
        "(2) A person who is not content may appeal to the tribunal.",
    ]


def contents() -> list[str]:
    lines = ["ARRANGEMENT OF CLAUSES", "Clause"]
    clause = 0
    for number, name, titles in PARTS:
        lines.append(f"PART {number}—{name}")
        for title in titles:
            clause += 1
            lines.append(f"{clause}—{title}.")
    return [*lines, *(f"{number}—{name}" for number, name in SCHEDULES)]


COVER = [
    "SPECIAL ISSUE", "Kenya Gazette Supplement No. 112 (Senate Bills No. 38)", "REPUBLIC OF KENYA",
    "SENATE BILLS, 2025", "NAIROBI, 3rd March, 2025",
]  # fmt: skip
TITLE = "THE RAINWATER BILL, 2025"
ENACTING = [
    TITLE, "A Bill for",
    "AN ACT of Parliament to provide for the care of rainwater; and for connected purposes",
    "ENACTED by the Parliament of Kenya, as follows—",
]  # fmt: skip
END = [
    "The principal object of this Bill is to provide for the care of rainwater in the counties.",
    "Part II of the Bill establishes the Rainwater Board. Clause 6 names its members.",
    "Dated the 1st March, 2025.",
    "JINA MFANO,",
    "Senator.",
]
OLD_LAW = ["4. (1) There shall be boards.", "(2) A board may meet."]


def clause_at(page: int) -> range:
    """The clauses on a page of four."""
    return range(4 * page + 1, min(4 * page + 5, len(TITLES) + 1))


def part_before(clause: int) -> tuple[str, str] | None:
    """The part that begins with a clause."""
    first = 1
    for number, name, titles in PARTS:
        if clause == first:
            return number, name
        first += len(titles)
    return None


def test_outline__of_a_bill_with_notes_in_columns(tmp_path: Path):
    body = [*(par(word_bold(text), centred=True) for text in COVER)]
    body += [par(text) for text in contents()]
    body += [par(word_bold(text), centred=True) for text in ENACTING[:2]]
    body += [par(text) for text in ENACTING[2:]]
    for page in range(10):
        notes = []
        for clause in clause_at(page):
            if part := part_before(clause):
                body.append(par(word_bold(f"PART {part[0]}—{part[1]}"), centred=True))
            body += [par(text) for text in text_of_clause(clause)]
            notes += [par(f"{TITLES[clause - 1]}."), par("")]
        notes += [par("No. 17 of 2012.")] if page == 2 else []
        body += [COLUMN_BREAK, *notes, columns(6400, 2000)]
    for number, name in SCHEDULES:
        body += [par(word_bold(number), centred=True), par("(s. 10)", centred=True)]
        body += [par(word_bold(name), centred=True), par("1. The Board shall meet each month.")]
        body += [table(["Item", "Fee"], ["Tank", "100"])]
    body += [par(word_bold(MEMORANDUM), centred=True), *(par(text) for text in END)]
    body += [par(run(f"{AMENDED}—", italic=True)), *(par(text) for text in OLD_LAW)]
    made = read_document(write(tmp_path / "bill.docx", *body))
    assert shape(made) == EXPECTED
    assert made.title == TITLE
    assert [section.title for section in made.sections if section.unsure] == []
    kinds = {item.number: [block["type"] for block in item.blocks] for item in made.sections}
    assert kinds["2"] == ["paragraph", "definition", "definition"]
    assert kinds["12"] == ["list", "note"]
    assert kinds["FIRST SCHEDULE"] == ["paragraph", "list", "table"]
    [clause] = [section for section in made.sections if section.number == "3"]
    assert [(item["mark"], item["level"]) for item in clause.blocks[0]["value"]["items"]] == [
        ("(1)", 0), ("(a)", 1), ("(b)", 1), ("(i)", 2), ("(ii)", 2), ("(2)", 0),
    ]  # fmt: skip


def converted() -> list[SourceLine]:
    """The bill as a converter makes it of a PDF: line by line, with all that a page shows."""
    lines = [line(text, centred=True) for text in COVER]
    lines += [line(text) for text in contents()]
    lines += [line(text, size=12.0) for text in ENACTING]
    for page in range(10):
        lines += [
            line(f"{760 + page} The Rainwater Bill, 2025", size=12.0, page=page)
            if page % 2
            else line(f"The Rainwater Bill, 2025 {760 + page}", size=12.0, page=page)
        ]
        for clause in clause_at(page):
            if part := part_before(clause):
                shown = f"PART {part[0]}- {part[1]}"
                lines.append(line(shown, size=12.0, page=page, bold=True))
            for text in text_of_clause(clause):
                lines.append(line(scanned(text), size=12.0, page=page))
            words = TITLES[clause - 1].split()
            half = 1 + len(words) // 2
            notes = [" ".join(words[:half]), " ".join([*words[half:]]) + "."]
            lines += [line(note, size=8.0, page=page) for note in notes if note.strip(".")]
        lines.append(line(f"- {page + 1} -", size=12.0, page=page, centred=True))
    for number, name in SCHEDULES:
        lines += [line(f"{number} (s. 10)", bold=True, caps=True), bold(name)]
        lines += [line("1. The Board shall meet each month.", size=12.0)]
    lines += [bold(MEMORANDUM), *(line(text, size=12.0) for text in END)]
    half = AMENDED.index(", which")
    lines += [line(AMENDED[: half + 1], italic=True), line(f"{AMENDED[half + 2 :]}—", italic=True)]
    return [*lines, *(line(text) for text in OLD_LAW)]


def scanned(text: str) -> str:
    """Some numbers as text recognition reads them."""
    for right, wrong in (("15. (1)", "lS. ( 1)"), ("21. (1)", "2I. (l)"), ("30. (1)", "3O. (1)")):
        if text.startswith(right):
            return wrong + text.removeprefix(right)
    return text


def test_outline__of_a_bill_converted_from_its_pages():
    made = outline_of(*converted())
    assert shape(made) == EXPECTED
    reasons = [item.reason for item in made.dropped]
    assert reasons.count("page_number") == 10
    assert reasons.count("header_footer") == 10
    doubted = [section.number for section in made.sections if section.unsure]
    assert doubted == ["15", "21", "30"]


def test_outline__of_a_bill_whose_contents_alone_have_the_titles():
    lines = [line(text) for text in [*contents(), *ENACTING]]
    for clause in range(1, len(TITLES) + 1):
        if part := part_before(clause):
            lines.append(bold(f"PART {part[0]}—{part[1]}", centred=True))
        lines += [line(text) for text in text_of_clause(clause)]
    made = outline_of(*lines)
    assert shape(made) == EXPECTED[: -len(SCHEDULES) - 2]
    assert all(section.unsure for section in made.sections if section.level == 2)


def test_outline__of_a_bill_with_notes_in_boxes_beside_its_lines():
    lines = [line(text) for text in ENACTING]
    for clause in range(1, len(TITLES) + 1):
        if part := part_before(clause):
            lines += [bold(f"PART {part[0]}", centred=True), bold(part[1], centred=True)]
        lines.append(margin(f"{TITLES[clause - 1]}.", page=clause // 4))
        lines += [line(text, page=clause // 4) for text in text_of_clause(clause)]
        if clause % 7 == 0:
            lines.append(margin("Cap. 372.", page=clause // 4))
    made = outline_of(*lines)
    assert shape(made) == EXPECTED[: -len(SCHEDULES) - 2]
    noted = [
        section.number
        for section in made.sections
        if any(block["type"] == "note" for block in section.blocks)
    ]
    assert noted == ["7", "14", "21", "28", "35"]


def test_outline__of_an_amending_bill():
    lines = [
        *(line(text) for text in ENACTING),
        line("1. This Act may be cited as the Rainwater (Amendment) Act, 2025."),
        margin("Short title."),
        line("2. Section 2 of the Rainwater Act, in this Act referred to as the “principal Act”, is"
             " amended by inserting the following new definition in its proper order—"),
        line("“cistern” means a tank below the ground;"),
        margin("Amendment of section 2 of No. 4 of 2020."),
        line("3. The principal Act is amended by deleting section 3 and substituting therefor the"
             " following new section—"),
        line("“3. (1) There is established a Board."), line("(2) The Board shall have—"),
        line("(a) a chairperson; and"), line("(b) four members.”"),
        margin("Replacement of section 3."),
        line("4. The principal Act is amended by inserting the following new Part after Part IV—"),
        bold("PART IVA—CISTERNS", centred=True),
        line("40A. (1) A person shall not close a cistern."),
        line("40B. The Board shall keep a register of cisterns."),
        margin("Insertion of new Part."),
        line("5. Section 9 of the principal Act is amended—"),
        line("(a) in subsection (1), by deleting the word “may” and substituting therefor the word"
             " “shall”; and"),
        line("(b) by deleting subsection (3)."),
        margin("Amendment of section 9."),
        line("6. The principal Act is amended by deleting the Second Schedule and substituting the"
             " following new Schedule—"),
        bold("SECOND SCHEDULE", centred=True), line("(s. 20)"), line("1. Fee for a cistern"),
        margin("Replacement of Second Schedule."),
        line("7. Section 30 of the principal Act is repealed."), margin("Repeal of section 30."),
        bold("SCHEDULE", centred=True), line("(s. 7)"), bold("SAVINGS", centred=True),
        line("1. A tank that was registered remains so."),
        bold(MEMORANDUM, centred=True), line("The Bill amends the Rainwater Act."),
        line("Section 9 of No. 4 of 2020 which it is proposed to amend—"), line("9. Old words."),
    ]  # fmt: skip
    made = outline_of(*lines)
    assert shape(made) == [
        (1, "1", "Short title"), (1, "2", "Amendment of section 2 of No. 4 of 2020"),
        (1, "3", "Replacement of section 3"), (1, "4", "Insertion of new Part"),
        (1, "5", "Amendment of section 9"), (1, "6", "Replacement of Second Schedule"),
        (1, "7", "Repeal of section 30"), (1, "SCHEDULE", "SAVINGS"), (1, "", MEMORANDUM),
        (1, "", "Section 9 of No. 4 of 2020 which it is proposed to amend"),
    ]  # fmt: skip


CHAPTERS = [
    ("ONE", "INTRODUCTION", ["Background", "Legal context", "How the policy was made"]),
    ("TWO", "SITUATION OF WATER", ["Springs and rivers", "Roofs and tanks", "Who lacks water"]),
    ("THREE", "POLICY MEASURES", ["Tanks for schools", "Care of springs", "Water in dry months"]),
    ("FOUR", "INSTITUTIONS AND MONEY", ["The department", "Ward committees", "Budget"]),
    ("FIVE", "MONITORING", ["Indicators", "Review of the policy"]),
]
PROSE = (
    "The county has many roofs and few tanks, and the rain that falls on them runs to the river."
)
SWAHILI_PROSE = "Kaunti ina mapaa mengi na matangi machache, na mvua inayonyesha huishia mtoni."
POLICY = [
    (1, "", "FOREWORD"), (1, "", "ACKNOWLEDGEMENTS"), (1, "", "LIST OF ABBREVIATIONS"),
    *(
        row
        for at, (number, name, titles) in enumerate(CHAPTERS, 1)
        for row in [
            (1, f"CHAPTER {number}", name),
            *((2, f"{at}.{inner}", title) for inner, title in enumerate(titles, 1)),
        ]
    ),
    (1, "", "REFERENCES"), (1, "ANNEX I", "ACTION PLAN"), (1, "ANNEX II", "FORMS"),
]  # fmt: skip


def policy_lines(rows: list[tuple[int, str, str]], prose: str) -> list[str]:
    """A policy as plain lines: each heading on one, then two paragraphs."""
    return [
        text
        for _level, number, title in rows
        for text in (
            f"{number}{'' if number[:1].isdigit() else ':'} {title}" if number else title,
            prose,
            f"{prose} {title}.",
        )
    ]


def test_outline__of_a_policy_with_chapters_and_annexes(tmp_path: Path):
    body = [par(run("COUNTY GOVERNMENT OF MFANO", bold=True, size=16), centred=True)]
    body += [par(run("RAINWATER POLICY", bold=True, size=24), centred=True), par("March 2026")]
    body += [par(word_bold("TABLE OF CONTENTS"), centred=True)]
    shown = [text for text in policy_lines(POLICY, PROSE) if not text.startswith(PROSE)]
    body += [par(f"{text}\t{page}") for page, text in enumerate(shown, 1)]
    for at, text in enumerate(policy_lines(POLICY, PROSE)):
        if at % 3:
            body.append(par(text))
            continue
        level = POLICY[at // 3][0]
        body.append(par(word_bold(text), centred=level == 1))
        if at % 12 == 0:
            body += [par(f"Mfano County Rainwater Policy {20 + at}"), par(str(20 + at))]
    body += [par("Tanks;", num=(1, 0)), par("Springs.", num=(1, 0))]
    made = read_document(
        write(tmp_path / "policy.docx", *body, numbering=levels(("bullet", "\uf0b7")))
    )
    assert shape(made) == POLICY
    assert made.title == "RAINWATER POLICY"
    assert {item.reason for item in made.dropped} == {"contents", "header_footer", "page_number"}


SURA = [
    ("KWANZA", "UTANGULIZI", ["Usuli", "Muktadha wa sheria"]),
    ("PILI", "HALI YA MAJI", ["Chemchemi na mito", "Mapaa na matangi"]),
    ("TATU", "HATUA ZA SERA", ["Matangi ya shule", "Utunzaji wa chemchemi", "Maji ya kiangazi"]),
    ("NNE", "TAASISI NA FEDHA", ["Idara", "Kamati za wadi"]),
]
SERA = [
    (1, "", "DIBAJI"), (1, "", "SHUKRANI"), (1, "", "VIFUPISHO"),
    *(
        row
        for at, (number, name, titles) in enumerate(SURA, 1)
        for row in [
            (1, f"SURA YA {number}", name),
            *((2, f"{at}.{inner}", title) for inner, title in enumerate(titles, 1)),
        ]
    ),
    (1, "", "MAREJELEO"), (1, "KIAMBATISHO I", "MPANGO WA UTEKELEZAJI"),
]  # fmt: skip


@pytest.mark.parametrize("ending", ["txt", "html"])
def test_outline__of_a_policy_in_swahili(tmp_path: Path, ending: str):
    lines = policy_lines(SERA, SWAHILI_PROSE)
    shown = [text for text in lines if not text.startswith(SWAHILI_PROSE)]
    cover = ["JAMHURI YA KENYA", "SERA YA MAJI YA MVUA", "Machi 2026", "YALIYOMO"]
    cover += [f"{text} .......... {page}" for page, text in enumerate(shown, 1)]
    path = tmp_path / f"sera.{ending}"
    if ending == "txt":
        path.write_text("\n\n".join([*cover, *lines]), encoding="utf-8")
    else:
        paragraphs = "".join(f"<p>{text}</p>" for text in [*cover, *lines])
        path.write_text(f"<!doctype html><body>{paragraphs}</body>", encoding="utf-8")
    made = read_document(path)
    assert shape(made) == SERA
    assert made.title == "SERA YA MAJI YA MVUA"
