"""Marks on letters: capped, and composed as Unicode says without its cost."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from texts.combining import MOST_MARKS, capped, composed

MARKS = "\u0301\u0316\u0344\u0f73\u0f75\u0f81\u0f71\u0f72\u0345\u05b0\u302e\u20dd\u09be\u3099"


@given(
    st.lists(
        st.one_of(
            st.text(st.sampled_from(MARKS), min_size=20, max_size=60),
            st.text(max_size=3),
            st.sampled_from(["\u01d5", "e", "\uac00", "\u0c46", " ", "\U0001f600" * 40]),
        ),
        max_size=6,
    ).map("".join)
)
def test_composed__is_nfc_however_many_marks_there_are(text):
    assert composed(text) == unicodedata.normalize("NFC", text)


def test_capped__keeps_what_any_language_writes():
    text = "Ng\u02bce\u0301\u0323 \u1ed9 \u0628\u0651\u064e \u0e17\u0e35\u0e48 " + "\u0301" * 30
    assert capped(text) == text


def test_capped__leaves_so_many_marks_in_a_row_and_no_more():
    assert capped("a" + "\u0301\u20dd" * 500 + "b" + "\u0316" * 31) == (
        "a" + "\u0301\u20dd" * (MOST_MARKS // 2) + "b" + "\u0316" * MOST_MARKS
    )


def test_capped__takes_no_emoji_for_a_mark():
    assert capped("\U0001f600" * 100) == "\U0001f600" * 100
