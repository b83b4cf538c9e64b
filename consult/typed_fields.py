"""Form fields for what people type: cleaned, and measured before that."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from texts.cleaning import is_too_long, typed_line, typed_text

LONGEST = 10_000
"""Characters of a field that names no limit of its own."""


class PlainLineField(forms.CharField):
    """One line of plain text; its length is judged as it is kept."""

    def __init__(self, *, max_length: int | None = LONGEST, **kwargs: Any) -> None:
        super().__init__(max_length=max_length or LONGEST, **kwargs)

    def to_python(self, value: object) -> str:
        """The cleaned text. Raises `ValidationError` where far more came than can be taken."""
        raw = "" if value in self.empty_values else str(value)
        if is_too_long(raw, self.max_length or LONGEST):
            self.run_validators(raw)
        return self.cleaned(raw)

    def cleaned(self, raw: str) -> str:
        return typed_line(raw)


class PlainTextField(PlainLineField):
    """Several lines of plain text.

    A browser is told how much fits by `data-longest` and not by `maxlength`, with which it cuts
    what is pasted and says nothing: all of it comes, and is refused with its words kept.
    """

    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {"data-longest" if name == "maxlength" else name: attrs[name] for name in attrs}

    def cleaned(self, raw: str) -> str:
        return typed_text(raw)


class NairobiDateTimeField(forms.DateTimeField):
    """A minute in the time of the place, whatever time zone the account of the editor has."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(settings.TIME_ZONE):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(settings.TIME_ZONE):
            return super().prepare_value(value)
