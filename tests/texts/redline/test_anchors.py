import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.sections import PATIENT, words
from texts.cleaning import section_line
from texts.redline import find_quote

TEXT = "The county shall hold\ntwo meetings.\n\n(a) in each  ward; and"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("hold two meetings.", "hold\ntwo meetings."),
        ("  in each\u00a0ward ", "in each  ward"),
        ("(a) in", "(a) in"),
        ("meetings. (a)", "meetings.\n\n(a)"),
    ],
)
def test_find_quote__finds_words_whatever_the_white_space(quote, found):
    anchor = find_quote(TEXT, quote)
    assert anchor is not None
    assert anchor.quote == found == TEXT[anchor.start : anchor.end]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("the ward and the ward", "the ward"),
        ("category", "cat"),
        ("The therapist", "the rapist"),
        ("aXaXa a-a-a", "a-a"),
        ("Ward", "ward"),
        ("anything", " \u200b "),
        ("", "x"),
        ("a.c", "abc"),
        ("abc", "a.c"),
    ],
)
def test_find_quote__gives_nothing_where_it_would_have_to_guess(text, quote):
    assert find_quote(text, quote) is None


@PATIENT
@given(words(), words())
def test_find_quote__never_returns_a_non_match(text, quote):
    anchor = find_quote(text, quote)
    if anchor is not None:
        assert anchor.quote == text[anchor.start : anchor.end]
        assert section_line(anchor.quote) == section_line(quote)


@PATIENT
@given(words(), words(), words())
def test_find_quote__finds_a_quote_that_stands_once(before, quote, after):
    wanted = section_line(quote)
    text = section_line(f"{before}\n{quote}\n\n{after}")
    if wanted and len(re.findall(f"(?={re.escape(wanted)})", text)) == 1:
        anchor = find_quote(text, quote)
        assert anchor is not None
        assert section_line(anchor.quote) == wanted


@PATIENT
@given(words(), st.sampled_from(["county", "shall hold"]))
def test_find_quote__gives_nothing_for_a_quote_that_stands_twice(filler, quote):
    assert find_quote(f"{quote} {filler} {quote}", quote) is None
