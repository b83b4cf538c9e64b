"""Signs of symbol fonts, by the code that published tables give them."""

import pytest

from texts.readers.symbols import UNKNOWN, symbol


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Symbol", 0x22, "\u2200"), ("Symbol", 0x56, "\u03c2"), ("Symbol", 0x6A, "\u03d5"),
        ("Symbol", 0xA3, "\u2264"), ("Symbol", 0xB7, "\u2022"), ("Symbol", 0xD2, "\u00ae"),
        ("Symbol", 0xDE, "\u21d2"), ("Symbol", 0xF2, "\u222b"), ("Symbol", 0xFE, "\u23ad"),
        ("Wingdings", 0x21, "\u270f"), ("Wingdings", 0x37, "\u2328"),
        ("Wingdings", 0x49, "\u270b"), ("Wingdings", 0x4F, "\u2690"),
        ("Wingdings", 0x70, "\u2610"), ("Wingdings", 0x7A, "\u2318"),
        ("Wingdings", 0x7B, "\u2740"), ("Wingdings", 0x7E, "\u275e"),
        ("Wingdings", 0xA3, "\u25cb"), ("Wingdings", 0xA4, "\u25c9"),
        ("Wingdings", 0xE8, "\u2794"), ("Wingdings", 0xFC, "\u2713"),
    ],
)  # fmt: skip
def test_symbol__is_what_published_tables_give_its_code(font, code, sign):
    assert symbol(font, code) == symbol(font, 0xF000 + code) == sign


def test_symbol__of_a_code_without_a_sign_is_unknown():
    assert symbol("Symbol", 0xFF) == symbol("Wingdings", 0xC3) == UNKNOWN
