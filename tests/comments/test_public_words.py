"""Words that the public does not see: which stretch of a text, and what stands in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.choices import RedactionReason
from comments.flagged_words import flagged
from comments.public_words import MARK, Veil, occurrences, veiled, widened

FAMILY = "👨‍👩‍👧"
KENYA = "🇰🇪"
AROUND = st.text(alphabet="ab .,\ń‍🏽👋🇰🇪▇]é", max_size=30)


def redacted(text, phrase):
    places = [widened(text, *place) for place in occurrences(text, phrase)]
    return veiled(text, [Veil(start, end, "a name") for start, end in places])


@given(
    before=AROUND, between=AROUND, after=AROUND, phrase=st.sampled_from(["Wanjiku", "0712 345 678"])
)
def test_veiled__never_shows_the_phrase_wherever_it_stands(before, between, after, phrase):
    text = f"{before}{phrase}{between}{phrase.upper()}{after}"
    assert occurrences(redacted(text, phrase), phrase) == []


@given(text=st.text(max_size=60), data=st.data())
def test_veiled__shows_the_rest_and_nothing_of_the_stretch(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = widened(text, start, end)
    assert first <= start <= end <= last
    mark = f"{MARK} [why]" if start < end else ""
    assert veiled(text, [Veil(start, end, "why")]) == f"{text[:first]}{mark}{text[last:]}"


@given(
    text=st.text(min_size=1, max_size=40),
    veils=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_veiled__no_veiled_character_is_left_however_stretches_overlap(text, veils):
    shown = veiled(text, [Veil(start, end, "why") for start, end in veils])
    within = [widened(text, start, min(end, len(text))) for start, end in veils]
    kept = [
        char
        for at, char in enumerate(text)
        if not any(first <= at < last for first, last in within)
    ]
    assert "".join(kept) == shown.replace(f"{MARK} [why]", "")


@pytest.mark.parametrize(
    ("text", "phrase", "shown"),
    [
        ("Ask Ann, not Annual.", "ann", "Ask ▇▇▇ [a name], not Annual."),
        ("AnnAnn was here", "Ann", "▇▇▇ [a name] was here"),
        ("Ann\n  Otieno spoke", "Ann Otieno", "▇▇▇ [a name] spoke"),
        ("Jose\u0301 spoke", "Jose", "▇▇▇ [a name] spoke"),
        (f"It was {FAMILY}!", "👨", "It was ▇▇▇ [a name]!"),
        (f"It was {KENYA}!", "🇪", "It was ▇▇▇ [a name]!"),
        ("👋🏽 there", "👋", "▇▇▇ [a name] there"),
        ("Ann (a.k.a. A.*)", "A.*", "Ann (a.k.a. ▇▇▇ [a name])"),
    ],
)
def test_redacted__takes_whole_characters_and_whole_words(text, phrase, shown):
    assert redacted(text, phrase) == shown


def test_veiled__stretches_that_meet_are_one_mark_with_both_reasons():
    assert veiled("abcdef", [Veil(1, 3, "x"), Veil(2, 5, "y")]) == f"a{MARK} [x; y]f"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Call 0712 345 678 now", ["0712 345 678"]),
        ("Piga +254712345678", ["+254712345678"]),
        ("Write to ann.o@example.org.", ["ann.o@example.org"]),
        ("My ID no. 12345678 is", ["12345678"]),
        ("Kitambulisho: 1234567", ["1234567"]),
        ("PIN A123456789B", ["A123456789B"]),
        ("You idiots, wajinga!", ["idiots", "wajinga"]),
        ("The budget is 5000000 and the law of 2010", []),
        ("Section 0712 of the idea", []),
    ],
)
def test_flagged__finds_numbers_addresses_and_rough_words(text, words):
    assert [each.words for each in flagged(text)] == words


@given(st.text(alphabet="0123456789 +-.@aid", max_size=3000))
def test_flagged__is_quick_and_only_says_what_stands_there(text):
    assert all(each.words in text and each.reason in RedactionReason for each in flagged(text))
