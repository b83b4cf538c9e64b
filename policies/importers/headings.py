"""Headings of documents that are not legislation. Placeholder of the first increment."""

from __future__ import annotations

from collections.abc import Sequence

from policies.importers.contents import is_document_title
from policies.importers.model import Line
from policies.importers.structure import Heading


def find_headings(lines: Sequence[Line], skipped: set[int], title: str) -> list[Heading]:
    return []


def document_title(
    lines: Sequence[Line], skipped: set[int], found: Sequence[Heading], title: str
) -> str:
    end = found[0].at if found else len(lines)
    named = [line.text for line in lines[:end] if is_document_title(line)]
    return named[-1] if named else title
