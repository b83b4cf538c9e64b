"""A coding frame as CSV: a line a code, with its definition and the broader code it is part of."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from analysis.coding.frames import circle_in, frame_of
from analysis.models import Code
from comments.channels.csv_files import CsvError, CsvFile
from policies.models import PolicyPage
from texts.cleaning import inert, legal, section_line

COLUMNS = ("code", "parent", "definition")
MOST = 500
"""Codes of a frame: more than anybody can keep in mind, and all that a page can show."""
_NAME = Code._meta.get_field("name")
_DEFINITION = Code._meta.get_field("definition")


class FrameError(Exception):
    """A file that is no coding frame as it stands; ``problems`` say of each line what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FrameRow(NamedTuple):
    line: int
    name: str
    parent: str
    definition: str


class FrameChange(NamedTuple):
    """What a file does to a policy's frame: how many codes are new, and how many say otherwise."""

    new: int
    changed: int
    unchanged: int


def read_frame(path: Path) -> list[FrameRow]:
    """The rows of a file. Raises `FrameError` where one cannot be taken over."""
    try:
        rows = [
            FrameRow(
                row.line,
                section_line(row.cells.get("code", "")),
                section_line(row.cells.get("parent", "")),
                legal(row.cells.get("definition", "")).strip(),
            )
            for row in CsvFile(path, required=("code",), known=COLUMNS)
        ]
    except CsvError as error:
        raise FrameError([str(error)]) from error
    problems = [problem for row in rows if (problem := _problem_of(row))]
    if len(rows) > MOST:
        problems.append(_("A frame has at most %(most)d codes.") % {"most": MOST})
    problems += _said_twice(rows)
    if problems:
        raise FrameError(problems)
    return rows


def _problem_of(row: FrameRow) -> str:
    at = {"line": row.line, "name": row.name}
    if not row.name:
        return _("Line %(line)d has no code.") % at
    if len(row.name) > _NAME.max_length:
        return _("Line %(line)d: the code is longer than %(most)d characters.") % {
            **at,
            "most": _NAME.max_length,
        }
    if len(row.definition) > _DEFINITION.max_length:
        return _("Line %(line)d: the definition is longer than %(most)d characters.") % {
            **at,
            "most": _DEFINITION.max_length,
        }
    if row.parent.casefold() == row.name.casefold():
        return _("Line %(line)d: “%(name)s” cannot be part of itself.") % at
    return ""


def _said_twice(rows: list[FrameRow]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        earlier = first.setdefault(row.name.casefold(), row.line)
        if row.name and earlier != row.line:
            said = _("Line %(line)d: “%(name)s” stands on line %(earlier)d already.")
            problems.append(said % {"line": row.line, "name": row.name, "earlier": earlier})
    return problems


@transaction.atomic
def import_frame(
    *, policy: PolicyPage, rows: list[FrameRow], user: User | None, dry: bool = False
) -> FrameChange:
    """Add codes that are new, and let those of the same name say what the file says of them.

    No code is taken away: comments may have it. With ``dry`` nothing is changed. Raises
    `FrameError` where a broader code is missing or some would be part of one another.
    """
    PolicyPage.objects.select_for_update().get(pk=policy.pk)
    own = Code.objects.filter(policy=policy).select_related("parent")
    codes = {each.name.casefold(): each for each in own}
    _check_places(codes, rows)
    known = [row for row in rows if _key(row) in codes]
    changed = sum(_is_changed(codes[_key(row)], row) for row in known)
    change = FrameChange(len(rows) - len(known), changed, len(known) - changed)
    if not dry and (change.new or changed):
        _write(policy, codes, rows)
        data = {"new": change.new, "changed": changed}
        log(instance=policy, action="analysis.frame_imported", user=user, data=data)
    return change


def _key(row: FrameRow) -> str:
    return row.name.casefold()


def _is_changed(code: Code, row: FrameRow) -> bool:
    parent = code.parent.name.casefold() if code.parent else ""
    return (code.name, parent, code.definition) != (
        row.name,
        row.parent.casefold(),
        row.definition,
    )


def _check_places(codes: dict[str, Code], rows: list[FrameRow]) -> None:
    names = set(codes) | {_key(row) for row in rows}
    missing = [
        _("Line %(line)d: “%(parent)s”, which “%(name)s” is part of, is no code here.")
        % {"line": row.line, "parent": row.parent, "name": row.name}
        for row in rows
        if row.parent and row.parent.casefold() not in names
    ]
    if missing:
        raise FrameError(missing)
    parents = {
        key: code.parent.name.casefold() if code.parent else "" for key, code in codes.items()
    }
    parents |= {_key(row): row.parent.casefold() for row in rows}
    if circle := circle_in(parents):
        said = {_key(row): row.name for row in rows} | {k: codes[k].name for k in codes}
        names_of = " → ".join(said[each] for each in [*circle, circle[0]])
        raise FrameError(
            [_("These would be part of one another: %(codes)s.") % {"codes": names_of}]
        )


def _write(policy: PolicyPage, codes: dict[str, Code], rows: list[FrameRow]) -> None:
    for row in rows:
        code = codes.setdefault(_key(row), Code(policy=policy))
        code.name, code.definition = row.name, row.definition
        if code.pk is None:
            code.slug = code_slug(policy, row.name)
            code.save()
    for row in rows:
        code = codes[_key(row)]
        code.parent = codes[row.parent.casefold()] if row.parent else None
        code.save()


def code_slug(policy: PolicyPage, name: str) -> str:
    """An address that no other code has, of whatever letters the name is."""
    stem = f"{policy.pk}-{slugify(name)[:60] or 'code'}"
    taken = set(Code.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def frame_csv(policy: PolicyPage) -> str:
    """The frame as `read_frame` takes it, from the top."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    codes = [line.code for line in frame_of(policy)]
    names = {code.pk: code.name for code in codes}
    for code in codes:
        cells = (code.name, names.get(code.parent_id, ""), code.definition)
        writer.writerow([inert(legal(each)) for each in cells])
    return file.getvalue()


def said_of(change: FrameChange) -> str:
    """What a file does, or has done, in words."""
    new = ngettext("%(n)d new code", "%(n)d new codes", change.new) % {"n": change.new}
    changed = ngettext("%(n)d changed", "%(n)d changed", change.changed) % {"n": change.changed}
    same = ngettext("%(n)d as it was", "%(n)d as they were", change.unchanged)
    return f"{new}, {changed}, {same % {'n': change.unchanged}}"
