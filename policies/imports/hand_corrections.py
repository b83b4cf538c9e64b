"""What editors corrected by hand on pages whose text came from a file: a newer file may undo it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db.models import Min
from wagtail.models import PageLogEntry, Revision

from policies.imports.import_plan import FRONT
from policies.imports.making import heading_and_blocks
from policies.models import PolicyPage, SectionPage, SectionVersion
from policies.publishing.translations import IMPORTED, RETITLED
from texts.outline.model import DraftBlock, Outline, Section, continued_heading, without_images
from texts.plain import canonical


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A title and the blocks below it, as a page or a file has them."""

    title: str
    blocks: list[DraftBlock]

    @property
    def words(self) -> str:
        """Equal where the words are; capitals of the title and pictures do not count."""
        return canonical(self.title.casefold(), without_images(self.blocks))

    @property
    def pictures(self) -> str:
        return canonical("", [block for block in self.blocks if block["type"] == "image"])


NOTHING = CorrectedText("", []).pictures


@dataclass(frozen=True, slots=True)
class HandCorrection:
    """Words that somebody changed on a page after they came from a file."""

    at: datetime
    corrected: CorrectedText
    wanted: CorrectedText
    """What the new file would put in its place."""
    undone: bool
    """Whether the new file has the very words from before: it knows nothing of the correction."""
    pictures: bool = False
    """Whether pictures were added, described or taken out by hand."""


def hand_corrections(
    policy: PolicyPage, outline: Outline, matches: Sequence[SectionPage | None]
) -> dict[int | str, HandCorrection]:
    """The corrections that the outline's sections would overwrite on the pages they continue.

    By the index of the section; by `FRONT` what stands before the first one.
    """
    pairs = [
        (section, page)
        for section, page in zip(outline.sections, matches, strict=True)
        if page is not None
    ]
    by_page = _section_corrections(policy, pairs)
    found: dict[int | str, HandCorrection] = {
        index: by_page[page.pk]
        for index, page in enumerate(matches)
        if page is not None and page.pk in by_page
    }
    if front := _front_matter_correction(policy, outline):
        found[FRONT] = front
    return found


def _section_corrections(
    policy: PolicyPage, pairs: Iterable[tuple[Section, SectionPage]]
) -> dict[int, HandCorrection]:
    """The same by page, of pairs; only pages that are newer than their file are read."""
    changes: dict[int, tuple[Revision, CorrectedText, CorrectedText]] = {}
    pairs = [(section, page) for section, page in pairs if page.latest_revision_id]
    files = _revisions_from_files(policy, [page.pk for _section, page in pairs])
    newer = [pair for pair in pairs if files.get(pair[1].pk) != pair[1].latest_revision_id]
    revisions = Revision.objects.in_bulk([page.latest_revision_id for _section, page in newer])
    for section, page in newer:
        latest = revisions[page.latest_revision_id]
        now, new = _text(latest.content), _continued(latest.content, section)
        if now.words != new.words or {now.pictures, new.pictures} != {NOTHING}:
            changes[page.pk] = latest, now, new
    found = {}
    for pk, filed in _from_files(files, list(changes)).items():
        latest, now, new = changes[pk]
        pictures, adopted = filed.pictures != now.pictures, new.words == now.words
        if pictures or (not adopted and filed.words != now.words):
            undone = adopted or filed.words == new.words
            found[pk] = HandCorrection(latest.created_at, now, new, undone, pictures)
    return found


def _front_matter_correction(policy: PolicyPage, outline: Outline) -> HandCorrection | None:
    """Of what stands before the first section: that belongs to the policy's page."""
    imported = PageLogEntry.objects.filter(action=IMPORTED, page=policy.pk).order_by("timestamp")
    last, latest = imported.last(), policy.latest_revision
    if not outline.front_matter or last is None or latest is None:
        return None
    revisions = Revision.page_revisions.filter(object_id=str(policy.pk))
    base = revisions.filter(created_at__lte=last.timestamp).order_by("created_at", "pk").last()
    if base is None:
        return None
    filed, now = (
        CorrectedText("", json.loads(each.content["front_matter"])) for each in (base, latest)
    )
    new = CorrectedText("", outline.front_matter)
    if now.words in (new.words, filed.words):
        return None
    return HandCorrection(latest.created_at, now, new, undone=filed.words == new.words)


def _text(content: dict) -> CorrectedText:
    return CorrectedText(content["title"], json.loads(content["body"]))


def _continued(content: dict, section: Section) -> CorrectedText:
    """What the page would say: it keeps a title that the file lacks."""
    number, title, blocks = heading_and_blocks(section)
    old = content["number"], content["title"]
    return CorrectedText(continued_heading(old, (number, title))[1], blocks)


def _revisions_from_files(policy: PolicyPage, pages: Sequence[int]) -> dict[int, int]:
    """By page, the newest revision that came from a file.

    Of pages that the policy's first import made, that is their first, which the log has as made
    and not as imported.
    """
    imported = PageLogEntry.objects.filter(action=IMPORTED)
    from_files = PageLogEntry.objects.filter(action__in=(IMPORTED, RETITLED))
    entries = from_files.filter(page__in=pages, revision__isnull=False).order_by("timestamp", "pk")
    chosen = dict(entries.values_list("page", "revision"))
    began = imported.filter(page=policy.pk).aggregate(at=Min("timestamp"))["at"]
    if began:
        others = [str(pk) for pk in pages if pk not in chosen]
        made = Revision.page_revisions.filter(object_id__in=others, created_at__lte=began)
        firsts = made.values("object_id").annotate(first=Min("pk"))
        chosen |= {int(pk): first for pk, first in firsts.values_list("object_id", "first")}
    return chosen


def _from_files(files: Mapping[int, int], pages: Sequence[int]) -> dict[int, CorrectedText]:
    """By page, the newest text from a file; where there is none now, the first public one."""
    revisions = Revision.page_revisions.in_bulk({files[pk] for pk in pages if pk in files})
    known = {pk: _text(revisions[files[pk]].content) for pk in pages if files.get(pk) in revisions}
    return _first_public([pk for pk in pages if pk not in known]) | known


def _first_public(pages: Sequence[int]) -> dict[int, CorrectedText]:
    versions = SectionVersion.objects.filter(section__in=pages).order_by("section", "created_at")
    rows = versions.values_list("section", "title", "body")
    firsts = (next(group) for _section, group in groupby(rows.iterator(), key=itemgetter(0)))
    return {section: CorrectedText(title, body) for section, title, body in firsts}
