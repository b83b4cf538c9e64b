"""What stands in a dataset's first line, besides the comments themselves.

All words are in the report's language; times are ISO 8601 with their offset.
"""

from typing import Literal, NotRequired, TypedDict

Dimension = Literal["stance", "state", "channel", "language", "kind", "hidden_reason", "decision"]
Group = Literal[
    "stance", "tag", "sub_county", "ward", "channel", "language", "kind", "campaign", "decision"
]
Counted = Literal["total", "published", "hidden", "withdrawn", "waiting"]


class PolicyFacts(TypedDict):
    """The policy as it was when the report was asked for."""

    title: str
    slug: str
    reference: str
    url: str


class EditionFacts(TypedDict):
    """The edition, and the window of its consultation."""

    label: str
    number: int
    note: str
    published_at: str | None
    opens_at: str | None
    closes_at: str | None


class LedgerFacts(TypedDict):
    """Where the policy's ledger stood: its entries, and the checkpoint over them."""

    size: int
    checkpoint: str


class Labels(TypedDict):
    """What the keys of each dimension are called, in the order to show them."""

    stance: dict[str, str]
    state: dict[str, str]
    channel: dict[str, str]
    language: dict[str, str]
    kind: dict[str, str]
    hidden_reason: dict[str, str]
    decision: dict[str, str]


class TextPart(TypedDict):
    """A part of a section's text; a table's rows are lines, its cells apart by tabs."""

    kind: str
    text: str
    level: int


class DecisionLine(TypedDict):
    """One published decision on a section: its kind, a key, with what was said."""

    kind: str
    reason: str
    wording: str


class ReportSection(TypedDict):
    """A section in the order of the document; ``level`` 1 is the top."""

    key: str
    number: str
    title: str
    level: int
    version: str
    text: list[TextPart]
    decisions: list[DecisionLine]


class StateCounts(TypedDict):
    """Comments by state: ``total`` is the sum of the others, what the public reads as received."""

    total: int
    published: int
    hidden: int
    withdrawn: int
    waiting: int


class ChannelCounts(StateCounts):
    """A line of the reconciliation."""

    channel: str
    label: str


class Reconciliation(TypedDict):
    """Total = published + hidden + withdrawn + waiting, by channel and over all."""

    channels: list[ChannelCounts]
    all_channels: StateCounts


class SectionCounts(StateCounts):
    """Comments on a section; ``stances`` are those of published ones."""

    key: str
    number: str
    title: str
    stances: dict[str, int]


class GroupCounts(TypedDict):
    """Comments that have something in common, hidden ones included, and those published.

    A campaign's ``key`` is the number of its first comment, its ``label`` how that begins, empty
    where its words are not in the report.
    """

    key: str
    label: str
    sub_county: NotRequired[str]
    total: int
    published: int


class Counts(TypedDict):
    """Every figure of a report, counted from its rows."""

    by_section: list[SectionCounts]
    by_stance: list[GroupCounts]
    by_tag: list[GroupCounts]
    by_sub_county: list[GroupCounts]
    by_ward: list[GroupCounts]
    by_channel: list[GroupCounts]
    by_language: list[GroupCounts]
    by_kind: list[GroupCounts]
    by_campaign: list[GroupCounts]
    by_decision: list[GroupCounts]


class UnaskedSection(TypedDict):
    """A section by its heading; ``change`` is changed, new or removed."""

    heading: str
    change: str


class UnaskedFacts(TypedDict):
    """What the policy's newest edition changed since people were last asked, on ``since``."""

    edition: str
    since: str
    sections: list[UnaskedSection]


class AnnouncedFacts(TypedDict):
    """What the notice said when the window closed; pairs are by what or when, and how or where."""

    subject: str
    responsible: str
    legal_basis: str
    views: str
    channels: list[tuple[str, str]]
    meetings: list[tuple[str, str]]
    meeting_pages: list[int]
    moved: list[tuple[str, str]]


class RepresentedFacts(TypedDict):
    """Memoranda with a list of signatures, and how many people these lists are of in all.

    Apart from the comments: nobody is counted as a comment for having signed. Who signed several
    is in each.
    """

    memoranda: int
    people: int


class GroupFacts(TypedDict):
    """Groups that spoke as one, and how many people they say they are; apart from the comments."""

    groups: int
    people: int


class ToldAnswers(TypedDict):
    """A question about respondents, and how many gave each answer, to the nearest five.

    None stands for what is not told, as `comments.small_cells` says; there is no total.
    """

    question: str
    answers: list[tuple[str, int | None]]


class GivenHeader(TypedDict):
    """What freezing knows before it has read the comments."""

    language: str
    generated_at: str
    publisher: str
    site_name: str
    illustrative: bool
    policy: PolicyFacts
    edition: EditionFacts
    filters: list[tuple[str, str]]
    ledger: LedgerFacts
    labels: Labels
    announced: NotRequired[AnnouncedFacts]
    unasked: NotRequired[UnaskedFacts]
    represented: NotRequired[RepresentedFacts]
    groups: NotRequired[GroupFacts]
    respondents: NotRequired[list[ToldAnswers]]
    sections: list[ReportSection]


class Header(GivenHeader):
    """What stands in the file: `write_dataset` adds what it counted."""

    schema: int
    rows: int
    counts: Counts
    reconciliation: Reconciliation
