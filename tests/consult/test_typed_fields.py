"""Fields for what people type: measured before they are cleaned."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from consult import typed_fields
from consult.typed_fields import LONGEST, PlainLineField, PlainTextField

HOUSE = {"analysis", "comments", "consult", "home", "policies", "reports", "sample"}
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


def classes_below(one: type) -> Iterator[type]:
    for each in one.__subclasses__():
        yield each
        yield from classes_below(each)


def is_allauths(form: type) -> bool:
    return any(base.__module__.startswith("allauth.") for base in form.__mro__)


def text_fields() -> dict[str, forms.CharField]:
    """The text fields of all forms of the house; those of allauth's keep passwords as typed."""
    import_module(settings.ROOT_URLCONF)
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in classes_below(forms.BaseForm)
        if form.__module__.split(".")[0] in HOUSE and not is_allauths(form)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.EmailField)
    }


def test_forms__measure_every_text_before_they_clean_it():
    found = text_fields()
    assert len(found) > 30
    assert [name for name, field in found.items() if not isinstance(field, PlainLineField)] == []


def test_field__of_a_model_without_a_limit_has_one():
    assert PlainLineField(max_length=None).max_length == LONGEST


def test_field__of_several_lines_lets_a_browser_cut_nothing():
    shown = str(BoundField(forms.Form(), PlainTextField(max_length=5), "text"))
    assert 'data-longest="5"' in shown
    assert "maxlength" not in shown
