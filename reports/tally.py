"""Counts over comment rows, gathered while they stream by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

# Moderation state → the column of the reconciliation it is counted in.
COUNTED = {
    "published": "published",
    "hidden": "hidden",
    "withdrawn": "withdrawn",
    "received": "waiting",
}
GROUPS = ("stance", "tag", "sub_county", "ward", "channel", "language", "decision")

Labels = Mapping[str, Mapping[str, str]]


class Tally:
    """Adds up rows; memory grows with the number of groups, not of rows.

    Every group counts ``received`` (all rows) and ``published`` apart: who hides comments must
    not change the first without a trace in the second. Stances within sections, and decisions,
    are of published comments only.
    """

    def __init__(self, sections: Iterable[Mapping[str, Any]], labels: Labels) -> None:
        self.sections = list(sections)
        self.labels = labels
        self.order = {section["key"]: index for index, section in enumerate(self.sections)}
        self.last: tuple[int, str] = (-1, "")
        self.rows = 0
        self._states: dict[str, Counter[str]] = defaultdict(Counter)
        self._section_states: dict[str, Counter[str]] = defaultdict(Counter)
        self._section_stances: dict[str, Counter[str]] = defaultdict(Counter)
        self._received: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
        self._published: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
        self._ward_homes: dict[str, str] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one row."""
        section, state = row["section_key"], COUNTED[row["state"]]
        self.last = (self.order[section], row["ref"])
        self.rows += 1
        self._states[row["channel"]][state] += 1
        self._section_states[section][state] += 1
        published = state == "published"
        if published:
            self._section_stances[section][row["stance"]] += 1
        for group in GROUPS:
            for key in self._keys(group, row):
                self._received[group][key] += 1
                if published:
                    self._published[group][key] += 1

    def _keys(self, group: str, row: Mapping[str, Any]) -> Iterable[str]:
        """The groups a row counts in; a row without a place counts under an empty key."""
        if group == "tag":
            return set(row.get("tags") or ())
        key = row.get(group) or ""
        if group == "decision" and not key:
            return ()
        if group == "ward" and key:
            home = row.get("sub_county") or ""
            self._ward_homes[f"{home}/{key}"] = home
            return (f"{home}/{key}",)
        return (key,)

    def counts(self) -> dict[str, Any]:
        """All counts, as they stand in a dataset's header."""
        counts: dict[str, Any] = {"by_section": [self._section(s) for s in self.sections]}
        for group in GROUPS:
            counts[f"by_{group}"] = [self._group(group, key) for key in self._ordered(group)]
        return counts

    def _section(self, section: Mapping[str, Any]) -> dict[str, Any]:
        states = self._section_states[section["key"]]
        stances = self._section_stances[section["key"]]
        return {
            "key": section["key"],
            "number": section["number"],
            "title": section["title"],
            "received": states.total(),
            **{column: states[column] for column in COUNTED.values()},
            "stances": {key: stances[key] for key in self._ordered("stance", all_known=True)},
        }

    def _group(self, group: str, key: str) -> dict[str, Any]:
        label = self.labels.get(group, {}).get(key, key)
        entry: dict[str, Any] = {"key": key, "label": label}
        if group == "ward" and key:
            entry |= {"label": key.partition("/")[2], "sub_county": self._ward_homes[key]}
        entry["received"] = self._received[group][key]
        entry["published"] = self._published[group][key]
        return entry

    def _ordered(self, group: str, *, all_known: bool = False) -> list[str]:
        """Keys in the order of the labels, then by number and name; the empty key last.

        Labels that no row uses are left out unless `all_known`.
        """
        found = self._received[group]
        known = [key for key in self.labels.get(group, {}) if all_known or key in found]
        others = set(found) - set(known) - {""}
        if group == "ward":
            ranked = sorted(others)
        else:
            ranked = sorted(others, key=lambda key: (-found[key], key))
        return [*known, *ranked, *([""] if "" in found and "" not in known else [])]

    def reconciliation(self) -> dict[str, Any]:
        """Received = published + hidden + withdrawn + waiting: a line a channel, and the total."""
        known = [key for key in self.labels.get("channel", {}) if key in self._states]
        keys = [*known, *sorted(set(self._states) - set(known))]
        total: Counter[str] = sum(self._states.values(), Counter())
        return {
            "channels": [
                {
                    "channel": key,
                    "label": self.labels.get("channel", {}).get(key, key),
                    **self._line(self._states[key]),
                }
                for key in keys
            ],
            "total": self._line(total),
        }

    @staticmethod
    def _line(states: Counter[str]) -> dict[str, int]:
        return {
            "received": states.total(),
            **{column: states[column] for column in COUNTED.values()},
        }
