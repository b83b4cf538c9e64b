"""A bill while its clauses get their titles: what each step reads, and what it hands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading
from texts.patterns import words


@dataclass(frozen=True)
class TitledBill:
    """The headings of a bill, as far as titles were found. Each step returns another."""

    flow: LineFlow
    headings: Sequence[Heading]
    printed: Mapping[int, str]
    """Titles by the number of their clause, from the printed contents."""
    misread: bool = False
    """Text recognition misread the file: its contents, in larger type, are the better source."""

    @property
    def clauses(self) -> list[Heading]:
        return [item for item in self.headings if item.kind == "clause"]

    def free(self) -> LineFlow:
        """The flow without the lines that headings begin on or have used up."""
        return self.flow.set_aside(
            (at for item in self.headings for at in (*item.used, item.at)), "heading"
        )

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """The words of the text and of the notes beside it, in lower case."""
        return Counter(word for _at, line in self.flow.left() for word in words(line.text.lower()))

    def printed_title(self, clause: Heading) -> str:
        return "" if clause.twin else self.printed.get(clause.value, "")

    def with_clauses(self, clauses: Iterable[Heading]) -> TitledBill:
        """The bill with other clauses, as many as it has, in their places."""
        left = iter(clauses)
        headings = [next(left) if item.kind == "clause" else item for item in self.headings]
        return replace(self, headings=headings)
