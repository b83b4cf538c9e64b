"""Texts that are written one after the other are found, in any language and of any shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.campaigns.look_alikes import MOST_AT_KEY, LookAlikes, first_alike
from comments.campaigns.sketches import LONGEST, SIZE, hashes, likeness, sketch
from tests.comments.campaigns.letters import KISWAHILI, LETTER, OTHER


def alike(one: str, other: str) -> float:
    return likeness(sketch(one), sketch(other))


@pytest.mark.parametrize(
    "changed",
    [
        LETTER.upper(),
        LETTER.replace(",", "\n\n- ").replace(" ", "  "),
        LETTER.replace("e", "e\u0301"),
        LETTER.replace("market", "mar\u00adket"),
    ],
    ids=["case", "punctuation", "marks", "soft hyphens"],
)
def test_sketch__looks_of_a_text_do_not_count(changed):
    assert sketch(changed) == sketch(LETTER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LETTER, LETTER.replace("toilets", "latrines")),
        (LETTER, f"Dear committee. {LETTER} Thank you for your work, says Amina of Lurambi."),
        (KISWAHILI, KISWAHILI.replace("vyoo", "choo")),
    ],
)
def test_likeness__of_a_text_that_somebody_changed_a_little_is_a_half_or_more(one, other):
    assert 0.5 <= alike(one, other) < 1


@pytest.mark.parametrize("other", [OTHER, KISWAHILI])
def test_likeness__of_texts_with_nothing_in_common_is_none(other):
    assert alike(LETTER, other) == 0


def test_likeness__of_long_texts_is_right_to_its_error():
    words = [f"w{n}" for n in range(900)]
    one, other = " ".join(words[:600]), " ".join(words[200:])
    assert alike(one, other) == pytest.approx(398 / 898, abs=0.2)
    assert len(hashes(sketch(one))) == SIZE


@pytest.mark.parametrize(
    "text",
    ["", "I agree.", "I support this, it is good for our village.", "good " * 4000, "a" * LONGEST],
)
def test_sketch__a_short_text_and_one_word_over_and_over_has_none(text):
    assert sketch(text) == b""


def test_sketch__a_text_without_spaces_has_one():
    text = "".join(chr(0x4E00 + n * 7 % 900) for n in range(400))
    assert likeness(sketch(text), sketch(text + "\u4e00")) > 0.5


@given(st.text(max_size=400))
def test_sketch__takes_whatever_comes_and_keeps_little(text):
    assert len(sketch(text * 3)) <= 4 * SIZE


@pytest.mark.parametrize("sign", ["\ufdfa", "\u0301", "e\u0301", "\u200b", "\U0001f1e6"])
def test_sketch__signs_that_grow_when_taken_apart_stay_within_bounds(sign):
    assert len(sketch(f"{sign} {sign}x " * LONGEST)) <= 4 * SIZE


def test_first_alike__each_goes_with_the_first_and_the_rest_alone():
    texts = [LETTER, OTHER, LETTER.replace("dawn", "noon"), "I agree with it", LETTER.upper()]
    sketches = [(n, sketch(text)) for n, text in enumerate(texts)]
    assert first_alike(each for each in sketches if each[1]) == {0: 0, 1: 1, 2: 0, 4: 0}


def test_first_alike__does_not_drift_from_text_to_text():
    words = [f"word{n}" for n in range(120)]
    texts = [" ".join(words[start : start + 40]) for start in range(0, 80, 8)]
    found = first_alike((n, sketch(text)) for n, text in enumerate(texts))
    assert found[1] == 0
    assert found[9] != 0
    assert all(
        likeness(sketch(texts[n]), sketch(texts[first])) >= 0.5 for n, first in found.items()
    )


def test_look_alikes__a_phrase_that_everybody_uses_is_looked_up_a_bounded_number_of_times():
    groups = LookAlikes()
    for n in range(MOST_AT_KEY * 3):
        own = " ".join(f"own{n}word{k}" for k in range(14))
        groups.place(n, sketch(f"We the residents of this county hereby say that {own}"))
    lists = [each for each in groups._found_by.values() if isinstance(each, list)]
    assert lists
    assert max(map(len, lists)) == MOST_AT_KEY
