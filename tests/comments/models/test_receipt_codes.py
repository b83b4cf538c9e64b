"""Receipt codes: readable, checkable, unguessable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.models.receipt_codes import (
    ALPHABET,
    LENGTH,
    InvalidReceipt,
    check_character,
    new_receipt,
    parse_receipt,
    printed,
)

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def code(body: str) -> str:
    return body + check_character(body)


def test_alphabet__leaves_out_what_is_confused_aloud_or_on_paper():
    assert not set("01ILO") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


@given(bodies)
def test_parse_receipt__reads_what_was_printed(body):
    assert parse_receipt(printed(code(body))) == code(body)
    assert parse_receipt(f" {printed(code(body)).lower().replace('-', ' ')} ") == code(body)


@given(bodies, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_parse_receipt__notices_every_wrong_character(body, place, char):
    right = code(body)
    wrong = right[:place] + char + right[place + 1 :]
    if wrong == right:
        assert parse_receipt(wrong) == right
    else:
        with pytest.raises(InvalidReceipt):
            parse_receipt(wrong)


@given(bodies, st.integers(0, LENGTH - 2))
def test_parse_receipt__notices_every_swap_of_neighbours(body, place):
    right = code(body)
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if swapped != right:
        with pytest.raises(InvalidReceipt):
            parse_receipt(swapped)


@given(st.text(max_size=40))
def test_parse_receipt__any_text_gives_a_code_or_a_message(text):
    try:
        code = parse_receipt(text)
    except InvalidReceipt as error:
        code = str(error)
    assert code


def test_new_receipt__is_valid_and_new():
    codes = {new_receipt() for _n in range(200)}
    assert len(codes) == 200
    assert all(parse_receipt(each) == each for each in codes)
