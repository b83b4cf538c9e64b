"""Which section of a policy each section of a new text continues."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from policies.models import PolicyPage, SectionPage
from policies.publishing.drafts import is_pending
from texts.edition_text import SectionText
from texts.outline.model import Outline, Section, without_images
from texts.redline import match_sections


@dataclass(frozen=True, slots=True)
class MatchProposal:
    """What a section of the new text is taken for: ``page`` is None where it seems new."""

    index: int
    section: Section
    page: SectionPage | None
    reason: str


def existing_sections(policy: PolicyPage) -> list[SectionPage]:
    """Every section the policy has or had, in order; the newest text of each."""
    return list(SectionPage.objects.descendant_of(policy.canonical).order_by("path"))


def propose_matches(
    outline: Outline, pages: Sequence[SectionPage]
) -> tuple[list[MatchProposal], list[SectionPage]]:
    """A proposal for every section of the outline, and the pages that it no longer has."""
    current = [page for page in pages if page.live or is_pending(page)]
    old = [
        SectionText(page.translation_key, page.number, page.title, page.depth, raw_blocks(page))
        for page in current
    ]
    new = [
        SectionText(
            None, section.number, section.title, section.level, without_images(section.blocks)
        )
        for section in outline.sections
    ]
    proposals: list[MatchProposal] = []
    removed: list[SectionPage] = []
    for match in match_sections(old, new):
        page = None if match.old_index is None else current[match.old_index]
        if match.new_index is None and page is not None:
            removed.append(page)
        elif match.new_index is not None:
            section = outline.sections[match.new_index]
            proposals.append(MatchProposal(match.new_index, section, page, match.reason))
    return proposals, removed


def raw_blocks(page: SectionPage) -> list[dict[str, Any]]:
    return list(page.body.raw_data)
