"""Every remark that detection makes on a section, by what it costs if nobody looks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext_lazy, override

PICTURE = gettext_lazy(
    "A picture stands here where text might. If it shows words, such as a scanned schedule,"
    " type them: nobody can comment on a picture, search it or have it read aloud."
)
STYLE = gettext_lazy("Its style says that it stands at another level.")
COSTS = (
    gettext_lazy("The clause before this one was not found."),
    gettext_lazy("No headings were found, so that all of the text is in one section."),
    gettext_lazy("Another section has the same number."),
    PICTURE,
    gettext_lazy("The number is missing in the file."),
    gettext_lazy("The number was misread in the file: “%s”."),
    gettext_lazy("“%s” stood apart from the end of this clause."),
    gettext_lazy("The number of the law was misread in the file: “%s”."),
    STYLE,
    gettext_lazy("It looked like a heading, but has no heading style or number."),
    gettext_lazy("No title was found for this clause."),
    gettext_lazy("This heading was taken from the printed contents."),
    gettext_lazy("The title was taken from the printed contents; the file has “%s”."),
    gettext_lazy("The title was taken from the printed contents."),
)
"""What may be lost or wrong law first, what is only called amiss last."""


def quoted(remark: str) -> str:
    """The words of the file that a remark quotes."""
    return remark[slice(*_quotation(remark))]


def kind_of(remark: str) -> str:
    """The remark without them: remarks that differ in them alone are of one kind."""
    start, end = _quotation(remark)
    return f"{remark[:start]}“…”{remark[end:]}" if end else remark


def _quotation(remark: str) -> tuple[int, int]:
    """From the first mark that opens to the last that closes; nothing where one is missing."""
    start, end = remark.find("“"), remark.rfind("”") + 1
    return (start, end) if 0 <= start < end else (0, 0)


def ranks(languages: Iterable[str]) -> dict[str, int]:
    """By kind, in every language, for remarks are kept in that of who uploaded the file."""
    return {kind: rank for language in languages for kind, rank in _ranks_in(language).items()}


@cache
def _ranks_in(language: str) -> dict[str, int]:
    with override(language):
        return {kind_of(str(each)): rank for rank, each in enumerate(COSTS)}
