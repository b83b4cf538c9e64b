"""What a list was narrowed by, said in words, and what of it is no longer there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_filters.widgets import SuffixedMultiWidget

from comments.models.saved_view import ERASED
from comments.moderation.comment_filters import filters_of

SORTED = "ordering"


class NarrowedBy(NamedTuple):
    """A filter, what it is called, and the values it was given."""

    name: str
    label: str
    value: str


def narrowed_by(query: QueryDict, request: HttpRequest) -> list[NarrowedBy]:
    """In the active language, in the order of the list's filters, the words searched for first."""
    words = query.get("q", "").strip()
    found = [NarrowedBy("q", _("Words"), words)] if words else []
    return found + list(_said(filters_of(query, request).form))


def _said(form: forms.Form) -> Iterator[NarrowedBy]:
    form.is_valid()
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value not in (None, "") and (said := _value(field, value)):
            yield NarrowedBy(name, str(field.label), said)


def _value(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, slice):
        return " \u2013 ".join(_day(each) for each in (value.start, value.stop))
    if isinstance(value, list):
        return ", ".join(_value(field, each) for each in value)
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    return str(dict(choices).get(value, value))


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT") if moment else "…"


def no_longer_there(query: QueryDict, request: HttpRequest) -> dict[str, str]:
    """What of a query the list does not know any more: by its name what it was called."""
    form = filters_of(query, request).form
    form.is_valid()
    known = {sub for name in form.fields for sub in _parts(form, name)}
    gone = {name: name for name in query if name not in known | {"q", SORTED}}
    if ERASED in gone:
        gone[ERASED] = _("a name or words, erased with what a respondent sent")
    for name in form.errors:
        gone |= {part: str(form.fields[name].label) for part in _parts(form, name) if part in query}
    return gone


def _parts(form: forms.Form, name: str) -> list[str]:
    """The names in an address of one filter: a range has two."""
    widget = form.fields[name].widget
    if isinstance(widget, SuffixedMultiWidget):
        return [widget.suffixed(name, suffix) for suffix in widget.suffixes]
    return [name]
