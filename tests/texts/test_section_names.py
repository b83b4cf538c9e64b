"""Which section people mean by what they type."""

import pytest

from texts.section_names import Listed, SectionNames, UnknownSectionError, bare_number, is_number

BILL = [
    Listed(1, "PART I", "i", "Preliminary", "part-i"),
    Listed(2, "1", "i/1", "Short title", "1-short-title"),
    Listed(2, "2", "i/2", "Words", "2-words"),
    Listed(1, "PART II", "ii", "Water", "part-ii"),
    Listed(2, "", "ii/-", "Wells", "wells"),
    Listed(3, "2", "ii/2", "Fees", "2-fees"),
    Listed(2, "3", "ii/3", "Words", "3-words"),
    Listed(1, "D", "d", "Rain", "d-rain"),
    Listed(2, "1", "d/1", "Tanks", "1-tanks"),
    Listed(3, "1.1", "d/1.1", "Taps", "1-1-taps"),
    Listed(1, "12A.", "12a", "Roofs", "12a-roofs"),
    Listed(1, "FIRST SCHEDULE", "schedule", "Forms", "first-schedule"),
    Listed(2, "9", "schedule/9", "Form of a well", "9-form"),
]
NAMES = SectionNames(BILL)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", "ii/3"), ("3.", "ii/3"), (" 3 ", "ii/3"), ("section 3", "ii/3"), ("Clause 3", "ii/3"),
        ("kifungu cha 3", "ii/3"), ("Ibara ya 3", "ii/3"), ("article 12A", "12a"), ("12a.", "12a"),
        ("PART II", "ii"), ("part ii", "ii"), ("Part 2", "ii"), ("Part Two", "ii"),
        ("Sehemu ya II", "ii"), ("sehemu ya pili", "ii"), ("SEHEMU 2", "ii"),
        ("Sehemu ya 3", "ii/3"),
        ("Part II/2", "ii/2"), ("part 1 / 2", "i/2"), ("Part II, section 3", "ii/3"),
        ("Sehemu ya II/3", "ii/3"), ("Sehemu ya Kwanza, kifungu cha 2", "i/2"),
        ("Part II.2", "ii/2"),
        ("D.1", "d/1"), ("d/1", "d/1"), ("D/1/1.1", "d/1.1"), ("D/1.1", "d/1.1"), ("1.1", "d/1.1"),
        ("First Schedule", "schedule"), ("the first schedule", "schedule"),
        ("Schedule 1", "schedule"), ("1st schedule", "schedule"),
        ("Jedwali la Kwanza/9", "schedule/9"),
        ("wells", "ii/-"), ("Fees", "ii/2"), ("2 fees", "ii/2"), ("2-fees", "ii/2"),
        ("Part II/2 Fees", "ii/2"), ("1-1-taps", "d/1.1"),
    ],
)  # fmt: skip
def test_names__one_section_is_meant(typed, meant):
    assert NAMES.one(typed) == meant
    assert NAMES.find(typed) == [meant]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4",
        "Part III",
        "Part 3",
        "Part III/3",
        "Part I/3",
        "3/Part II",
        "D.2",
        "1.1.1",
        "/",
        ",",
        ".",
    ],
)
def test_names__no_section_is_said(typed):
    assert NAMES.find(typed) == []
    with pytest.raises(UnknownSectionError, match=f"There is no section “{typed}”."):
        NAMES.one(typed)


@pytest.mark.parametrize(
    ("typed", "found", "told"),
    [
        ("2", ["i/2", "ii/2"], "PART I/2, PART II/2"),
        ("section 1", ["i/1", "d/1"], "PART I/1, D/1"),
        ("Words", ["i/2", "ii/3"], "PART I/2, PART II/3"),
    ],
)
def test_names__candidates_are_told_apart(typed, found, told):
    assert NAMES.find(typed) == found
    with pytest.raises(UnknownSectionError, match=f"“{typed}”: write one of {told}."):
        NAMES.one(typed)


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ([Listed(1, "2", 1, "Wells", "wells"), Listed(1, "2", 2, "Rain", "rain")], "wells, rain"),
        ([Listed(1, "2", 1, "Wells", "wells"), Listed(1, "D", 2), Listed(2, "2", 3)], "wells, D/2"),
    ],
)
def test_names__that_no_path_tells_apart_are_told_by_their_slug(listed, told):
    with pytest.raises(UnknownSectionError, match=f"write one of {told}."):
        SectionNames(listed).one("2")


def test_names__a_label_of_its_own_is_a_name():
    names = SectionNames(
        [Listed(1, "2", 7, "Wells", "wells", "2 Wells [7]"), Listed(1, "3", 8, "Rain")]
    )
    assert names.labels == ["2 Wells [7]", "3 Rain"]
    assert (names.one("2 wells [7]"), names.one("3 Rain")) == (7, 8)


@pytest.mark.parametrize(
    "typed",
    [
        "5",
        "5.4",
        "5A.",
        "section 5.4",
        "Sehemu ya II/3",
        "Part II",
        "part two/3",
        "D.1",
        "Part II, 3",
        "clause 3.",
    ],
)
def test_is_number__what_leads_to_a_section(typed):
    assert is_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "water",
        "A, B",
        "D",
        "water 3",
        "3 wells",
        "Part of the water",
        "wells/3",
        '"3"',
        "No. 3 of 2012",
    ],
)
def test_is_number__no_words(typed):
    assert not is_number(typed)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [("5.4", "5.4"), ("section 5.", "5"), ("Part II/3", "3"), ("Part II, 3", "3"), ("D.1", "d.1")],
)
def test_bare_number__is_how_texts_have_it(typed, bare):
    assert bare_number(typed) == bare
