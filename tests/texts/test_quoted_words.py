"""Quoted words are found where they stand, however they were typed, and never anywhere else."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.channels.web.quotes import UnclearQuote, find_quoted
from texts.quoted_words import quotations

TEXT = {
    "a": "The county’s office shall – within 14 days… – answer “in writing”.",
    "b": "(a) in each ward; and",
    "c": "(b) in each sub‑county; and",
    "d": "ng’ombe wa kijiji, party of the county",
}


def found(typed: str, first: str = "") -> list[list[tuple[str, str]]]:
    places = quotations(TEXT, typed, beside=re.compile(r"\d+ comments|¶"), first=first)
    return [[tuple(part) for part in place] for place in places]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("answer “in writing”", [("a", "answer “in writing”")]),
        ('answer "in writing".', [("a", "answer “in writing”.")]),
        ("the county's office", [("a", "The county’s office")]),
        ("shall - within 14 days... -- answer", [("a", "shall – within 14 days… – answer")]),
        ("ng'ombe  wa\nkijiji", [("d", "ng’ombe wa kijiji")]),
        ("sub-county", [("c", "sub‑county")]),
        (
            "- in each ward; and\n- in each sub-county",
            [("b", "in each ward; and"), ("c", "(b) in each sub‑county")],
        ),
        (
            "in each ward; and in each sub-county",
            [("b", "in each ward; and"), ("c", "(b) in each sub‑county")],
        ),
        (
            "(a)\nin each ward; and\n3 comments ¶\n(b) in each",
            [("b", "(a) in each ward; and"), ("c", "(b) in each")],
        ),
        ('"in writing". 3 comments ¶', [("a", "“in writing”.")]),
        ("arty of the", [("d", "arty of the")]),
    ],
)
def test_quotations__of_what_was_typed_or_pasted_are_the_words_as_they_stand(typed, parts):
    assert found(typed) == [parts]


@pytest.mark.parametrize(
    "typed", ["", " ", "¶", "cattle", "art", "(c) in each ward", "14 days.", "county ng'ombe"]
)
def test_quotations__of_other_words_are_none(typed):
    assert found(typed) == []


def test_quotations__that_stand_in_several_places_are_all_named_unless_one_was_chosen():
    assert [place[0][0] for place in found("in each")] == ["b", "c"]
    assert found("in each", first="c") == [[("c", "in each")]]
    assert found("answer", first="c") == []


def test_quotations__as_typed_come_before_those_that_are_like_them():
    text = {"a": "May it be so.", "b": "It may be so."}
    assert [place[0].address for place in quotations(text, "may")] == ["b"]
    assert [place[0].address for place in quotations(text, "MAY")] == ["a", "b"]


def test_find_quoted__of_too_many_characters_says_so():
    text = {"a": "word " * 150 + "end", "b": "then " * 150 + "end"}
    with pytest.raises(UnclearQuote, match="more than 1000"):
        find_quoted(text, " ".join(text.values()))


def test_find_quoted__leaves_out_what_the_page_shows_in_either_language():
    text = {"a": "Dig wells.", "b": "Hold meetings."}
    typed = "Dig wells.\n1 comment\nComment on this paragraph\n¶Link to paragraph 3\nHold"
    assert [part.words for part in find_quoted(text, typed)] == ["Dig wells.", "Hold"]


WORDS = st.sampled_from(
    ["the", "county", "shall", "ng’ombe", "sub‑county", "“wells”", "days…", "–"]
)
PARAGRAPH = st.lists(WORDS, min_size=2, max_size=7).map(" ".join)
ITEM = st.tuples(
    st.sampled_from(["", "(a) ", "2. ", "• "]),
    PARAGRAPH.filter(lambda words: not words.startswith("–")),  # that would be a mark of its own
)
TEXTS = st.lists(ITEM, min_size=1, max_size=4)
BEFORE_WORDS = re.compile(r"(?:\(a\)|2\.|•)\s")


def plain(words: str) -> str:
    """What is left of words when no likeness counts: written apart from the code under test."""
    words = BEFORE_WORDS.sub("", words + " ").casefold()
    for typed, kept in (("’“”", "'"), ("‑–", "-"), ("…", "...")):
        words = re.sub(f"[{typed}]", lambda _match, kept=kept: kept, words)
    return " ".join(words.replace('"', "'").split())


@given(texts=TEXTS, data=st.data())
def test_quotations__of_a_stretch_typed_on_a_plain_keyboard_have_it_among_them(texts, data):
    text = {str(n): mark + words for n, (mark, words) in enumerate(texts)}
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    typed = "\n3 comments ¶\n".join(text[str(n)] for n in range(first, last + 1))
    if data.draw(st.booleans()):
        typed = plain(typed.replace("3 comments ¶", ""))
    if data.draw(st.booleans()):
        typed = typed.upper().replace("COMMENTS", "comments")
    places = quotations(text, typed, beside=re.compile(r"3 comments ¶"))
    stretch = [str(n) for n in range(first, last + 1)]
    is_in_one = any(typed in words for words in text.values())
    assert is_in_one or stretch in [[part.address for part in place] for place in places]


def bare(words: str) -> list[str]:
    """The words alone, without marks of items."""
    lines = [BEFORE_WORDS.sub("", f"{line} ", count=1) for line in words.split("\n")]
    return re.findall(r"\w+", unicodedata.normalize("NFKC", " ".join(lines)).casefold())


@given(texts=TEXTS, typed=PARAGRAPH | st.text(max_size=12))
def test_quotations__are_never_other_words(texts, typed):
    text = {str(n): mark + words for n, (mark, words) in enumerate(texts)}
    for place in quotations(text, typed):
        if " " not in typed or len(place) > 1:
            assert bare("\n".join(part.words for part in place)) == bare(typed)
        assert all(part.words in text[part.address] for part in place)
        numbers = [int(part.address) for part in place]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
