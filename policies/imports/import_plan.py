"""What to make of a reviewed outline: an editor decides it, a worker does it later."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from policies.models import EditionPlan

FRONT = "front"
"""Stands for what is before the first section, where sections are named by index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPolicy:
    """What the page of a new policy says besides its text; tags and themes by id.

    Where ``title`` is empty it is that of the outline, and ``slug`` is made from the title.
    ``what_happens_next`` is HTML.
    """

    title: str = ""
    slug: str = ""
    summary: str = ""
    legal_basis: str = ""
    responsible_body: str = ""
    views: str = ""
    what_happens_next: str = ""
    reference: str = ""
    illustrative: bool = False
    tags: list[int] = field(default_factory=list)
    themes: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """How a new text continues a policy.

    ``matches`` names for each section of the outline the page it continues, by id, None for a new
    one. ``keep`` are the indexes of those that keep the words of that page, and `FRONT`;
    ``replaced`` those whose corrected words the file replaces, which is told. ``seen`` is by page
    the revision that the editor chose by.
    """

    matches: list[int | None]
    keep: list[int | str] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    seen: dict[int, int | None] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "seen": {int(page): seen for page, seen in data["seen"].items()}})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """A new policy, or the continuation of the one that the import is for; published or a draft.

    Without ``edition`` the pages stay drafts. ``drafts`` names by page the revision of those that
    waited before and go public with it; None for all.
    """

    policy: NewPolicy | None = None
    continuation: Continuation | None = None
    edition: EditionPlan | None = None
    drafts: dict[int, int] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "policy": self.policy and asdict(self.policy),
            "continuation": self.continuation and asdict(self.continuation),
            "edition": self.edition and self.edition.to_json(),
            "drafts": self.drafts,
        }

    @property
    def without_times(self) -> dict[str, Any]:
        """The plan but for its window: at once is another moment each time."""
        edition = self.edition and replace(self.edition, opens_at=None, closes_at=None)
        return replace(self, edition=edition).to_json()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        policy, continuation, edition = (
            data[name] for name in ("policy", "continuation", "edition")
        )
        drafts = data.get("drafts")
        return cls(
            drafts=None if drafts is None else {int(page): seen for page, seen in drafts.items()},
            policy=policy and NewPolicy(**policy),
            continuation=continuation and Continuation.from_json(continuation),
            edition=edition and EditionPlan.from_json(edition),
        )
