"""What a line says by itself of being a heading."""

import pytest

from tests.texts.outline.made_lines import bold, line, many
from texts.outline.line_looks import (
    goes_on,
    is_prose,
    misused_styles,
    stands_alone,
    style_level,
)

NONE = frozenset()


@pytest.mark.parametrize("end", [";", ",", "; ", "; and", ", or", ";or", "; na", ", au", "; AMA "])
def test_style_level__is_none_for_an_item_that_others_follow(end):
    assert style_level(line(f"Springs{end}", heading=2), NONE) is None


@pytest.mark.parametrize("end", ["", ".", ":", " and", "; but", ";x", "; and so on"])
def test_style_level__is_that_of_the_style_whatever_else_ends_the_line(end):
    assert style_level(line(f"Springs{end}", heading=2), NONE) == 2
    assert style_level(line(f"Springs{end}", outline=3), NONE) == 3
    assert style_level(line(f"Springs{end}", heading=2), frozenset({2})) is None


@pytest.mark.parametrize(("count", "level"), [(25, 1), (26, None)])
def test_style_level__is_none_for_more_than_25_words(count, level):
    assert style_level(line(many(count), heading=1), NONE) == level


@pytest.mark.parametrize(
    "verb",
    ["shall", "must", "may", "will", "can", "should", "are", "is", "be", "was", "were", "has",
     "have", "include", "includes", "means", "following", "follows", "ni", "si", "lazima",
     "yafuatayo", "zifuatazo", "wafuatao", "ifuatavyo", "vifuatavyo", "yanayofuata", "SHALL"],
)  # fmt: skip
def test_goes_on__a_bold_line_that_says_something_leads_into_a_list(verb):
    assert goes_on(bold(f"Friends {verb} water:"))
    assert not goes_on(bold(f"Friends {verb}xx water:"))
    assert not goes_on(bold(f"Friends xx{verb} water:"))


@pytest.mark.parametrize(
    "word",
    ["to", "for", "by", "of", "with", "that", "and", "or", "from", "in", "on", "as", "kwa", "na",
     "ya", "wa", "za", "la", "cha", "kuwa", "To"],
)  # fmt: skip
def test_goes_on__a_bold_line_that_ends_open_leads_into_a_list(word):
    assert goes_on(bold(f"Friends {word}:"))
    assert goes_on(bold(f"Friends {word} \u2014:"))
    assert not goes_on(bold(f"Friends {word} water:"))
    assert not goes_on(bold(f"Friends xx{word}:"))


@pytest.mark.parametrize("stop", [";", ",", "\u2014", "\u2013", "; "])
def test_goes_on__any_line_with_such_a_stop(stop):
    assert goes_on(line(f"Friends{stop}"))
    assert goes_on(bold(f"Friends{stop}"))


def test_goes_on__a_colon_ends_a_title_in_bold_or_capitals_alone():
    assert goes_on(line("Friends of water:"))
    assert not goes_on(bold("Friends of water:"))
    assert not goes_on(line("FRIENDS OF WATER:"))
    assert not goes_on(line("Friends of water."))


@pytest.mark.parametrize(
    ("count", "end", "prose"),
    [(25, "", False), (26, "", True), (11, ".", False), (12, ".", True), (12, ";", True),
     (12, ":", False)],
)  # fmt: skip
def test_is_prose__long_lines_and_sentences(count, end, prose):
    assert is_prose(line(f"{many(count)}{end}")) is prose


@pytest.mark.parametrize(
    ("prose", "used", "misused"),
    [(3, 12, True), (3, 13, False), (2, 8, False), (2, 3, True), (2, 4, False), (1, 1, False),
     (8, 33, False), (8, 32, True)],
)  # fmt: skip
def test_misused_styles__are_those_of_which_a_quarter_or_most_are_prose(prose, used, misused):
    lines = [line(f"{many(12)}.", heading=1)] * prose + [line("Aim", heading=1)] * (used - prose)
    assert misused_styles([*lines, line("Aim", outline=2), line(many(30))]) == (
        {1} if misused else NONE
    )


@pytest.mark.parametrize("end", [";", "; and"])
def test_misused_styles__count_items_of_a_list(end):
    assert misused_styles([line(f"Springs{end}", heading=1)] * 3) == {1}


@pytest.mark.parametrize(
    ("made", "alone"),
    [(line(many(12)), True), (line(many(13)), False), (bold(many(16)), True),
     (bold(many(17)), False), (line("Aim", label="(a)"), False), (line("Aim", list_level=0), False),
     (line("Aim."), False), (line("Aim;"), False), (line("aim"), False), (line("3 aims"), True),
     (line(""), False)],
)  # fmt: skip
def test_stands_alone__short_and_complete_as_a_title_is(made, alone):
    assert stands_alone(made) is alone


def test_stands_alone__with_a_full_stop_where_titles_end_in_one():
    assert stands_alone(line("Aim."), stop=True)


@pytest.mark.parametrize(
    "caption",
    ["Table 1", "Figure 2", "Chart I", "Map V", "Box X", "Jedwali 3", "Mchoro 4", "Kielelezo 5",
     "TABLE 6", "Jedwali Na. 7", "Jedwali Na.8"],
)  # fmt: skip
def test_stands_alone__no_caption_does(caption):
    assert not stands_alone(line(f"{caption} Springs"))


@pytest.mark.parametrize("title", ["Table of springs", "Tables 1", "Table Na 7", "Map Lake"])
def test_stands_alone__a_title_that_only_begins_like_a_caption_does(title):
    assert stands_alone(line(title))
