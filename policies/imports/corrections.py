"""What editors corrected by hand on pages whose text came from a file: a newer file may undo it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from wagtail.models import PageLogEntry, Revision

from policies.importers.model import Block, Section
from policies.imports.continuing import without_images
from policies.models import PolicyPage, SectionPage
from policies.plaintext import canonical
from policies.translations import IMPORTED


@dataclass(frozen=True, slots=True)
class HandCorrection:
    """Words that somebody changed on a page after they came from a file."""

    at: datetime
    blocks: list[Block]
    """The text as corrected, without pictures."""
    undone: bool
    """Whether the new file has the very words from before: it knows nothing of the correction."""
    pictures: bool
    """Whether pictures were added, described or taken out by hand."""


def hand_corrections(
    policy: PolicyPage, pairs: Iterable[tuple[Section, SectionPage]]
) -> dict[int, HandCorrection]:
    """By page, the corrections that the sections which continue them would overwrite."""
    wanted, newest = {}, {}
    for section, page in pairs:
        if page.latest_revision is None:
            continue
        now = _body(page.latest_revision)
        new = canonical("", without_images(section.blocks))
        if new != _words(now) or _pictures(now) or _pictures(section.blocks):
            wanted[page.pk], newest[page.pk] = new, (page.latest_revision, now)
    found = {}
    for pk, revision in _from_files(policy, list(wanted)).items():
        (latest, now), filed = newest[pk], _body(revision)
        pictures = canonical("", _pictures(filed)) != canonical("", _pictures(now))
        adopted = wanted[pk] == _words(now)
        if pictures or (not adopted and _words(filed) != _words(now)):
            found[pk] = HandCorrection(
                latest.created_at,
                without_images(now),
                undone=adopted or _words(filed) == wanted[pk],
                pictures=pictures,
            )
    return found


def _from_files(policy: PolicyPage, pages: Sequence[int]) -> dict[int, Revision]:
    """By page, the newest revision whose text came from a file.

    Of pages that the policy's first import made, that is their first, and has no entry in the log.
    """
    imported = PageLogEntry.objects.filter(action=IMPORTED)
    entries = imported.filter(page__in=pages, revision__isnull=False).order_by("timestamp", "pk")
    chosen = dict(entries.values_list("page", "revision"))
    began = imported.filter(page=policy.pk).aggregate(at=Min("timestamp"))["at"]
    if began:
        firsts = Revision.page_revisions.filter(
            object_id__in=[str(pk) for pk in pages if pk not in chosen], created_at__lte=began
        )
        made = (
            firsts.values("object_id").annotate(first=Min("pk")).values_list("object_id", "first")
        )
        chosen |= {int(pk): first for pk, first in made}
    revisions = Revision.page_revisions.in_bulk(set(chosen.values()))
    return {pk: revisions[number] for pk, number in chosen.items() if number in revisions}


def _body(revision: Revision) -> list[Block]:
    return json.loads(revision.content["body"])


def _words(blocks: list[Block]) -> str:
    return canonical("", without_images(blocks))


def _pictures(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block["type"] == "image"]
