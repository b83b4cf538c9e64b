"""Counts over comment rows, gathered while they stream by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import cast, get_args

from reports.dataset_header import (
    Counted,
    Counts,
    Group,
    GroupCounts,
    Labels,
    Reconciliation,
    ReportSection,
    SectionCounts,
    StateCounts,
)
from reports.dataset_row import CommentRow

GROUPS: tuple[Group, ...] = get_args(Group)
COUNTED: tuple[Counted, ...] = get_args(Counted)
PARTS = COUNTED[1:]
BEGINNING = 90  # letters of a campaign's first comment


def state_counts(states: Mapping[str, int]) -> StateCounts:
    """Numbers of comments by moderation state, as a report prints them."""
    return {
        "total": sum(states.values()),
        "published": states.get("published", 0),
        "hidden": states.get("hidden", 0),
        "withdrawn": states.get("withdrawn", 0),
        "waiting": states.get("received", 0),
    }


class Tally:
    """Adds up rows; memory grows with the number of groups, not of rows.

    Every group counts all rows and the published ones apart: who hides comments must not change
    the first without a trace in the second. Stances within sections, and decisions, are of
    published comments only.
    """

    def __init__(self, sections: Sequence[ReportSection], labels: Labels) -> None:
        self.sections = sections
        self.labels = cast(Mapping[str, Mapping[str, str]], labels)
        self.order = {section["key"]: index for index, section in enumerate(sections)}
        self.last: tuple[int, str] = (-1, "")
        self.rows = 0
        self._states: dict[str, Counter[str]] = defaultdict(Counter)
        self._section_states: dict[str, Counter[str]] = defaultdict(Counter)
        self._section_stances: dict[str, Counter[str]] = defaultdict(Counter)
        self._all: dict[Group, Counter[str]] = {group: Counter() for group in GROUPS}
        self._published: dict[Group, Counter[str]] = {group: Counter() for group in GROUPS}
        self._ward_homes: dict[str, str] = {}
        self._beginnings: dict[str, str] = {}

    def add(self, row: CommentRow) -> None:
        """Count one row."""
        section, state = row["section_key"], row["state"]
        self.last = (self.order[section], row["ref"])
        self.rows += 1
        self._states[row["channel"]][state] += 1
        self._section_states[section][state] += 1
        published = state == "published"
        if row["campaign"] == row["ref"]:
            self._beginnings[row["ref"]] = shorten(row["text"], BEGINNING, placeholder="\u2026")
        if published:
            self._section_stances[section][row["stance"]] += 1
        for group in GROUPS:
            for key in self._keys(group, row):
                self._all[group][key] += 1
                if published:
                    self._published[group][key] += 1

    def _keys(self, group: Group, row: CommentRow) -> Iterable[str]:
        """The groups a row counts in; a row without a place counts under an empty key."""
        if group == "tag":
            return set(row["tags"])
        if group == "ward":
            return (self._ward(row),)
        key = row[group]
        return () if group in ("decision", "campaign") and not key else (key,)

    def _ward(self, row: CommentRow) -> str:
        """Two wards of one name lie in two sub-counties."""
        if not row["ward"]:
            return ""
        key = f"{row['sub_county']}/{row['ward']}"
        self._ward_homes[key] = row["sub_county"]
        return key

    def counts(self) -> Counts:
        """All counts, as they stand in a dataset's header."""
        return {
            "by_section": [self._section(section) for section in self.sections],
            "by_stance": self._groups("stance"),
            "by_tag": self._groups("tag"),
            "by_sub_county": self._groups("sub_county"),
            "by_ward": self._groups("ward"),
            "by_channel": self._groups("channel"),
            "by_language": self._groups("language"),
            "by_kind": self._groups("kind"),
            "by_campaign": self._groups("campaign"),
            "by_decision": self._groups("decision"),
        }

    def _section(self, section: ReportSection) -> SectionCounts:
        stances = self._section_stances[section["key"]]
        return {
            "key": section["key"],
            "number": section["number"],
            "title": section["title"],
            **state_counts(self._section_states[section["key"]]),
            "stances": {key: stances[key] for key in self._ordered("stance", all_known=True)},
        }

    def _groups(self, group: Group) -> list[GroupCounts]:
        return [self._group(group, key) for key in self._ordered(group)]

    def _group(self, group: Group, key: str) -> GroupCounts:
        label = self._known(group).get(key, key)
        total, published = self._all[group][key], self._published[group][key]
        if group == "ward" and key:
            return {
                "key": key,
                "label": key.partition("/")[2],
                "sub_county": self._ward_homes[key],
                "total": total,
                "published": published,
            }
        if group == "campaign":
            label = self._beginnings.get(key, "")
        return {"key": key, "label": label, "total": total, "published": published}

    def _known(self, group: Group) -> Mapping[str, str]:
        """Labels by key, in the order to show them; none for a group without labels."""
        return self.labels.get(group, {})

    def _ordered(self, group: Group, *, all_known: bool = False) -> list[str]:
        """Keys in the order of the labels, then by number and name; the empty key last.

        Labels that no row uses are left out unless `all_known`.
        """
        found = self._all[group]
        known = [key for key in self._known(group) if all_known or key in found]
        others = set(found) - set(known) - {""}
        if group == "ward":
            ranked = sorted(others)
        else:
            ranked = sorted(others, key=lambda key: (-found[key], key))
        return [*known, *ranked, *([""] if "" in found and "" not in known else [])]

    def reconciliation(self) -> Reconciliation:
        """Total = published + hidden + withdrawn + waiting: a line a channel, and all channels."""
        labels = self._known("channel")
        known = [key for key in labels if key in self._states]
        keys = [*known, *sorted(set(self._states) - set(known))]
        return {
            "channels": [
                {
                    "channel": key,
                    "label": labels.get(key, key),
                    **state_counts(self._states[key]),
                }
                for key in keys
            ],
            "all_channels": state_counts(sum(self._states.values(), Counter())),
        }
