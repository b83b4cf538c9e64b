"""Fields for what people type: measured before they are cleaned."""

import pytest
from django.core.exceptions import ValidationError

from consult import typed_fields
from consult.typed_fields import LONGEST, PlainLineField, PlainTextField

FIELDS = [PlainLineField, PlainTextField]


@pytest.mark.parametrize("field", FIELDS)
def test_field__judges_the_length_of_what_is_kept(field):
    assert field(max_length=3).clean(" e\u0301e\u0301e\u0301 ") == "ééé"
    with pytest.raises(ValidationError, match="at most 3 characters"):
        field(max_length=3).clean("éééé")


@pytest.mark.parametrize("field", FIELDS)
def test_field__refuses_far_too_much_before_it_is_cleaned(field, monkeypatch):
    for clean in ("typed_line", "typed_text"):
        monkeypatch.setattr(typed_fields, clean, lambda raw: pytest.fail("it was cleaned"))
    with pytest.raises(ValidationError, match="has 13, not 3"):
        field(
            max_length=3,
            error_messages={"max_length": "has %(show_value)d, not %(limit_value)d"},
        ).clean("e\u0301\u0316" * 4 + " ")


def test_field__without_a_limit_has_one():
    with pytest.raises(ValidationError, match="at most 10000"):
        PlainTextField().clean("a" * (LONGEST + 1))


def test_field__of_several_lines_keeps_them():
    assert PlainTextField().clean("a\r\nb") == "a\nb"
    assert PlainLineField().clean("a\r\nb") == "a b"
