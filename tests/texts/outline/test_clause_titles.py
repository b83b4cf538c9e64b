"""Titles of clauses in the text around their numbers: what is one, and what is a sentence."""

import pytest

from tests.texts.outline.made_lines import bold, clauses, many, run_in

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)
VERBS = [
    "shall", "may", "must", "means", "is", "are", "has", "have", "was", "were", "will",
]  # fmt: skip
OPEN_WORDS = [
    "section", "sections", "of", "to", "the", "by", "in", "and", "or", "after", "that", "OF",
]  # fmt: skip


def first_title(*lines) -> str:
    """The title of the first clause, of whose lines these are; a second one follows."""
    return clauses(*lines, f"2. {DUTY}", f"3. {DUTY}")[0][1]


@pytest.mark.parametrize("verb", VERBS)
def test_title__a_bold_sentence_that_goes_on_below_is_none(verb):
    assert first_title(bold(f"1. Friends {verb} water of"), "Mfano County.") == ""
    assert first_title(bold(f"1. Friends {verb}x water of"), "Mfano County.") != ""


@pytest.mark.parametrize("link", ["who", "that", "which"])
def test_title__may_say_who_does_something(link):
    assert first_title(bold(f"1. Friends {link} may water of"), "Mfano County.") != ""


@pytest.mark.parametrize("word", OPEN_WORDS)
def test_title__a_bold_sentence_that_ends_open_is_none(word):
    assert first_title(bold(f"1. Friends shall water {word}"), "Mfano County.") == ""
    assert first_title(bold(f"1. Friends shall water {word}x"), "Mfano County.") != ""


@pytest.mark.parametrize("sign", ["\u2014", "\u2013", "-", ":", ";"])
def test_title__a_bold_sentence_above_a_sign_that_goes_on_is_none(sign):
    assert first_title(bold("1. Friends shall water"), f"{sign} Mfano County.") == ""
    assert first_title(bold("1. Friends shall water"), "Mfano County.") != ""


@pytest.mark.parametrize(
    ("prefix", "found"),
    [("Aim", True), ("AIM", True), ("Ai", False), (many(22), True), (many(23), False)],
)
def test_title__in_bold_before_its_text_has_a_word_and_at_most_22(prefix, found):
    title = first_title(run_in(f"{prefix}.", DUTY, label="1."))
    assert (title == prefix) is found
