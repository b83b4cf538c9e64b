"""What every report says, format apart: cover facts, tables of figures, words for the reader.

Call these inside ``in_language(dataset)``: labels are translated when they are asked for.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypedDict
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from consult.language.times_in_words import deadline_in_words
from reports.dataset import Dataset
from reports.dataset_header import Header, ReportSection, SectionCounts, TextPart
from reports.tally import COUNTED

ZONE = ZoneInfo("Africa/Nairobi")
EMPTY = "\u2013"
CAMPAIGNS = 20  # groups of near-identical comments in a report's table, the largest


GroupKey = Literal[
    "by_stance",
    "by_decision",
    "by_tag",
    "by_sub_county",
    "by_channel",
    "by_language",
    "by_kind",
]


class SetPart(TypedDict):
    """A part of a section's text to be set; ``cells`` are those of a table, else none."""

    kind: str
    text: str
    indent: int
    cells: list[list[str]]


@dataclass
class FigureTable:
    """A table of figures. `text_columns` of its columns, from the left, hold words."""

    key: str
    title: str
    columns: list[str]
    rows: list[list[str | int]]
    total: list[str | int] | None = None
    text_columns: int = 1
    note: str = ""
    # Parallel to `rows`: what a chart of this table shows.
    charted: list[tuple[str, int]] = field(default_factory=list)


def in_language(dataset: Dataset) -> AbstractContextManager[None]:
    """Translate into the report's language inside this context."""
    return translation.override(dataset.language)


def moment(value: str | None) -> str:
    """An ISO time in the county's time zone, as words; empty for none."""
    if not value:
        return ""
    when = datetime.fromisoformat(value)
    if when.tzinfo is not None:
        when = when.astimezone(ZONE)
    return date_format(when, "DATETIME_FORMAT")


def deadline(value: str | None) -> str:
    """As `moment`, of one until which something lasts."""
    return deadline_in_words(datetime.fromisoformat(value)) if value else ""


def generated_at(dataset: Dataset) -> datetime:
    """The aware time of the dataset: the one time stamp a rendered file carries."""
    when = datetime.fromisoformat(dataset.header["generated_at"])
    return when if when.tzinfo else when.replace(tzinfo=ZONE)


def title(dataset: Dataset) -> str:
    """The report's title."""
    return _("Report on the consultation: %(policy)s") % {
        "policy": dataset.header["policy"]["title"]
    }


def publisher(dataset: Dataset) -> str:
    return dataset.header["publisher"]


def notice(dataset: Dataset) -> str:
    """What stands on the cover and in every footer of a report on sample content; else empty."""
    if not dataset.header["illustrative"]:
        return ""
    return _("Illustrative: sample content, not an official record.")


def cover_facts(dataset: Dataset) -> list[tuple[str, str]]:
    """Label and value of each fact on the cover, those that are known."""
    header = dataset.header
    policy, edition, ledger = header["policy"], header["edition"], header["ledger"]
    facts = [
        (_("Policy"), policy["title"]),
        (_("Reference"), policy["reference"]),
        (_("Edition"), edition["label"]),
        (_("About this edition"), edition["note"]),
        (_("Published"), moment(edition["published_at"])),
        (_("Comments were open from"), moment(edition["opens_at"])),
        (_("Comments close"), deadline(edition["closes_at"])),
        (_("Address"), policy["url"]),
        (_("Filters"), filters(dataset)),
        (_("Nobody was asked about"), unasked(dataset)),
        (_("Comments in this report"), str(len(dataset))),
        (_("Report compiled from data of"), moment(header["generated_at"])),
        (_("Entries in the ledger"), str(ledger["size"])),
        (_("Checkpoint of the ledger"), ledger["checkpoint"].strip()),
        (_("Fingerprint of the data (SHA-256)"), dataset.sha256),
    ]
    return [(label, str(value)) for label, value in facts if value]


def key_figures(dataset: Dataset) -> list[tuple[str, str]]:
    """The few numbers that a first page shows large, with what they count."""
    everything = dataset.all_channels
    sections = dataset.counts["by_section"]
    reached = sum(1 for line in sections if line["total"])
    decided = sum(line["published"] for line in dataset.counts["by_decision"])
    return [
        (str(everything["total"]), _("comments received")),
        (str(everything["published"]), _("published")),
        (f"{reached} / {len(sections)}", _("sections with comments")),
        (str(decided), _("published comments answered")),
    ]


def filters(dataset: Dataset) -> str:
    chosen = [f"{label}: {value}" for label, value in dataset.header["filters"]]
    return "; ".join(chosen) or _("None: every comment on this edition")


def unasked(dataset: Dataset) -> str:
    """How many sections of the newest text are later than the last window, and which; or empty."""
    facts = dataset.header.get("unasked")
    if not facts:
        return ""
    sections = facts["sections"]
    names = "; ".join(f"{each['heading']} ({CHANGES[each['change']]})" for each in sections)
    said = ngettext(
        "%(n)d section of “%(edition)s”, later than “%(since)s”, which was the last open for"
        " comments: %(names)s",
        "%(n)d sections of “%(edition)s”, later than “%(since)s”, which was the last open for"
        " comments: %(names)s",
        len(sections),
    )
    return said % {
        "n": len(sections),
        "names": names,
        "edition": facts["edition"],
        "since": facts["since"],
    }


CHANGES = {
    "changed": gettext_lazy("changed"),
    "new": gettext_lazy("new section"),
    "removed": gettext_lazy("removed section"),
}


def announced(header: Header) -> list[tuple[str, str]]:
    """Label and value, of a line or several, of what the public was told; those that are known."""
    facts = header.get("announced")
    if facts is None:
        return []
    said = [
        (_("What it is about"), facts["subject"]),
        (_("Responsible authority"), facts["responsible"]),
        (_("Legal basis"), facts["legal_basis"]),
        (_("Views are given"), facts["views"]),
        (_("Where views are sent"), _lines(facts["channels"])),
        (_("Public meetings"), _lines(facts["meetings"])),
        (_("Changes of the deadline"), _lines(facts["moved"])),
    ]
    return [(label, value) for label, value in said if value]


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs)


def announced_title() -> str:
    return _("How people were asked")


def how_to_read() -> list[str]:
    """Paragraphs that explain the report to somebody who opens it for the first time."""
    return [
        _(
            "Every comment received has a reference number, and keeps it. Here it stands with the"
            " section of the draft that it is about, in the words of the person who sent it."
        ),
        _(
            "A comment is published, hidden for one of a fixed list of reasons, withdrawn by its"
            " author, or still waiting for a moderator. Comments that are not published are listed"
            " and counted, without their words."
        ),
        _(
            "Tables show how many comments were received and how many of these are published."
            " Charts show published comments. A comment can have several tags, or none."
        ),
        _(
            "Respondents are named as they chose to be named. No telephone number, e-mail or other"
            " contact detail of theirs is in this report."
        ),
        _(
            "The numbers count comments, not people, and they are not a vote or a sample: they show"
            " what was said, not how many in the county think so."
        ),
        _(
            "The ledger is an append-only list of every comment received. Its signed checkpoint on"
            " the cover, with the fingerprint of the data, allows this report to be checked and"
            " compiled again: whoever keeps the checkpoint will notice if the list is ever"
            " rewritten."
        ),
    ]


def character_note() -> str:
    return _(
        "Characters that the typeface of this file cannot show, such as emoji, are printed as"
        " “�”. The CSV, Excel and JSON files have them as they were sent."
    )


def reconciliation(dataset: Dataset) -> FigureTable:
    """Received = published + hidden + withdrawn + waiting, by channel."""
    return FigureTable(
        key="reconciliation",
        title=_("What was received, and where it stands"),
        columns=[_("Channel"), *state_columns()],
        rows=[
            [line["label"], *(line[name] for name in COUNTED)]
            for line in dataset.header["reconciliation"]["channels"]
        ],
        total=[_("Total"), *(dataset.all_channels[name] for name in COUNTED)],
        note=_("Received = published + hidden + withdrawn + waiting."),
    )


def state_columns() -> list[str]:
    """Heads of the columns of `COUNTED`."""
    return [
        pgettext("comments counted", "Received"),
        pgettext("comments counted", "Published"),
        pgettext("comments counted", "Hidden"),
        pgettext("comments counted", "Withdrawn"),
        pgettext("comments counted", "Waiting"),
    ]


def section_name(section: ReportSection | SectionCounts) -> str:
    """Number and title, as a heading."""
    return f"{section['number']} {section['title']}".strip()


def by_section(dataset: Dataset) -> FigureTable:
    """A line a section: received, published, and published by stance."""
    stances = list(dataset.counts["by_section"][0]["stances"])
    rows: list[list[str | int]] = []
    for line in dataset.counts["by_section"]:
        figures = [line["total"], line["published"], *line["stances"].values()]
        rows.append([section_name(line), *figures])
    totals = [sum(int(row[i]) for row in rows) for i in range(1, 3 + len(stances))]
    return FigureTable(
        key="by_section",
        title=_("By section"),
        columns=[_("Section"), *state_columns()[:2], *stance_names(dataset, stances)],
        rows=rows,
        total=[_("Total"), *totals],
        note=_("Stances are those of published comments."),
    )


def stance_names(dataset: Dataset, stances: Iterable[str]) -> list[str]:
    return [dataset.label("stance", key) or _("No stance") for key in stances]


def _represented(dataset: Dataset) -> FigureTable:
    """How many people signed the memoranda: a line of its own, which no other figure has in it."""
    found = dataset.header.get("represented")
    name = _("People represented by signature lists")
    return FigureTable(
        key="represented",
        title=name,
        columns=[_("Channel"), _("Memoranda with a list"), _("People")],
        rows=[[_("Memorandum"), found["memoranda"], found["people"]]] if found else [],
        note=_(
            "As the organisations say. They are not counted among the comments, and who signed"
            " several lists is in each."
        ),
    )


def _groups(dataset: Dataset) -> FigureTable:
    """Groups that spoke as one: their people are no comments either."""
    found = dataset.header.get("groups")
    return FigureTable(
        key="groups",
        title=_("People who spoke as a group"),
        columns=[_("Respondents"), _("Groups"), _("People")],
        rows=[[_("Groups"), found["groups"], found["people"]]] if found else [],
        note=_("As the groups say. A group's comment is counted once among the comments."),
    )


def _told_answers(dataset: Dataset) -> list[FigureTable]:
    """What respondents said of themselves: a table a question, without any small figure."""
    return [
        FigureTable(
            key=f"respondents_{number}",
            title=_("Who answered: %(question)s") % {"question": each["question"].lower()},
            columns=[each["question"], _("Respondents")],
            rows=[
                [answer, count if count is not None else _("not shown")]
                for answer, count in each["answers"]
            ],
            note=_(
                "To the nearest five, of those who chose to answer. What is below five is not"
                " shown, nor what would give it away; there is no total."
            ),
        )
        for number, each in enumerate(dataset.header.get("respondents", ()), start=1)
    ]


def number_tables(dataset: Dataset) -> list[FigureTable]:
    """The tables of figures after the one by section, empty ones left out."""
    tables = [
        _represented(dataset),
        _groups(dataset),
        _campaigns(dataset),
        _group(dataset, "by_stance", _("By stance"), _("Stance"), _("No stance")),
        _group(dataset, "by_decision", _("By answer"), _("Answer"), ""),
        _group(dataset, "by_tag", _("By tag"), _("Tag"), ""),
        _group(dataset, "by_sub_county", _("By sub-county"), _("Sub-county"), _("Not said")),
        _wards(dataset),
        _group(dataset, "by_channel", _("By channel"), _("Channel"), _("Not known")),
        _group(dataset, "by_language", _("By language"), _("Language"), _("Not known")),
        _group(dataset, "by_kind", _("By kind of respondent"), _("Speaks"), _("Not known")),
        *_told_answers(dataset),
    ]
    return [table for table in tables if table.rows]


def _group(dataset: Dataset, key: GroupKey, name: str, column: str, unknown: str) -> FigureTable:
    lines = dataset.counts[key]
    total: list[str | int] = [_("Total"), len(dataset), dataset.all_channels["published"]]
    return FigureTable(
        key=key,
        title=name,
        columns=[column, *state_columns()[:2]],
        rows=[[line["label"] or unknown, line["total"], line["published"]] for line in lines],
        # A comment has several tags or none, and not each has a decision: no sum to print.
        total=None if key in ("by_tag", "by_decision") else total,
        charted=[(line["label"] or unknown, line["published"]) for line in lines],
    )


def _campaigns(dataset: Dataset) -> FigureTable:
    """Comments of several people in nearly the same words: each is counted, and here together."""
    groups = [line for line in dataset.counts["by_campaign"] if line["total"] > 1]
    return FigureTable(
        key="by_campaign",
        title=_("Comments that say nearly the same"),
        columns=[_("First of them"), _("How it begins"), *state_columns()[:2]],
        rows=[
            [line["key"], line["label"] or EMPTY, line["total"], line["published"]]
            for line in groups[:CAMPAIGNS]
        ],
        text_columns=2,
        note=_campaigns_note(len(groups) - CAMPAIGNS),
    )


def _campaigns_note(left_out: int) -> str:
    note = _(
        "Found by machine: nearly the same words from three people or more. Each comment is counted"
        " wherever this report counts comments."
    )
    if left_out <= 0:
        return note
    more = ngettext(
        "%(n)d smaller group is left out here.", "%(n)d smaller groups are left out here.", left_out
    )
    return f"{note} {more % {'n': left_out}}"


def _wards(dataset: Dataset) -> FigureTable:
    lines = dataset.counts["by_ward"]
    return FigureTable(
        key="by_ward",
        title=_("By ward"),
        columns=[_("Sub-county"), _("Ward"), *state_columns()[:2]],
        rows=[
            [
                line.get("sub_county") or EMPTY,
                line["label"] or _("Not said"),
                line["total"],
                line["published"],
            ]
            for line in lines
        ],
        total=[_("Total"), "", len(dataset), dataset.all_channels["published"]],
        text_columns=2,
    )


def comments_on(line: SectionCounts) -> str:
    """How many comments a section has, as words."""
    if not line["total"]:
        return _("No comments on this section.")
    received = ngettext("%(n)d comment received", "%(n)d comments received", line["total"])
    published = ngettext("%(n)d published", "%(n)d published", line["published"])
    return f"{received % {'n': line['total']}}, {published % {'n': line['published']}}."


def levelled(sections: Iterable[ReportSection]) -> Iterator[tuple[ReportSection, int]]:
    """Sections with heading levels 1 to 3 that never skip one, as PDF/UA asks."""
    last = 0
    for section in sections:
        last = min(section["level"], last + 1, 3)
        yield section, last


def paragraph(part: TextPart) -> SetPart:
    """A part of a section's text: its kind and words, and cells where it is a table."""
    cells = [line.split("\t") for line in part["text"].split("\n")]
    width = max(len(line) for line in cells) if part["kind"] == "table" else 0
    return {
        "kind": part["kind"],
        "text": part["text"],
        "indent": part["level"],
        "cells": [line + [""] * (width - len(line)) for line in cells] if width else [],
    }
