"""What makes clauses, parts, schedules and the end of a bill: one quirk a row."""

import pytest

from tests.texts.outline.made_lines import (
    ENACTED,
    bold,
    clauses,
    line,
    many,
    outline_of,
    run_in,
    text_of,
)

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)
MEMO = "MEMORANDUM OF OBJECTS AND REASONS"
ORDINALS = [
    "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH", "TENTH",
    "ELEVENTH", "TWELFTH", "THIRTEENTH", "FOURTEENTH", "FIFTEENTH", "SIXTEENTH", "SEVENTEENTH",
    "EIGHTEENTH", "NINETEENTH", "TWENTIETH",
]  # fmt: skip
SWAHILI = [
    "KWANZA", "PILI", "TATU", "NNE", "TANO", "SITA", "SABA", "NANE", "TISA", "KUMI",
    "KUMI NA MOJA", "KUMI NA MBILI", "KUMI NA TATU", "KUMI NA NNE", "KUMI NA TANO",
    "KUMI NA SITA", "KUMI NA SABA", "KUMI NA NANE", "KUMI NA TISA", "ISHIRINI",
]  # fmt: skip
NUMBERS = [
    "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN",
    "TWELVE", "THIRTEEN", "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN",
    "TWENTY",
]  # fmt: skip


def numbers(*lines):
    """The numbers of a bill's sections, or titles of those without."""
    return [number or title for number, title in clauses(*lines)]


def counted(*lines, count=3):
    """Clauses 1 to `count`, and then these lines."""
    return numbers(*(f"{at + 1}. {DUTY}" for at in range(count)), *lines)[count:]


@pytest.mark.parametrize("ordinal", [*ORDINALS, "1ST", "2ND", "3RD", "12TH"])
def test_schedules__are_counted_in_words(ordinal):
    assert counted(line(f"{ordinal} SCHEDULE"), "Fees.") == [f"{ordinal} SCHEDULE"]
    assert counted(bold(f"The {ordinal.title()} Schedule"), "Fees.") == [
        f"The {ordinal.title()} Schedule"
    ]


@pytest.mark.parametrize("ordinal", SWAHILI)
@pytest.mark.parametrize("word", ["JEDWALI LA", "KIAMBATISHO CHA"])
def test_schedules__are_counted_in_swahili(word, ordinal):
    found = clauses(f"1. {DUTY}", line(f"{word} {ordinal}"), bold("ADA"), "Tano.")
    assert found[-1] == (f"{word} {ordinal}", "ADA")


@pytest.mark.parametrize(
    "name",
    ["SCHEDULE", "ANNEX", "ANNEXURE", "APPENDIX", "KIAMBATISHO", "KIAMBATSHO", "KIAMBATANISHO",
     "SCHEDULE I", "SCHEDULE VIII", "SCHEDULE XIV", "ANNEX 12", "ANNEX A", "KIAMBATISHO CHA 2",
     "THE SCHEDULE"],
)  # fmt: skip
def test_schedules__have_many_names(name):
    assert counted(line(name), "Fees.") == [name]


@pytest.mark.parametrize(
    "text",
    ["Schedule", "SCHEDULES", bold("Schedule of fees"),
     line(f"SCHEDULE {many(26)}", caps=True), line("SCHEDULE", label="1.")],
)  # fmt: skip
def test_schedules__what_only_names_one_is_none(text):
    assert len(counted(text, "Fees.")) <= (1 if getattr(text, "label", "") else 0)


def test_schedules__have_a_title_of_at_most_25_words():
    assert clauses(f"1. {DUTY}", f"SCHEDULE {many(25)}", "Five.")[-1] == ("SCHEDULE", many(25))


@pytest.mark.parametrize(
    "reference",
    ["(s. 2)", "[ss. 2, 3]", "(Section 2)", "(sections 2 and 3)", "(clause 2)", "(Clauses 2, 3)",
     "(cl. 2)", "(regulation 2)", "(regulations 2, 3)", "(reg. 2)", "(regs. 2)", "(r. 2)",
     "(rr. 2)", "(rule 2)", "(rules 2)", "(article 2)", "(articles 2)", "(art. 2)", "(arts. 2)",
     "(paragraph 2)", "(paragraphs 2)", "(para. 2)", "(paras. 2)", "s. 2(1)", "Section 2 & 3.",
     "[s. 2]."],
)  # fmt: skip
def test_schedules__a_reference_below_is_no_title(reference):
    found = clauses(f"1. {DUTY}", line("SCHEDULE"), bold(reference), bold("FEES OF FRIENDS"), "5.")
    assert found[-1] == ("SCHEDULE", "FEES OF FRIENDS")


@pytest.mark.parametrize(
    ("shown", "title"),
    [("(s. 2)", ""), ("[Section 2]", ""), ("(s. 28(2)) FEES", "FEES"), ("[ss. 2, 3] FEES", "FEES"),
     ("(section 2) FEES", "FEES"), ("(sections 2) FEES", "FEES"), ("(clause 2) FEES", "FEES"),
     ("(clauses 2) FEES", "FEES"), ("(cl. 2) FEES", "FEES"), ("(paragraph 2) FEES", "FEES"),
     ("(paragraphs 2) FEES", "FEES"), ("(para. 2) FEES", "FEES"), ("(paras. 2) FEES", "FEES"),
     ("(article 2) FEES", "FEES"), ("(articles 2) FEES", "FEES"), ("(art. 2) FEES", "FEES"),
     ("(arts. 2) FEES", "FEES"), ("(regulation 2) FEES", "FEES"), ("(regulations 2) FEES", "FEES"),
     ("(reg. 2) FEES", "FEES"), ("(regs. 2) FEES", "FEES"), ("(r. 2) FEES", "FEES"),
     ("(rr. 2) FEES", "FEES"), ("(rule 2) FEES", "FEES"), ("(rules 2) FEES", "FEES"),
     ("(s. 2) fees", "fees"), ("(s. 2) FEES (monthly)", "FEES (monthly)"),
     ("(fees) FEES", "(fees) FEES"), ("(sec 73 (1)) FEES", "FEES"), ("(secs. 2, 3) FEES", "FEES"),
     ("s. 16", ""), ("s.16", ""), ("r. 2", ""), ("s. 7(1))", ""), ("[Section 7(2).]", "")],
)  # fmt: skip
def test_schedules__a_reference_on_the_line_is_no_title(shown, title):
    found = clauses(f"1. {DUTY}", line(f"SCHEDULE {shown}", caps=True), "Five.")
    assert found[-1] == ("SCHEDULE", title)


@pytest.mark.parametrize("number", ["I", "1", "ONE", "A", "FIRST", "One"])
@pytest.mark.parametrize("stop", ["—", "-", ":", ".", " "])
def test_parts__announce_number_and_title(number, stop):
    found = clauses(line(f"PART {number}{stop}WATER", caps=True), f"1. {DUTY}")
    assert found[0] == (f"PART {number}", "WATER")


@pytest.mark.parametrize("number", ["I", "V", "X", "XI", "1"])
def test_parts__of_a_file_without_spaces_have_their_number_apart(number):
    found = clauses(line(f"PART{number}—WATER", caps=True), f"1. {DUTY}")
    assert found[0] == (f"PART {number}", "WATER")


@pytest.mark.parametrize("name", ["FIRSTSCHEDULE", "FirstSchedule"])
def test_schedules__of_a_file_without_spaces_have_their_number_apart(name):
    found = counted(bold(name), "Fees.")
    assert [number.lower() for number in found] == ["first schedule"]


@pytest.mark.parametrize("sign", ["-", ":", "\u2013", "\u2014"])
def test_schedules__a_title_set_off_may_begin_small(sign):
    found = clauses(f"1. {DUTY}", bold(f"Annex A {sign} fees of friends"), "Five.")
    assert found[-1] == ("Annex A", "fees of friends")


@pytest.mark.parametrize("stop", [":", ".", "—", " -"])
def test_parts__need_no_looks_where_their_line_says_nothing_else(stop):
    found = clauses(f"Part One{stop}", bold("WATER"), f"1. {DUTY}")
    assert found[0] == ("Part One", "WATER")


@pytest.mark.parametrize("word", ["PART", "CHAPTER", "DIVISION", "SEHEMU YA", "SURA YA"])
def test_parts__have_many_names(word):
    number = "KWANZA" if " " in word else "ONE"
    assert clauses(line(f"{word} {number}"), bold("WATER"), f"1. {DUTY}")[0] == (
        f"{word} {number}", "WATER",
    )  # fmt: skip


@pytest.mark.parametrize("words", [NUMBERS, ORDINALS, SWAHILI])
def test_parts__are_counted_to_twenty_in_words(words):
    word = "SEHEMU YA" if words is SWAHILI else "PART"
    lines = [
        item
        for at, name in enumerate(words, 1)
        for item in (line(f"{word} {name}"), bold("WATER"), f"{at}. {DUTY}")
    ]
    assert numbers(*lines)[::2] == [f"{word} {name}" for name in words]


@pytest.mark.parametrize(
    "misread",
    [["I", "ll"], ["l", "II", "lll"], ["I", "H", "HI", "IY", "Y"], ["T", "1I"], ["|", "I|"]],
)
def test_parts__are_read_as_the_next_where_a_scan_misread_their_number(misread):
    lines = [
        item
        for at, number in enumerate(misread, 1)
        for item in (line(f"PART {number}—WATER", caps=True), f"{at}. {DUTY}")
    ]
    roman = ["I", "II", "III", "IV", "V"]
    assert numbers(*lines)[::2] == [f"PART {number}" for number in roman[: len(misread)]]


@pytest.mark.parametrize(
    "text",
    [bold("Part one of the Act;"), bold("Part one of the Act,"), bold("Part one is long"),
     bold(f"Part one {many(13)}."), line(f"PART ONE {many(31)}"), "Part One Water",
     line("PART ONE WATER;"), line("PART ONE WATER,"), bold("Part I\u2019s Duties"),
     bold("Part II's Duties"), line("SECTION ONE"), line("ARTICLE ONE"), line("KIFUNGU CHA KWANZA"),
     line("IBARA YA KWANZA"), line("SUBSECTION ONE"), line("SUB-SECTION ONE"), line("RULE ONE"),
     bold("PARTS ONE"),
     line("PART 1000")],
)  # fmt: skip
def test_parts__a_sentence_about_one_is_none(text):
    assert numbers(text, f"1. {DUTY}", f"2. {DUTY}") == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "title"),
    [(line(f"PART 999 {many(30)}"), many(30)), (bold(f"Part 999 {many(12)}."), many(12))],
)
def test_parts__a_long_title_is_one(text, title):
    assert clauses(text, f"1. {DUTY}")[0][1] == title


@pytest.mark.parametrize(
    ("below", "title"),
    [
        (["Water of friends"], "Water of friends"), (["Water."], ""), (["Water;"], ""),
        (["Water,"], ""), (["Water:"], ""), (["Water—"], ""), (["Water\u2013"], ""),
        (["water"], ""), ([many(15)], many(15)), ([many(16)], ""),
        ([bold("WATER"), bold("AND FRIENDS")], "WATER AND FRIENDS"),
        ([bold("WATER"), bold("Friends")], "WATER"), ([bold("WATER;")], ""),
        ([bold("WATER,")], ""), ([bold("WATER:")], ""),
        ([bold(many(30))], many(30)), ([bold(many(31))], ""), ([bold("(1) Water")], ""),
        ([bold("[1] Water")], ""), ([bold("1 Water")], ""),
    ],
)  # fmt: skip
def test_parts__take_their_title_from_the_line_below(below, title):
    assert clauses(line("PART I"), *below, f"1. {DUTY}")[0] == ("PART I", title)


@pytest.mark.parametrize("end", ["AND", "OF", "THE", "FOR", "TO", "IN", "OR"])
def test_parts__a_title_that_ends_open_goes_on_below(end):
    lines = [line(f"PART I—FRIENDS {end}", caps=True), bold("Springs")]
    assert clauses(*lines, f"1. {DUTY}")[0][1] == f"FRIENDS {end} Springs"


def test_schedules__a_title_that_ends_with_a_comma_goes_on_below():
    lines = [line("SCHEDULE—FEES OF TANKS,", caps=True), bold("Springs"), "Five."]
    assert clauses(f"1. {DUTY}", *lines)[-1] == ("SCHEDULE", "FEES OF TANKS, Springs")


@pytest.mark.parametrize(
    "heading",
    [MEMO, "MEMORANDUM OF OBJECT AND REASON", "Memorandum of objects and reasons",
     "Memorandum of object and reasons", "Memorandum of objects and reason",
     "STATEMENT OF OBJECTS AND REASONS", "STATEMENT OF THE OBJECTS AND REASONS",
     "OBJECTS AND REASONS", "THE OBJECTS AND REASONS", "OBJECT AND REASON",
     "EXPLANATORY MEMORANDUM", "MEMORANDUM OF OBJECTS AND REAS0NS",
     "MEM0RANDUM 0F 0BJECTS AND REAS0NS"],
)  # fmt: skip
def test_memorandum__is_found_by_its_heading(heading):
    assert counted(heading, "The Bill helps.") == [heading]


@pytest.mark.parametrize(
    "heading",
    [
        "MEMORANDUM",
        "OBJECTS OF THE BOARD",
        "MEMORANDA OF RAIN",
        "MEM0RANDUM 0F 0BJECTS AND REAS0N5",
    ],
)
def test_memorandum__other_headings_are_none(heading):
    assert counted(heading, "The Bill helps.") == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["MEMORANDUM OF", "OBJECTS AND REASONS"], [MEMO]),
        (["MEMORANDUM", "OF OBJECTS", "AND REASONS"], [MEMO]),
        (["MEMORANDUM", "OF", "OBJECTS", "AND REASONS"], []),
    ],
)
def test_memorandum__a_heading_may_run_over_three_lines(lines, found):
    assert counted(*lines, "The Bill helps.") == found


VERBS = [
    "which it is proposed to amend", "which it is proposed to repeal", "that the Bill proposes to",
    "which the Bill seeks to delete", "sought to be replaced", "intended to be substituted",
    "that it is the intention to amend", "which the Bill intends to amend",
    "which the Senate proposed to amend and replace", "which it is the proposal to repeal",
    "proposed for amendment", "proposed for repeal", "proposed for deletion",
    "proposed for replacement", "which the Bill proposes to amend", "the Houses seek to amend",
    "which are proposed to be amended by this Bill", "proposed to be amended by the Bill",
    "which we propose to amend or delete", "proposed to be amended or repealed",
    "which it is proposed to repeal or amend", "which the Bill seeks to delete and substitute",
    "WHICH IT IS PROPOSED TO AMEND", "which isproposed to be amendd",
    "which it is propesed to amend", "which it is proposed to arnend",
    "which it is proposed toamend",
]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_memorandum__provisions_proposed_to_be_amended_are_sections(verb):
    text = f"Section 5 of the Act {verb}"
    expected = [MEMO] if verb.endswith("proposes to") else [MEMO, text]
    assert counted(MEMO, "The Bill helps.", f"{text}—", "5. Old words.") == expected


@pytest.mark.parametrize(
    "provision",
    ["Section 5", "Sections 5", "Article 5", "Articles 5", "Provision", "Provisions", "Paragraph 5",
     "Paragraphs 5", "Part 5", "Parts 5", "Schedule 5", "Schedules", "Regulation 5",
     "Regulations 5", "Rule 5", "Rules 5", "Order 5", "Orders 5", "Chapter 5", "Chapters 5",
     "Title", "Long title", "Preamble", "Extract", "Extracts", "s. 5", "ss. 5",
     "The relevant section", "The existing section", "The following section",
     "The First Schedule", "The Twentieth Schedule", "Fourth Schedule"],
)  # fmt: skip
def test_memorandum__a_provision_may_run_over_two_lines(provision):
    lines = [f"{provision} of the Act of Water and of Friends", "which it is proposed to amend—"]
    whole = f"{lines[0]} which it is proposed to amend"
    assert counted(MEMO, "The Bill helps.", *lines, "5. Old words.") == [MEMO, whole]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Section 5 of the Act", "of Water", "in what it is proposed to amend—"], True),
        (["Section 5 of the", "Act of", "Water", "in what it is proposed to amend—"], False),
        (["The law on water that it is proposed to amend—"], True),
        (["The law on water", "in what it is proposed to amend—"], False),
        *(
            ([f"Section 5 of the Act{stop}", "in what it is proposed to amend—"], False)
            for stop in ".;:"
        ),
    ],
)
def test_memorandum__a_provision_has_three_lines_and_one_on_more_says_what_it_is(lines, found):
    whole = " ".join(lines).rstrip("—")
    expected = [MEMO, whole] if found else [MEMO]
    assert counted(MEMO, "The Bill helps.", *lines, "5. Old words.") == expected


@pytest.mark.parametrize("begin", ["The Bill", "This Bill", "Clause 2", "Clauses 2", "It", "In it",
                                   "If it", "IN IT"])  # fmt: skip
def test_memorandum__prose_that_ends_so_is_no_provision(begin):
    assert counted(MEMO, f"{begin} names what it is proposed to amend—", "Words.") == [MEMO]


@pytest.mark.parametrize(("words", "found"), [(45, 2), (46, 1)])
def test_memorandum__a_provision_has_at_most_45_words(words, found):
    text = f"Section {'water ' * (words - 5)}proposed to be amended"
    assert len(counted(MEMO, "The Bill helps.", bold(f"{text}—"), "5. Old words.")) == found


INSERTING = [
    "inserting the following new Part", "insertion of the following new Part",
    "the following to be inserted", "the following to insert", "substituting the following",
    "the following to be substituted", "to substitute the following", "substitution of a Part",
    "replacing it with the following", "to replace it by the following", "to be replaced by this",
    "adding the following", "to add the following", "the following is added",
]  # fmt: skip


@pytest.mark.parametrize("verb", INSERTING)
@pytest.mark.parametrize("stop", ["—", ":", "-"])
def test_inserted__words_after_what_announces_them_are_no_sections(verb, stop):
    found = numbers(
        f"1. {DUTY}", f"2. The Act is amended by {verb}{stop}",
        line("PART IX—SPRINGS", caps=True), "90. Springs are public.",
        "3. Section 20 of the Act is repealed.",
    )  # fmt: skip
    assert found == ["1", "2", "3"]


def third(*lines):
    """What clause 3 says in a bill whose clause 2 inserts the first of these lines elsewhere."""
    inserting = "2. The Act is amended by inserting the following—"
    made = outline_of(ENACTED, f"1. {DUTY}", inserting, *lines, f"4. {DUTY}")
    assert [section.number for section in made.sections] == ["1", "2", "3", "4"]
    return text_of(made, 2)[0]


@pytest.mark.parametrize("verb", ["amended", "repealed", "deleted", "replaced"])
@pytest.mark.parametrize(
    "how", ["is", "are", "shall be", "is hereby", "is further", "is accordingly"]
)
def test_inserted__words_end_with_the_next_amending_clause(verb, how):
    clause = f"Section 20 of the Act {how} {verb}."
    assert third("3. There is a Board.", "4. It shall meet.", f"3. {clause}") == clause


def test_inserted__words_go_on_where_a_line_without_a_number_tells_of_repeal():
    lines = ["A rule goes on where a law is repealed.", "3. There is a Board.", "4. It shall meet."]
    assert third(*lines, "3. Section 20 is repealed.") == "Section 20 is repealed."


@pytest.mark.parametrize("opens", ['"', "'", "`", "\u2018", "\u2019", "“", "”", "``", "''"])
@pytest.mark.parametrize("closes", [".”", '."', "”.", "”;", "”,", "” .", "”; and", "” or", "''"])
def test_inserted__words_end_with_the_quotation(opens, closes):
    words = [f"{opens}New section", f"3. There is a Board{closes}"]
    assert third(*words, "3. Friends stay.") == "Friends stay."


@pytest.mark.parametrize("closes", ["'", "`", "\u2018", "\u2019", "“", "”"])
def test_inserted__words_end_with_any_quotation_mark(closes):
    words = ["“New section", f"3. There is a Board.{closes}"]
    assert third(*words, "3. Friends stay.") == "Friends stay."


@pytest.mark.parametrize("words", ["“There is a “Board” here.", "There is a “Board”."])
def test_inserted__words_go_on_where_no_quotation_ends(words):
    lines = [words, "3. It shall meet.", "3. Section 20 is repealed."]
    assert third(*lines) == "Section 20 is repealed."


def test_inserted__words_are_announced_by_a_title_as_well():
    lines = ["2. Insertion of a new Part—", line("PART IX—SPRINGS", caps=True), "90. Springs."]
    assert numbers(f"1. {DUTY}", *lines, "3. Section 20 is repealed.") == ["1", "2", "3"]


@pytest.mark.parametrize(("length", "found"), [(300, []), (301, ["PART IX"])])
def test_inserted__words_are_announced_at_the_end_of_a_line(length, found):
    announced = f"inserting {'water ' * 60}"[: length - 1] + "—"
    lines = [f"2. The Act is amended by {announced}", line("PART IX—SPRINGS", caps=True), "Rain."]
    assert numbers(f"1. {DUTY}", *lines, f"3. {DUTY}") == ["1", "2", *found, "3"]


@pytest.mark.parametrize(
    "form",
    ["{}. ", "{}.", "{} . ", "{}.—(1) ", "{}—(1) ", "{} (1) ", "{}.( 1 ) ", "{}. - (1) ", "{}— ",
     "Clause {}. ", "Section {}: ", "Article {}— ", "Regulation {}. ", "Rule {}. ", "{}, ", "{}: ",
     "{}; ", "{}) ", "{} "],
)  # fmt: skip
def test_clauses__are_numbered_in_many_forms(form):
    assert numbers(*(f"{form.format(at)}{DUTY}" for at in range(1, 6))) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("label", ["{}.", "{}", "{} .", "Clause {}.", "Section {}", "Article {}.",
                                   "Regulation {}.", "Rule {}"])  # fmt: skip
def test_clauses__are_numbered_by_lists(label):
    lines = [line(DUTY, label=label.format(at), list_level=0) for at in range(1, 4)]
    assert numbers(*lines) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("scanned", "value"),
    [("I", 1), ("l", 1), ("|", 1), ("t", 1), ("i", 1), ("Z", 2), ("S", 5), ("s", 5), ("lfi", 16),
     ("B", 8), ("I0", 10), ("lO", 10), ("1o", 10), ("lJ", 0), ("ii", 0)],
)  # fmt: skip
def test_clauses__are_numbered_in_signs_that_a_scan_mistook(scanned, value):
    before = [f"{at}. (1) {DUTY}" for at in range(1, value or 3)]
    found = numbers(*before, f"{scanned} (1) {DUTY}", f"{(value or 2) + 1}. (1) {DUTY}")
    assert (str(value) in found) == bool(value)


@pytest.mark.parametrize("first", ["(1)", "(l)", "(I)", "(|)", "( 1 )"])
def test_clauses__with_a_mistaken_number_stand_before_a_subclause(first):
    assert numbers(*(f"{at}. {DUTY}" for at in range(1, 5)), f"S. {first} {DUTY}")[-1] == "5"


VERBS_OF_SENTENCES = [
    "shall", "may", "must", "means", "is", "are", "has", "have", "was", "were", "will",
]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS_OF_SENTENCES)
def test_titles__a_sentence_above_a_clause_is_none(verb):
    found = clauses(*titled({3: f"The Board {verb} meet"}))
    assert found[2] == ("3", "")
    assert found[3] == ("4", "Matter of four")


@pytest.mark.parametrize("verb", VERBS_OF_SENTENCES)
@pytest.mark.parametrize("word", ["who", "that", "which"])
def test_titles__may_tell_of_those_who_do_something(word, verb):
    title = f"Persons {word} {verb} friends"
    assert clauses(*titled({3: title}))[2] == ("3", title)


def titled(others, count=5):
    """Clauses, each below a plain line that is its title."""
    names = ["one", "two", "three", "four", "five"]
    return [
        item
        for at in range(1, count + 1)
        for item in (others.get(at, f"Matter of {names[at - 1]}"), f"{at}. {DUTY}")
    ]


@pytest.mark.parametrize(("words", "found"), [(22, True), (23, False)])
def test_titles__have_at_most_22_words(words, found):
    lines = titled({3: many(words)})
    assert (clauses(*lines)[2] == ("3", many(words))) == found


@pytest.mark.parametrize(("have", "found"), [(11, 0), (12, 12)])
@pytest.mark.parametrize("hints", [{}, {"bold": True}])
def test_titles__above_clauses_count_where_six_in_ten_have_one(have, found, hints):
    lines = [
        item
        for at in range(1, 21)
        for item in (line("Matter" if at <= have else "It is.", **hints), f"{at}. {DUTY}")
    ]
    if hints:
        lines = [item for item in lines if getattr(item, "text", "") != "It is."]
    assert sum(bool(title) for _number, title in clauses(*lines)) == found


@pytest.mark.parametrize(("count", "found"), [(1, 0), (2, 2)])
@pytest.mark.parametrize("hints", [{}, {"bold": True}])
def test_titles__above_clauses_are_at_least_two(count, found, hints):
    lines = [
        item for at in range(1, count + 1) for item in (line("Matter", **hints), f"{at}. {DUTY}")
    ]
    assert sum(bool(title) for _number, title in clauses(*lines)) == found


def test_titles__on_the_line_of_the_number_are_at_least_two():
    lines = [item for at in (1, 2) for item in (f"{at}. Matter", DUTY)]
    assert clauses(*lines) == [("1", "Matter"), ("2", "Matter")]
    assert clauses(*lines[:2]) == [("1", "")]


def test_titles__run_in_have_a_word_of_three_letters():
    assert clauses(run_in("1. In", f"all wards {DUTY}"), f"2. {DUTY}")[0] == ("1", "")
    assert clauses(run_in("1. Aim.", DUTY), f"2. {DUTY}")[0] == ("1", "Aim")


def test_titles__on_the_first_line_of_the_document_are_titles():
    cited = "This Act may be cited as the Water Act, 2023."
    lines = [bold("Short title"), f"1. {cited}", bold("Duties"), f"2. {DUTY}"]
    assert [item.title for item in outline_of(*lines).sections] == ["Short title", "Duties"]
    ends = [*lines[1:], bold("Chairperson")]
    assert outline_of(*ends).sections[0].title != "Chairperson"


def test_clauses__one_that_is_missing_is_doubted():
    made = outline_of(ENACTED, f"2. {DUTY}", f"3. {DUTY}")
    assert "The clause before this one was not found." in list(map(str, made.sections[0].unsure))
    assert text_of(made, 0) == [DUTY]


@pytest.mark.parametrize(
    ("head", "after", "found"),
    [("The functions of the Board shall be to", "\u2013", False),
     ("The functions of the Board shall be", ": as follows.", False),
     ("The law is amended by new words after section", "4A. A ward may keep rain.", False),
     ("The functions of the Board", "The Board keeps wells.", True),
     ("The law is amended", "The Board keeps wells.", True)],
)  # fmt: skip
def test_titles__a_sentence_that_goes_on_is_none_though_it_stands_out(head, after, found):
    made = outline_of(
        ENACTED, "1. This Act may be cited as the Wells Act.", line(f"2. {head}", heading=1), after
    )
    assert bool(made.sections[1].title) == found
