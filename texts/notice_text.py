"""What a public notice says, apart from any database: the input of its files."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notice:
    """What a notice says, in one language, every value plain text.

    ``channels`` and ``meetings`` are pairs: by what or when, and how or where.
    """

    language: str
    title: str
    heading: str
    publisher: str
    responsible: str
    views: str
    illustrative: str
    edition: str
    summary: str
    legal_basis: str
    url: str
    shown_url: str
    deadline: str
    opens: str
    channels: list[tuple[str, str]] = field(default_factory=list)
    meetings: list[tuple[str, str]] = field(default_factory=list)
    rule: str = ""
    next_steps: str = ""
    facts: str = ""
    signatory: str = ""
    signatory_title: str = ""
    date: str = ""
    labels: dict[str, str] = field(default_factory=dict)
