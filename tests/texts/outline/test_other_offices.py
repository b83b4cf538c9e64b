"""How other offices set the headings of their policies, by-laws and codes: one habit a test."""

from html import escape

import pytest

from tests.texts.outline.made_lines import TEXT, bold, headings, line, outline_of, titles
from tests.texts.readers import odt_files, word_files
from texts.outline.model import Outline
from texts.outline.word_measure import block_text
from texts.read import read_document
from texts.source import SourceLine

BYLAWS = [
    (1, "Article 1. Membership", "Article 1", "Membership"),
    (2, "Section 1.01 Who may join:", "Section 1.01", "Who may join"),
    (3, "Subsection 1.01.1 Minors", "Subsection 1.01.1", "Minors"),
    (2, "Section 1.02 Fees", "Section 1.02", "Fees"),
    (1, "Article 2. Meetings", "Article 2", "Meetings"),
    (2, "Section 2.01 Quorum", "Section 2.01", "Quorum"),
    (3, "Subsection 2.01.1 Proxies", "Subsection 2.01.1", "Proxies"),
    (3, "2A Written votes", "2A", "Written votes"),
    (1, "Exhibit B. Map of the springs", "Exhibit B", "Map of the springs"),
]
COVER = "By-laws of the Mfano Water Users"


def styled(text: str, level: int = 1, **hints: object) -> SourceLine:
    return line(text, heading=level, **hints)


def as_docx(path):
    body = [word_files.par(COVER, style="Title")]
    for level, shown, _number, _title in BYLAWS:
        body += [word_files.par(shown, style=f"Heading{level}"), word_files.par(TEXT)]
    word_files.write(path, *body)


def as_odt(path):
    body = f'<text:p text:style-name="Title">{COVER}</text:p>'
    for level, shown, _number, _title in BYLAWS:
        body += f'<text:h text:outline-level="{level}">{shown}</text:h><text:p>{TEXT}</text:p>'
    odt_files.write(path, body)


def as_html(path):
    body = f"<title>{COVER}</title><p class='MsoTitle'>{COVER}</p>"
    for level, shown, _number, _title in BYLAWS:
        link = '<a class="headerlink" href="#s">\u00b6</a>'
        body += f"<h{level} id='s'>{escape(shown)} {link}</h{level}><p>{TEXT}</p>"
    path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", "utf-8")


@pytest.mark.parametrize("write", [as_docx, as_odt, as_html])
def test_outline__by_laws_with_dotted_numbers_are_the_same_in_every_format(write, tmp_path):
    path = tmp_path / f"bylaws.{write.__name__.removeprefix('as_')}"
    write(path)
    made: Outline = read_document(path)
    assert made.words.complete, (made.words.missing, made.words.added)
    found = [(item.level, item.number, item.title) for item in made.sections]
    assert found == [(level, number, title) for level, _shown, number, title in BYLAWS]
    assert [block_text(block) for item in made.sections for block in item.blocks] == (
        [TEXT] * len(BYLAWS)
    )


def test_outline__the_title_does_not_stand_again_in_the_front_matter(tmp_path):
    as_docx(tmp_path / "bylaws.docx")
    made = read_document(tmp_path / "bylaws.docx")
    assert (made.title, made.front_matter) == (COVER, [])
    assert Outline.from_dict(made.to_dict()).written_title == COVER


def test_outline__a_title_on_two_lines_does_not_stand_again_either():
    made = outline_of(
        bold("Code of practice on the use", size=18), bold("of springs in Mfano", size=18),
        "Mfano, 2026.", *(item for name in ("Aim", "End") for item in (styled(name), TEXT)),
    )  # fmt: skip
    assert made.title == "Code of practice on the use of springs in Mfano"
    assert [block_text(block) for block in made.front_matter] == ["Mfano, 2026."]


def test_outline__without_headings_keeps_its_title_in_the_text():
    made = outline_of(line("Rain", is_title=True), TEXT)
    assert [block_text(block) for block in made.sections[0].blocks] == ["Rain", TEXT]


@pytest.mark.parametrize(
    ("metadata", "title"),
    [("A4 Portrait", "Rules of Mfano"), ("I", "Rules of Mfano"), ("Mfano Rain Plan", None),
     ("RULES OF MFANO.", None)],
)  # fmt: skip
def test_title__of_the_metadata_is_believed_where_the_cover_says_it_or_it_names_a_document(
    metadata, title
):
    made = outline_of(bold("Rules of Mfano"), styled("Aim", 2), TEXT, styled("End", 2), TEXT,
                      title=metadata)  # fmt: skip
    assert made.title == (title or metadata)


GOING_ON = ["and", "of", "the", "for", "to", "in", "on", "or", "ya", "wa", "za", "la", "na",
            "kuhusu", "katika", "OF"]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Port of Mfano", "Rowing club", "By-laws"], "Port of Mfano Rowing club By-laws"),
        (["Port of Mfano", "Rowing by-laws"], "Rowing by-laws"),
        (["Strategy for", "clean springs"], "Strategy for clean springs"),
        (["Strategy:", "Springs"], "Strategy"),
        *(([f"Strategy {word}", "Springs"], f"Strategy {word} Springs") for word in GOING_ON),
        (["Strategy at", "Springs"], "Strategy at"),
    ],
)  # fmt: skip
def test_title__is_whole_where_lines_of_one_look_say_parts_of_it(lines, title):
    cover = [bold(text, size=20) for text in lines]
    made = outline_of(*cover, *(item for name in ("Aim", "End") for item in (styled(name), TEXT)))
    assert made.title == title


@pytest.mark.parametrize(
    "kind", ["Code", "Charter", "Constitution", "By-laws", "Bylaws", "Declaration", "Handbook",
             "Rules", "Procedure", "Procedures", "By-law", "Katiba", "Terms of reference",
             "Articles of association", "Sheria ndogo", "Hadidu za rejea"],
)  # fmt: skip
def test_title__names_by_laws_and_codes_as_it_does_policies(kind):
    made = outline_of(
        bold("Mfano"), bold(f"{kind} Mfano"), styled("Aim"), TEXT, styled("End"), TEXT
    )
    assert made.title == f"{kind} Mfano"


def test_cover__the_title_again_above_the_text_is_no_heading():
    again = [line("RULES OF MFANO"), "Mfano, 2026.", styled("Rules of Mfano"), "Made by members."]
    assert titles(*again, styled("Aim"), TEXT, styled("End"), TEXT) == ["Aim", "End"]


def test_cover__two_styled_lines_with_levels_of_their_own_are_no_headings():
    lower = [item for name in ("Aim", "End") for item in (styled(name, 3), TEXT)]
    found = headings(styled("Guidance notes", 1), styled("Springs", 2), "Note 10.", *lower)
    assert found == [(1, "", "Aim"), (1, "", "End")]


@pytest.mark.parametrize("title", ["Scope:", "Roles of the board:", "Malengo:"])
def test_headings__in_bold_may_bear_a_colon(title):
    assert titles(bold("Aim"), TEXT, bold(title), TEXT) == ["Aim", title[:-1]]


@pytest.mark.parametrize(
    "lead",
    ["The board shall:", "Members must:", "The aims are:", "Wanachama ni:", "Powers to:",
     "Fees for:", "Malengo ya:", "The following:", "It includes:", "Note:", "NB:", "Source:",
     "Kumbuka:", "Date:", "Name:", "Tel:", "E-mail:", "Jina:", "Tarehe:"],
)  # fmt: skip
def test_headings__a_bold_line_that_leads_into_a_list_or_a_field_is_none(lead):
    assert titles(bold("Aim"), TEXT, bold(lead), TEXT) == ["Aim"]


VERBS = """
    shall must may will can should are is be was were has have include includes means following
    follows ni si lazima yafuatayo zifuatazo wafuatao ifuatavyo vifuatavyo yanayofuata MUST
"""
OPEN_WORDS = "to for by of with that and or from in on as kwa na ya wa za la cha kuwa"


@pytest.mark.parametrize("verb", VERBS.split())
def test_headings__a_bold_line_with_a_verb_that_leads_into_a_list_is_none(verb):
    assert titles(bold("Aim"), TEXT, bold(f"Boards {verb} told:"), TEXT) == ["Aim"]


@pytest.mark.parametrize("word", OPEN_WORDS.split())
def test_headings__a_bold_line_that_ends_open_before_its_colon_is_none(word):
    assert titles(bold("Aim"), TEXT, bold(f"Boards told {word}:"), TEXT) == ["Aim"]
    found = titles(bold("Aim"), TEXT, bold(f"Boards {word} told:"), TEXT)
    assert found == ["Aim", f"Boards {word} told"]


LABELS = ["Signed", "Signature:", "Name", "Names:", "Date", "Tel.", "Telephone:", "Phone:",
          "Email:", "E-mail:", "Address:", "Witness", "Jina", "Tarehe", "Simu:", "Barua pepe:",
          "Anwani", "Shahidi:", "Note:", "Notes:", "NB:", "N.B.:", "Example:", "Examples:",
          "Source:", "Kumbuka:", "Angalizo:", "Mfano:", "Chanzo:"]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_headings__a_bold_label_or_note_is_none(label):
    assert titles(bold("Aim"), TEXT, bold(label), TEXT) == ["Aim"]


@pytest.mark.parametrize(
    "title", ["Names of wards", "Dated rolls", "Examples", "Notes", "Sources:", "Teller"]
)
def test_headings__that_begin_like_a_label_are_some(title):
    assert len(titles(bold("Aim"), TEXT, bold(title), TEXT)) == 2


def test_headings__a_bold_label_is_none_where_styles_or_sizes_make_headings():
    label = bold("Scope:")
    assert titles(styled("Aim"), TEXT, label, TEXT, styled("End"), TEXT) == ["Aim", "End"]
    larger = [item for name in "ABC" for item in (line(name * 4, size=16), line(TEXT, size=11))]
    found = titles(*larger, bold("Scope:", size=11), line(TEXT, size=11))
    assert found == ["AAAA", "BBBB", "CCCC"]


def test_headings__larger_than_the_text_may_bear_a_colon_over_anything():
    larger = [line(f"{name}:", size=16, bold=True) for name in ("Aims", "Roles of all", "End")]
    small = line(TEXT, size=11)
    item = bold("1- The board:", size=11)
    assert titles(larger[0], small, larger[1], item, small, larger[2], small) == [
        "Aims", "Roles of all", "1 The board", "End",
    ]  # fmt: skip


def test_headings__numbered_below_larger_ones_on_both_sides_are_lesser():
    def larger(name):
        return [line(name, size=16, bold=True), line(TEXT, size=11)]

    def numbered(text):
        return [bold(text, size=11), line(TEXT, size=11)]

    found = headings(
        *larger("Aim"), *larger("Roles"), *numbered("1. Board"), *numbered("2. Staff"),
        *larger("Laws"), *larger("Terms"),
    )  # fmt: skip
    assert found == [
        (1, "", "Aim"), (1, "", "Roles"), (2, "1", "Board"), (2, "2", "Staff"), (1, "", "Laws"),
        (1, "", "Terms"),
    ]  # fmt: skip
    found = headings(*larger("Aim"), *numbered("1. Board"), *numbered("2. Staff"), *larger("End"))
    assert [level for level, _number, _title in found] == [1, 1, 1, 1]


@pytest.mark.parametrize(("count", "found"), [(1, ["2.2 Proxies count"]), (2, []), (3, [])])
def test_headings__plain_numbers_that_mostly_stand_before_text_are_none(count, found):
    clauses = [f"2.{at + 1} {TEXT}" for at in range(count)]
    last = f"2.{count + 1} Proxies count"
    made = titles(bold("1. Aim"), TEXT, bold("2. Votes"), *clauses, TEXT, last, TEXT)
    assert made == ["1 Aim", "2 Votes", *found]


def test_headings__plain_numbers_right_above_one_another_are_items():
    listed = ["1. Aim of the rules", "2. Fees", "3. Quorum"]
    dotted = [bold("4.1 Springs"), TEXT, bold("4.2 Roofs"), TEXT]
    assert titles(*dotted, "Annex.", *listed) == ["4.1 Springs", "4.2 Roofs"]


def test_headings__plain_numbers_go_on_where_styled_ones_stopped():
    styles = [styled("1. Aim"), TEXT, styled("2. Fees"), TEXT]
    assert titles(*styles, "3. Quorum", TEXT, "4. Votes", TEXT) == [
        "1 Aim", "2 Fees", "3 Quorum", "4 Votes",
    ]  # fmt: skip
    items = ["1. Cash", TEXT, "2. Cheques", TEXT, "3. Credit", TEXT]
    assert titles(*styles, *items) == ["1 Aim", "2 Fees"]
    unnumbered = [styled("Aim"), TEXT, styled("Fees"), TEXT, "0. Quorum", TEXT]
    assert titles(*unnumbered) == ["Aim", "Fees"]


@pytest.mark.parametrize("level", [1, None])
def test_headings__parts_that_count_anew_stand_below_what_they_part(level):
    def module(text):
        return line(text, bold=True, heading=level)

    found = headings(
        module("1. Vital signs"), bold("Part one: Pulse"), bold("By hand"), TEXT,
        bold("Part two: Heat"), TEXT, module("2. Talking"), bold("Part one: Listening"), TEXT,
        styled("Aids", 2), TEXT, styled("Forms", 2), TEXT, module("3. End"), TEXT,
    )  # fmt: skip
    assert [item for item in found if item[1]] == [
        (1, "1", "Vital signs"), (2, "Part one", "Pulse"), (2, "Part two", "Heat"),
        (1, "2", "Talking"), (2, "Part one", "Listening"), (1, "3", "End"),
    ]  # fmt: skip
    assert (3, "", "By hand") in found


def test_contents__an_index_before_the_text_is_one():
    listed = [line("INDEX"), "Aim .... 1", "End .... 2"]
    assert titles(*listed, styled("Aim"), TEXT, styled("End"), TEXT) == ["Aim", "End"]


@pytest.mark.parametrize("split", [True, False])
def test_headings__numbered_in_the_contents_alone_stand_as_deep_as_those_with_a_number(split):
    listed = ["Part 1: Springs", "Chapter 1 Introduction", "Chapter 2 Care"]
    if split:
        listed[1:] = ["Chapter 1", "Introduction", "Chapter 2", "Care"]
    found = headings(
        line("CONTENTS"), *listed, bold("Part 1: Springs"), bold("Introduction"), TEXT,
        bold("Aims"), TEXT, bold("2. Care"), TEXT, bold("Roofs"), TEXT,
    )  # fmt: skip
    assert found == [
        (1, "Part 1", "Springs"), (2, "", "Introduction"), (3, "", "Aims"), (2, "2", "Care"),
        (3, "", "Roofs"),
    ]  # fmt: skip


def test_headings__a_centred_styled_appendix_takes_no_plain_line_into_its_title():
    schedule = styled("APPENDIX", centred=True)
    found = headings(styled("Aim"), TEXT, schedule, bold("List of wards"), TEXT)
    assert found[1][1:] == ("APPENDIX", "")
    found = headings(styled("Aim"), TEXT, schedule, bold("Wards", centred=True), TEXT)
    assert found[1][1:] == ("APPENDIX", "Wards")


def test_cover__two_titles_of_one_style_above_lesser_headings_are_the_cover():
    lower = [item for name in ("Aim", "End") for item in (styled(name, 2), TEXT)]
    assert titles(styled("Mfano users"), styled("Code of conduct"), *lower) == ["Aim", "End"]
    four = [styled(f"Mfano {name}") for name in ("users", "members", "staff", "board")]
    assert len(titles(*four, *lower)) == 6
    assert titles(styled("Aim"), styled("End"), TEXT) == ["Aim", "End"]


def test_cover__a_first_line_that_names_the_document_is_its_title_right_above_a_heading():
    rest = [item for name in ("Aim", "End") for item in (styled(name), TEXT)]
    assert titles(styled("Rules of Mfano"), *rest) == ["Aim", "End"]
    assert titles(styled("Springs of Mfano"), *rest) == ["Springs of Mfano", "Aim", "End"]
    assert titles("Mfano.", styled("Rules of Mfano"), *rest) == ["Rules of Mfano", "Aim", "End"]
    assert titles(styled("Rules of Mfano"), TEXT, *rest) == ["Rules of Mfano", "Aim", "End"]


def test_cover__a_styled_title_above_bold_headings_is_none_of_them():
    rest = [item for name in ("Aim", "End") for item in (bold(name, size=12), TEXT)]
    title = styled("Springs of Mfano", bold=True, size=20)
    assert titles(title, *rest) == ["Aim", "End"]
    assert titles(title, TEXT, *rest) == ["Springs of Mfano", "Aim", "End"]


@pytest.mark.parametrize(
    "dated",
    ["Approved April 26, 2019", "Last modified: 10 September 2020", "Adopted on 1st May 2020",
     "Revised June 2021", "Effective from 2 July, 2021", "Updated January 2026",
     "Amended 3rd May 2020", "Last amended on 22nd May 1999", "Modified May 1st, 2020",
     "Updated May 2nd, 2020", "Revised May 3rd 2020", "Adopted May 4th, 2020", "Dated May 2020",
     "Date: May 2020", "Tarehe: 4th Mei 2020"],
)  # fmt: skip
def test_cover__a_styled_date_is_no_heading(dated):
    lower = [item for name in ("Aim", "End") for item in (styled(name, 2), TEXT)]
    assert titles(styled("Springs"), styled(dated, 3), *lower) == ["Aim", "End"]


def test_cover__the_title_of_the_metadata_above_the_only_heading_is_none():
    lines = [styled("Rain of Mfano"), "Made by members.", styled("Aim"), TEXT]
    assert titles(*lines, title="Rain of Mfano") == ["Aim"]
    assert titles(*lines) == ["Rain of Mfano", "Aim"]


def test_cover__a_date_above_the_only_heading_is_none_and_alone_is_one():
    assert titles(styled("May 2020", 3), styled("Aim"), TEXT) == ["Aim"]
    assert titles(styled("May 2020"), TEXT) == ["May 2020"]


@pytest.mark.parametrize("stop", [".", ":", ")", ""])
def test_headings__may_bear_a_letter_after_their_number(stop):
    around = [item for name in ("2. Aim", "3. End") for item in (styled(name), TEXT)]
    automatic = styled("Votes", label=f"2A{stop}", list_level=0)
    for votes in (styled(f"2A{stop} Votes"), automatic):
        assert titles(*around[:2], votes, TEXT, *around[2:]) == ["2 Aim", "2A Votes", "3 End"]


@pytest.mark.parametrize(
    ("shown", "number"), [("1.1", "1.1"), ("1.12", "1.12"), ("1.123", "1.123"), ("1.1234", "1")]
)
def test_headings__announce_numbers_of_three_digits_after_the_stop(shown, number):
    section = styled(f"Section {shown} Fees", 2)
    found = headings(styled("Article 1. Aim"), TEXT, section, TEXT, styled("End"), TEXT)
    assert found[1][1] == f"Section {number}"


def test_headings__in_capitals_right_after_their_number_keep_their_first_letter():
    assert titles(styled("1AIM"), TEXT, styled("2VOTES"), TEXT) == ["1 AIM", "2 VOTES"]


@pytest.mark.parametrize("style", [None, 2])
def test_headings__may_bear_small_letters(style):
    found = headings(
        styled("1. Mail"), bold("a. Purpose", heading=style), TEXT,
        bold("b. Rules", heading=style), TEXT, styled("2. Keys"), TEXT,
    )  # fmt: skip
    assert found == [(1, "1", "Mail"), (2, "a", "Purpose"), (2, "b", "Rules"), (1, "2", "Keys")]
    assert titles(bold("1. Mail"), TEXT, "a. Purpose", TEXT) == ["1 Mail"]


@pytest.mark.parametrize("mark", [("A. ", "B. "), ("", "")])
def test_headings__numbers_that_begin_anew_below_each_of_one_style_stand_below_them(mark):
    one, other = (f"{letter}{name}" for letter, name in zip(mark, ("Roles", "Steps"), strict=True))
    found = headings(
        styled(one), TEXT, bold("1. Board"), TEXT, bold("2. Staff"), TEXT,
        styled(other), TEXT, bold("1. Notice"), TEXT, bold("2. Vote"), TEXT,
    )  # fmt: skip
    assert [level for level, _number, _title in found] == [1, 2, 2, 1, 2, 2]


def test_headings__numbers_that_begin_anew_without_any_above_stay_on_top():
    found = headings(*(item for n in (1, 2, 1, 2) for item in (bold(f"{n}. Board"), TEXT)))
    assert [level for level, _number, _title in found] == [1, 1, 1, 1]


def test_headings__with_a_style_and_a_number_alone_are_headings():
    found = headings(styled("4. Powers"), styled("4.1.1", 2), TEXT, styled("4.1.2.", 2), TEXT)
    assert found == [(1, "4", "Powers"), (2, "4.1.1", ""), (2, "4.1.2", "")]
    assert titles(bold("4. Powers"), TEXT, "4.1.1", TEXT) == ["4 Powers"]


@pytest.mark.parametrize(
    ("shown", "number"),
    [("4.1", "4.1"), ("123.1", "123.1"), ("4.123.", "4.123"), ("4.", ""), (".1", ""), ("4..1", ""),
     ("1234.1", ""), ("4.1234", "")],
)  # fmt: skip
def test_headings__are_a_number_alone_where_it_has_a_stop_within(shown, number):
    found = headings(styled("4. Powers"), TEXT, styled(shown, 2), TEXT, styled("Aim", 2), TEXT)
    assert found[1][1] == number


def test_headings__with_a_nought_stand_beside_their_like_below_chapters():
    found = headings(
        styled("Funds"), styled("7.0 General", 2), TEXT, styled("7.1 Reports", 2), TEXT,
        styled("Clubs"), styled("8.0 General", 2), TEXT,
    )  # fmt: skip
    assert [level for level, _number, _title in found] == [1, 2, 2, 1, 2]


def test_headings__plain_numbers_below_styled_ones_are_items():
    styles = [styled("1. Aim"), TEXT, styled("1.1 Scope", 2), TEXT, styled("1.2 Floods", 2), TEXT]
    items = ["1. Contain the flood", "a. Close it.", "2. Clean up", "a. Pump."]
    assert titles(*styles, *items) == ["1 Aim", "1.1 Scope", "1.2 Floods"]


ARTICLES = [
    item
    for at, name in enumerate(("Name", "Members", "Meetings"), 1)
    for item in (bold(f"Article {at} - {name}", size=12.0, centred=True), line(TEXT, size=12.0))
]


def test_outline__lines_of_a_title_above_the_first_article_are_none_of_its_sections():
    cover = [
        bold(text, size=16.0, centred=True) for text in ("Constitution", "Mfano Water Friends")
    ]
    annexed = [bold("By-laws of the friends", size=16.0, centred=True), line(TEXT, size=12.0)]
    assert titles(*cover, *ARTICLES, *annexed) == [
        "Article 1 Name", "Article 2 Members", "Article 3 Meetings", "By-laws of the friends",
    ]  # fmt: skip


def test_outline__a_heading_above_the_first_article_that_has_text_is_a_section():
    head = [bold("Founders", size=16.0, centred=True), line(TEXT, size=12.0)]
    others = [bold("Part of the hills", size=16.0, centred=True), line(TEXT, size=12.0)]
    made = titles(bold("Friends", size=20.0), TEXT, *head, *ARTICLES, *others)
    assert made[0] == "Founders"


COVER_LINES = ["KATIBA YA WATUNZA MAJI (WAMA)", "TOLEO LA KWANZA", "S.L.P 92 MFANO",
               "Mahali - Mfano AGOSTI, 2014.", "KATIBA YA WATUNZA MAJI"]  # fmt: skip


def test_outline__a_cover_with_an_address_and_the_title_again_has_no_sections():
    body = [item for at in ("KWANZA", "PILI") for item in (f"SEHEMU YA {at}", "MALENGO", TEXT)]
    assert titles(*COVER_LINES, *body) == ["SEHEMU YA KWANZA MALENGO", "SEHEMU YA PILI MALENGO"]


@pytest.mark.parametrize(("below", "found"), [((), False), ((TEXT, TEXT), True)])
def test_outline__a_place_right_below_a_date_is_none_of_the_sections(below, found):
    cover = [bold("Terms of reference", size=16.0), bold("December, 2021", size=11.0),
             bold("Mfano, Kakamega", size=11.0)]  # fmt: skip
    body = [item for name in ("Context", "Objectives") for item in
            (bold(name, size=11.0), line(TEXT, size=11.0))]  # fmt: skip
    shown = titles(*cover, *(line(text, size=11.0) for text in below), *body)
    assert shown == [*(["Mfano, Kakamega"] if found else []), "Context", "Objectives"]


@pytest.mark.parametrize(
    "text", ["P.O. Box 12, Mfano", "P O BOX 12", "S.L.P 92 MFANO", "Private Bag 7"]
)
def test_outline__an_address_heads_nothing(text):
    body = [item for name in ("Context", "Objectives") for item in (bold(name), TEXT)]
    assert titles(*body, bold(text), TEXT) == ["Context", "Objectives"]


@pytest.mark.parametrize(
    ("shown", "number", "title"),
    [
        ("SCHEDULE OF CHARGES", "", "SCHEDULE OF CHARGES"),
        ("Schedule of meetings", "", "Schedule of meetings"),
        ("KIAMBATISHO CHA KWANZA", "KIAMBATISHO CHA KWANZA", ""),
        ("SCHEDULE", "SCHEDULE", ""),
        ("SCHEDULE: CHARGES", "SCHEDULE", "CHARGES"),
    ],
)
def test_outline__a_list_that_is_called_a_schedule_has_all_of_its_name_as_title(
    shown, number, title
):
    made = headings(bold("AIM OF IT"), TEXT, bold(shown), TEXT)
    assert made[-1][1:] == (number, title)


TWO_LINES = ("Rules of the friends of", "springs and of wells")


def lines_docx(path):
    par = word_files.par
    body = [[par(text, style="Heading1") for text in TWO_LINES], [par("End", style="Heading1")]]
    word_files.write(path, *(item for heads in body for item in (*heads, par(TEXT))))


def lines_odt(path):
    def heading(text):
        return f'<text:h text:outline-level="1">{text}</text:h>'

    heads = ["".join(map(heading, TWO_LINES)), heading("End")]
    odt_files.write(path, "".join(f"{head}<text:p>{TEXT}</text:p>" for head in heads))


def lines_html(path):
    heads = ["".join(f"<p><b>{text}</b></p>" for text in TWO_LINES), "<p><b>End</b></p>"]
    body = "".join(f"{head}<p>{TEXT}</p>" for head in heads)
    path.write_text(f"<!DOCTYPE html><html><body><p>{TEXT}</p>{body}</body></html>", "utf-8")


@pytest.mark.parametrize("write", [lines_docx, lines_odt, lines_html])
def test_outline__a_title_goes_on_in_small_letters_on_the_line_below(write, tmp_path):
    path = tmp_path / f"rules.{write.__name__.removeprefix('lines_')}"
    write(path)
    made = read_document(path)
    assert made.words.complete, made.words
    assert [item.title for item in made.sections] == [" ".join(TWO_LINES), "End"]


@pytest.mark.parametrize(
    ("title", "below"),
    [("Rules of the friends of", line("springs and of wells")),
     ("Rules of the friends of", bold("of wells", label="a)")),
     ("Rules of the friends of", bold("of wells", size=9.0)),
     ("Rules of the friends of", bold("1. Springs of wells")),
     ("Rules of the friends", bold("Springs of wells"))],
)  # fmt: skip
def test_outline__a_title_ends_above_what_looks_otherwise_or_begins_with_a_capital(title, below):
    made = titles(bold("Aim"), TEXT, bold(title), below, TEXT)
    assert made[1] == title


@pytest.mark.parametrize(
    ("tails", "level"), [(["Changes"], 1), (["Changes", "Review"], 1), (["A", "Ba", "Ca"], 2)]
)
def test_outline__what_follows_the_last_number_and_looks_as_all_of_them_stands_beside(tails, level):
    body = [item for at, name in enumerate(("Aim", "Members", "Meetings"), 1)
            for item in (bold(f"{at}. {name}"), TEXT)]  # fmt: skip
    tail = [item for name in tails for item in (bold(f"{name} of the rules"), TEXT)]
    assert [item[0] for item in headings(*body, *tail)] == [1, 1, 1, *[level] * len(tails)]


def test_outline__titles_without_a_number_among_numbered_ones_stand_below_them_to_the_end():
    body = [item for at in (1, 2, 3) for item in
            (bold(f"{at}. Water"), TEXT, bold("Duties"), TEXT)]  # fmt: skip
    assert [item[0] for item in headings(*body)] == [1, 2] * 3


LABELS = ("Purpose:", "Definitions:", "People to call:")


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (LABELS, LABELS),
        (("PURPOSE:", *LABELS[1:]), ("PURPOSE:", *LABELS[1:])),
        (("Purpose", "Scope", "People to call"), ("Purpose", "Scope")),
        (("Malengo", "Ufafanuzi"), ("Malengo", "Ufafanuzi")),
        (("Purpose:", "For example:"), ()),
        (("Purpose:", "Purpose:"), ()),
        (("Purpose:", "Definitions:", "The members are:"), ("Purpose:", "Definitions:")),
        (("Purpose:", "Definitions:", "The five wards that the friends chose:"), LABELS[:2]),
    ],
)
def test_outline__of_plain_titles_that_say_what_sections_are_called(shown, found):
    made = titles("Care of wells", *(item for name in shown for item in (name, TEXT)))
    assert made == [name.rstrip(":") for name in found]


@pytest.mark.parametrize("other", [bold("Meetings"), "MEETINGS", styled("Meetings")])
def test_outline__takes_no_plain_titles_where_others_stand_out(other):
    made = titles("Care of wells", "Purpose:", TEXT, other, TEXT, "Definitions:", TEXT)
    assert "Definitions" not in made
