"""Plain words of many sections at once: writing them so that nobody's words are lost."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from wagtail.models import PagePermissionTester

from policies.models import SectionPage
from policies.publishing.indexing import indexed_together
from texts.cleaning import typed_text
from texts.plain import content_hash


class WriteResult(StrEnum):
    """What became of plain words that were sent."""

    UNCHANGED = "unchanged"
    PUBLIC = "public"
    DRAFT = "draft"
    CONFLICT = "conflict"
    NEW_TEXT = "new text"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PlainWords:
    """A section's explanations, in English and in Kiswahili."""

    summary: str
    summary_sw: str

    @classmethod
    def of(cls, section: SectionPage) -> "PlainWords":
        return cls.from_form(section.summary, section.summary_sw)

    @classmethod
    def from_form(cls, *texts: str) -> "PlainWords":
        """As they are compared and stored: a box left untouched is no change."""
        return cls(*(typed_text(text) for text in texts))

    @property
    def mark(self) -> str:
        """Tells whether these are still the words that somebody saw."""
        return hashlib.sha256(json.dumps([self.summary, self.summary_sw]).encode()).hexdigest()[:16]


def seen_mark(section: SectionPage) -> str:
    """Tells whether a section's plain words, and the text they explain, are those somebody saw."""
    return f"{PlainWords.of(section).mark}-{_text_mark(section)}"


@indexed_together()
def write_plain_words(
    *, section_id: int, words: PlainWords, seen: str, still_fit: bool, user: User
) -> WriteResult:
    """Save the words in a new revision; publish them where no change of the text goes with it.

    ``seen`` is the `seen_mark` of the section that the editor saw: other words written meanwhile
    are a conflict, and stay; of another text the editor is told. With ``still_fit``, unchanged
    words are saved as well: they belong to the text of today (see `translations`).
    """
    section = SectionPage.objects.select_for_update().get(pk=section_id)
    newest = section.get_latest_revision_as_object()
    standing = PlainWords.of(newest)
    if words == standing and not still_fit:
        return WriteResult.UNCHANGED
    seen_words, _dash, seen_text = seen.partition("-")
    if words != standing and standing.mark != seen_words:
        return WriteResult.CONFLICT
    if _text_mark(newest) != seen_text:
        return WriteResult.NEW_TEXT
    rights = section.permissions_for_user(user)
    if not may_write(rights):
        return WriteResult.LOCKED
    publishes = _goes_public(section, newest, rights)
    newest.summary, newest.summary_sw = words.summary, words.summary_sw
    revision = newest.save_revision(user=user, log_action=True, clean=False)
    if not publishes:
        return WriteResult.DRAFT
    revision.publish(user=user)
    return WriteResult.PUBLIC


def may_write(rights: PagePermissionTester) -> bool:
    """Whether a section may be changed now: no lock, no workflow step of somebody else."""
    return rights.can_edit() and not rights.page_locked()


def _goes_public(section: SectionPage, newest: SectionPage, rights: PagePermissionTester) -> bool:
    """Whether publishing changes the plain words alone: never a draft, nor a step of a workflow."""
    return (
        section.live
        and not section.has_unpublished_changes
        and _text_hash(section) == _text_hash(newest)
        and rights.can_publish()
        and not section.workflow_in_progress
    )


def _text_mark(section: SectionPage) -> str:
    return _text_hash(section)[:16]


def _text_hash(section: SectionPage) -> str:
    return content_hash(section.number, section.title, section.body.raw_data)
