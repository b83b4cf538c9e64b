"""What counts as a word, a number, a reference, a slip of a scan: one quirk a row."""

import pytest

from texts.patterns import (
    LETTERS,
    OPEN_END,
    REFERENCE,
    bare_title,
    is_reference,
    join_hyphens,
    likeness,
    number_word,
    oddities,
    part_value,
    repair_title,
    scanned_number,
    scanned_roman,
    words,
)

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad~"


@pytest.mark.parametrize(
    ("text", "found"),
    [("rain_fall", ["rain", "fall"]), ("it's", ["it's"]), ("o\u2019clock", ["o\u2019clock"]),
     ("it's_so", ["it's", "so"]), ("it's so", ["it's", "so"]), ("a-b, 12.", ["a", "b", "12"])],
)  # fmt: skip
def test_words__are_letters_and_digits_with_apostrophes_within(text, found):
    assert words(text) == found


def test_letters__are_neither_digits_nor_signs():
    assert LETTERS.findall("a1_\u00e9 -") == ["a", "\u00e9"]


@pytest.mark.parametrize("end", [";", ":", ",", *DASHES])
def test_open_end__is_a_sign_after_which_a_line_goes_on(end):
    assert OPEN_END.search(f"Rain{end} ")
    assert not OPEN_END.search(f"Rain{end} falls.")


@pytest.mark.parametrize("dash", [*DASHES, ":"])
def test_bare_title__has_no_dash_at_either_end(dash):
    assert bare_title(f"{dash} Rain {dash}") == "Rain"


@pytest.mark.parametrize(
    ("title", "bare"),
    [(". Rain.", "Rain"), ("Rain ...", "Rain ..."), ("Rain.\u201d", "Rain.\u201d")],
)
def test_bare_title__has_no_full_stop_at_either_end(title, bare):
    assert bare_title(title) == bare


@pytest.mark.parametrize(
    "names",
    [
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""",
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""",
        "kwanza pili tatu nne tano sita saba nane tisa kumi",
    ],
)
def test_number_word__counts_from_one(names):
    counted = [number_word(name) for name in names.split()]
    assert counted == list(range(1, len(counted) + 1))


def test_number_word__counts_to_twenty_in_kiswahili():
    ones = ["moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa"]
    counted = [number_word(name) for name in (*(f"Kumi na {one}" for one in ones), "ishirini")]
    assert counted == list(range(11, 21))
    assert number_word("thelathini") is None


SHARED = "abcdefgh"
REST = "ijklmnopqrstu"
OTHER = "0123456789vwx"
"""With the eight letters shared, 7 of 20 pairs of letters are the same."""


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Rain, fall", "RAINFALL", 1.0), ("Rain", "", 0.0), (SHARED + REST, SHARED + OTHER, 16 / 42),
     (SHARED + REST, f"{SHARED}{OTHER}y", 0.0), ("rain", "wood", 0.0)],
)  # fmt: skip
def test_likeness__is_nothing_below_35_pairs_of_letters_in_100(one, other, alike):
    assert likeness(one, other) == pytest.approx(alike, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("999", 999), ("1000", None), ("iv", 4), ("XIV", 14), ("LX", 60), ("Twelve", 12),
     ("b", 2), ("Z", 26), ("Ab", None), ("", None), ("kumi  na moja", 11)],
)  # fmt: skip
def test_part_value__reads_digits_numerals_words_and_letters(text, value):
    assert part_value(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1O", 10), ("lo", 10), ("I0", 10), ("S", 5), ("s", 5), ("B", 8), ("Z", 2), ("t2", 12),
     ("|2", 12), ("i2", 12), ("!2", 12), ("lfi", 16), ("1 2", 12), ("123", 123), ("1234", None),
     ("x", None)],
)  # fmt: skip
def test_scanned_number__is_what_a_scan_may_have_meant(text, value):
    assert scanned_number(text) == value


@pytest.mark.parametrize(
    ("text", "meant"),
    [("ill", "III"), ("HI", "III"), ("1", "I"), ("IY", "IV"), ("T", "I"), ("|", "I"),
     ("I I", "II")],
)  # fmt: skip
def test_scanned_roman__is_what_a_scan_may_have_meant(text, meant):
    assert scanned_roman(text) == meant


@pytest.mark.parametrize(
    "text",
    ["No. 17 of 2012", "No 17 of 2012.", "Act No. 17 of 2012", "Act 17 of 2012", "Act. 17 of 2012",
     "L.N. 17/2012", "LN. 17/2012", "L.N 17/2012", "Leg. No. 17 of 2012", "Leg No 17 of 2012",
     "No. lO of 20I2", "No. I7 of 2OlZ", "No.17 0f 2012", "No. 17of2012", "No. 17 of 2012 .",
     "Cap. 253", "Cap 253.", "Caps. 253", "Cap. 253A", "Sub. Leg", "Sub Leg.", "Sub.Leg.",
     "Art. 10", "Art 10", "Arts. 10", "Article 10", "Articles 10", "Art. 10(2)(3)",
     "Article 10 (2)."],
)  # fmt: skip
def test_reference__is_a_law_as_a_margin_names_it(text):
    assert REFERENCE.fullmatch(text)
    assert is_reference(text)


@pytest.mark.parametrize(
    "text",
    ["No. 17 of 201", "No. 17 of 20123", "No. of 2012", "no. 17 of 2012", "Cap. A", "Cap. 253AB",
     "Article (2)", "Leg", "17 of 2012"],
)  # fmt: skip
def test_reference__what_is_like_one_is_none(text):
    assert not REFERENCE.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Cap. 253 applies", True), ("Cap. 253 still applies", False), ("Water", False), ("", False)],
)
def test_is_reference__where_one_word_at_most_is_left(text, found):
    assert is_reference(text) is found


@pytest.mark.parametrize(
    "word",
    ["fri:ends", "fri;ends", "fri,ends", "fri.ends", "fri*ends", "fri\u00b7ends", 'fri"ends',
     "Fri:ends", "FRI:ENDS", "friends'", "friends\u2019", "'friends", "\u2019friends",
     "\u00b7friends", "0friends", "FRiendS", "W4ter", "A4bc", "wel1", "w<", "w>", "w[", "w]", "w{",
     "w}", "w|", "w~", "w^"],
)  # fmt: skip
def test_oddities__a_word_with_a_sign_or_digit_within_is_misread(word):
    assert oddities(f"Care of {word} here") == 1


@pytest.mark.parametrize(
    "title",
    ["Care of wells", "Form A4b", "Form A4", "(Care) of \u201cwells\u201d;", "The 2nd well",
     "McDonald", "CARE OF WELLS", "12 wells", "Men's wells", "Wells of 0"],
)  # fmt: skip
def test_oddities__a_title_read_well_has_none(title):
    assert oddities(title) == 0


def test_oddities__a_title_begins_with_a_capital():
    assert oddities("care of wells") == 1


@pytest.mark.parametrize(
    ("read", "meant"),
    [("0ffences 0f friends", "Offences Of friends"), ("Rules 0f friends", "Rules of friends"),
     ("Tanks of 0 litres", "Tanks of 0 litres"), ("lmposition", "Imposition"),
     ("lnspection", "Inspection"), ("licences", "licences"), ("Ru1es", "Rules"), ("B1ue", "Blue"),
     ("1st wells", "1st wells"), ("Form a1", "Form a1")],
)  # fmt: skip
def test_repair_title__mends_what_is_certain(read, meant):
    assert repair_title(read) == meant


@pytest.mark.parametrize(
    ("broken", "whole"),
    [("non- compliance", "non-compliance"), ("sub- and main wells", "sub- and main wells"),
     ("sub- or main wells", "sub- or main wells"), ("one- to two", "one- to two"),
     ("face- to-face", "face-to-face"), ("add- ons", "add-ons"), ("co- order", "co-order"),
     ("sub- Main wells", "sub- Main wells"), ("rain - wells", "rain - wells")],
)  # fmt: skip
def test_join_hyphens__leaves_those_that_stand_for_a_word(broken, whole):
    assert join_hyphens(broken) == whole
