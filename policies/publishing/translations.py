"""Whether what was made from a text still follows it: its translation, and its plain words.

A translation follows the original as it stood when the translation was last published: publishing
it, changed or not, says that it was read against the words of that day. Plain words belong to the
text that they were last saved with; a text that came from a file says nothing of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, QuerySet
from wagtail.models import PageLogEntry

from policies.models import SectionPage, SectionVersion

IMPORTED = "policies.import"
RETITLED = "policies.import_title"
"""A file gave another title alone: the plain words are no older than the text."""


@dataclass(frozen=True, slots=True)
class OriginalChange:
    """The original that a translation follows, and the newest one."""

    followed: SectionVersion
    newest: SectionVersion


def originals(sections: QuerySet[SectionPage]) -> QuerySet[SectionVersion]:
    """What stood in public in the default language, the oldest first; without the texts."""
    keys = sections.order_by().values("translation_key")
    versions = SectionVersion.objects.filter(
        section_key__in=keys, language=settings.LANGUAGE_CODE
    ).order_by("created_at", "pk")
    return versions.defer("body", "text")


def change_since(
    published_at: datetime | None, versions: Sequence[SectionVersion]
) -> OriginalChange | None:
    """What happened to the original since; None where it says the same as then."""
    if not versions or published_at is None:
        return None
    before = [version for version in versions if version.created_at <= published_at]
    followed, newest = (before or versions)[-1 if before else 0], versions[-1]
    same = followed.content_hash == newest.content_hash
    return None if same else OriginalChange(followed, newest)


def change_of_original(section: SectionPage) -> OriginalChange | None:
    """What the page, a translation, has not followed; None for an original."""
    if section.language == settings.LANGUAGE_CODE or section.alias_of_id is not None:
        return None
    this = SectionPage.objects.filter(pk=section.pk)
    return change_since(section.last_published_at, list(originals(this)))


def with_older_plain_words(pages: Iterable[int]) -> set[int]:
    """Those of the pages whose newest text came from a file after their plain words."""
    entries = PageLogEntry.objects.filter(
        action=IMPORTED, page__in=pages, revision=F("page__latest_revision")
    )
    return set(entries.values_list("page", flat=True))


def imports_of_live_text(section: SectionPage) -> QuerySet[PageLogEntry]:
    """The file, if any, that the text which the public reads came from."""
    entries = PageLogEntry.objects.filter(action=IMPORTED, page=section.pk)
    return entries.filter(revision=section.live_revision_id, revision__isnull=False)
