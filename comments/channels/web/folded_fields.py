"""Questions that most leave out: folded away, and open where something stands in them."""

from typing import NamedTuple

from django import forms


class FoldedFields(NamedTuple):
    """The fields below one summary, and whether they are shown at once."""

    fields: list[forms.BoundField]
    is_open: bool


def folded(form: forms.Form, *names: str) -> FoldedFields:
    """Those of the named fields that the form asks, open where one is filled in or refused."""
    fields = [form[name] for name in names if name in form.fields]
    return FoldedFields(fields, any(field.value() or field.errors for field in fields))
