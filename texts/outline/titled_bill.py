"""A bill while its clauses get their titles: what each step reads, and what it hands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading


@dataclass(frozen=True)
class TitledBill:
    """The headings of a bill, as far as titles were found. Each step returns another."""

    flow: LineFlow
    headings: Sequence[Heading]
    printed: Mapping[int, str]
    """Titles by the number of their clause, from the printed contents."""

    @property
    def clauses(self) -> list[Heading]:
        return [item for item in self.headings if item.kind == "clause"]

    def free(self) -> LineFlow:
        """The flow without the lines that headings begin on or have used up."""
        return self.flow.set_aside(
            (at for item in self.headings for at in (*item.used, item.at)), "heading"
        )

    def printed_title(self, clause: Heading) -> str:
        return self.printed.get(clause.value, "")

    def with_clauses(self, clauses: Iterable[Heading]) -> TitledBill:
        """The bill with other clauses, as many as it has, in their places."""
        left = iter(clauses)
        headings = [next(left) if item.kind == "clause" else item for item in self.headings]
        return replace(self, headings=headings)
