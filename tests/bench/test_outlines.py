"""The scoring of outlines against the lists that readers made."""

import json

import pytest

from bench import outlines
from bench.outlines import ListedSection, score
from texts.outline.block_building import paragraph_block
from texts.outline.model import Section


def listed(number, title, level=1, **more):
    return ListedSection(number, title, level, **more)


def section(number, title, level=1, text="A friend of water plants trees."):
    return Section(number, title, level, [paragraph_block(text)])


LIST = [
    listed("PART I", "PRELIMINARY"),
    listed("1", "Short title", 2),
    listed("2", "Friends of water", 2),
    listed("PART II", "FEES"),
    listed("1", "Fees", 2),
]
FOUND = [section(item.number, item.title, item.level) for item in LIST]


def counts(found, wanted=LIST):
    result = score(wanted, found)
    return len(result.right), len(result.wrong), len(result.missed), len(result.invented)


def test_score__of_the_outline_that_was_listed_is_all_right():
    assert counts(FOUND) == (5, 0, 0, 0)


def test_score__case_and_white_space_do_not_matter():
    assert counts([section("part  i", " Preliminary "), *FOUND[1:]]) == (5, 0, 0, 0)


@pytest.mark.parametrize(
    "changed",
    [section("2A", "Friends of water", 2), section("2", "Fiends of water", 2),
     section("2", "Friends of water", 1), section("2", "", 2)],
    ids=["number", "title", "level", "no title"],
)  # fmt: skip
def test_score__one_difference_makes_a_section_wrong(changed):
    assert counts([*FOUND[:2], changed, *FOUND[3:]]) == (4, 1, 0, 0)


@pytest.mark.parametrize(
    ("changed", "misread"),
    [(section("2", "Fiends of water", 2), 1), (section("2", "Freinds ofwater", 2), 1),
     (section("2", "Friends", 2), 0), (section("2", "Fiends of water", 1), 0),
     (section("2", "Friends of water", 1), 0), (FOUND[2], 0)],
)  # fmt: skip
def test_score__title_that_differs_in_letters_alone_was_misread(changed, misread):
    assert score(LIST, [*FOUND[:2], changed, *FOUND[3:]]).misread == misread


def test_score__lost_section_is_missed_and_shifts_no_other():
    assert counts([FOUND[0], *FOUND[2:]]) == (4, 0, 1, 0)


def test_score__added_section_is_invented_and_shifts_no_other():
    assert counts([*FOUND[:2], section("", "Page 7"), *FOUND[2:]]) == (5, 0, 0, 1)


def test_score__other_section_in_place_of_one_is_missed_and_invented():
    changed = [*FOUND[:2], section("", "Ministry of Lands", 2), *FOUND[3:]]
    assert counts(changed) == (4, 0, 1, 1)


def test_score__sections_out_of_order_are_not_all_right():
    assert counts([*FOUND[3:], *FOUND[:3]]) == (3, 0, 2, 2)


def test_score__number_that_comes_again_is_paired_in_its_own_part():
    assert counts(FOUND[3:]) == (2, 0, 3, 0)


def test_score__nothing_found_is_missed():
    assert counts([]) == (0, 0, 5, 0)


@pytest.mark.parametrize("found", [[], [section("", "Box 1")]], ids=["left out", "found"])
def test_score__optional_section_counts_nowhere(found):
    assert counts([*FOUND, *found], [*LIST, listed("", "Box 1", 3, optional=True)]) == (5, 0, 0, 0)


def test_score__optional_section_hides_no_invented_one():
    wanted = [listed("1", "Box", optional=True)]
    assert counts([section("1", "Invoice")], wanted) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("expected", "right"),
    [({"begins": "a friend  of"}, 1), ({"begins": "friend"}, 0),
     ({"ends": "plants trees."}, 1), ({"ends": "plants"}, 0),
     ({"without": ["Page 7"]}, 1), ({"without": ["Page 7", "of water"]}, 0)],
)  # fmt: skip
def test_score__text_must_begin_end_and_lack_what_the_list_says(expected, right):
    wanted = [listed("1", "Friends", **expected)]
    assert counts([section("1", "Friends")], wanted) == (right, 1 - right, 0, 0)


def test_score__says_what_is_wrong():
    wanted = [listed("1", "Friends", begins="No", without=["trees"])]
    (wrong,) = score(wanted, [section("2", "Friends", 3)]).wrong
    begins = "begins “a friend of water plants trees.”"
    assert wrong == f"1 Friends: number “2”, level 3 for 1, {begins}, has “trees”"


@pytest.fixture
def folders(tmp_path):
    """A folder of documents, one of them with a list, and the folder of lists."""
    documents, lists = tmp_path / "documents", tmp_path / "lists"
    documents.mkdir()
    lists.mkdir()
    (documents / "water.md").write_text("# 1. Springs\n\nText.\n\n# 2. Rivers\n\nText.\n")
    (documents / "unlisted.md").write_text("# 1. Wells\n\nText.\n")
    sections = [{"number": "1", "title": "Springs", "level": 1},
                {"number": "2", "title": "Lakes", "level": 1}]  # fmt: skip
    (lists / "water.json").write_text(json.dumps(sections))
    return documents, lists


def test_main__prints_a_table_of_the_documents_that_have_a_list(folders, capsys):
    assert outlines.main([str(folder) for folder in folders]) == 0
    head, water, totals, share, seconds = capsys.readouterr().out.splitlines()
    assert head.split() == ["expected", "right", "wrong", "missed", "invented", "lost"]
    assert water.split() == ["water.md", "2", "1", "1", "0", "0", "0"]
    assert totals.split() == ["all", "2", "1", "1", "0", "0", "0"]
    assert share == "50.0% of 2 sections are right"
    assert seconds.endswith(" s")


def test_main__says_the_share_with_misread_titles(folders, capsys):
    (folders[0] / "water.md").write_text("# 1. Sprlngs\n\nText.\n\n# 2. Lakes\n\nText.\n")
    outlines.main([str(folder) for folder in folders])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:-1] == [
        "50.0% of 2 sections are right",
        "100.0% with 1 whose titles differ in misread letters alone",
    ]


def test_main__list_names_what_is_not_right(folders, capsys):
    assert outlines.main([*map(str, folders), "--list"]) == 0
    assert "water.md: wrong: 2 Lakes: title “Rivers”" in capsys.readouterr().out


def test_main__file_that_cannot_be_read_is_named_and_all_missed(folders, capsys):
    (folders[0] / "water.md").write_bytes(b"")
    assert outlines.main([str(folder) for folder in folders]) == 0
    printed = capsys.readouterr()
    assert printed.err.startswith("water.md: ")
    assert printed.out.splitlines()[1].split() == ["water.md", "2", "0", "0", "2", "0", "0"]


def test_main__without_any_list_fails_with_a_sentence(folders, capsys):
    assert outlines.main([str(folders[0]), str(folders[0])]) == 1
    assert "has a list in" in capsys.readouterr().err
