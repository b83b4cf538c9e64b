"""Editions as readers see them: their sections, the texts as they stood, what differs.

A section that is private within its policy is in none of it: what is kept is for everybody. Whether
there is one is told (`holds_back`), so that a number that is missing is no riddle.
Comparisons are cached by the content of both texts, so a change of either makes a new one.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from consult.pages.caches import kept_value
from policies.models import Edition, EditionSection, PolicyPage, SectionPage, SectionVersion
from policies.selectors import private_sections
from texts.edition_text import SectionText, front_text
from texts.redline import (
    EditionComparison,
    SectionChange,
    compare_editions,
    fitting,
    retold,
    section_redline,
    section_redlines,
    told,
)
from texts.redline.edition_changes import Told

CACHE_S = 30 * 24 * 3600
CHANGES_A_PAGE = 300
FOLD = 3  # unchanged paragraphs in a row that a redline still shows
HTML_VERSION = 5  # raise it when the same texts give other HTML than before
Kept = TypeVar("Kept")
HEAVY = ("version__body", "version__text")


def editions_of(policy: PolicyPage) -> list[Edition]:
    """The policy's published editions, the newest first, their changes of window at hand."""
    canonical = policy.canonical
    found = canonical.editions.published().prefetch_related("window_changes").order_by("-number")
    editions = list(found)
    for edition in editions:
        edition.policy = canonical
    return editions


def label_html(edition: Edition) -> SafeString:
    """The edition's label as HTML, marked with its language where it is not the reader's."""
    return _in_its_language(edition.shown_label, edition.label_language)


def note_html(edition: Edition) -> SafeString:
    """What the editors say of the edition, in the same way."""
    return _in_its_language(edition.shown_note, edition.note_language)


def _in_its_language(text: str, language: str) -> SafeString:
    if language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


def edition_entries(edition: Edition, language: str | None = None) -> list[EditionSection]:
    """The edition's entries in reading order: one a section, in ``language`` where there is one.

    Their versions come without bodies; texts that a correction has replaced are left out.
    """
    entries = _entries([edition])[edition.pk]
    return [_preferred(group, language) for group in entries.values()]


def _entries(editions: Iterable[Edition]) -> dict[int, dict]:
    """``{edition id: {section key: [entry, …]}}`` of one policy's editions."""
    found: dict[int, dict] = defaultdict(lambda: defaultdict(list))
    editions = list(editions)
    if not editions:
        return found
    stored = EditionSection.objects.using(editions[0]._state.db)
    entries = stored.filter(edition__in=editions, replaced_at=None)
    entries = entries.exclude(version__section__in=private_sections(editions[0].policy))
    for entry in entries.select_related("version").defer(*HEAVY).order_by("position", "pk"):
        found[entry.edition_id][entry.version.section_key].append(entry)
    return found


def holds_back(*editions: Edition) -> bool:
    """Whether a section of the editions, of one policy, is not shown with them."""
    private = private_sections(editions[0].policy)
    return EditionSection.objects.filter(
        edition__in=editions, version__section__in=private
    ).exists()


def _preferred(group: Sequence[EditionSection], language: str | None) -> EditionSection:
    """The entry in the reader's language, else in the default one, else the first."""
    for wanted in (language or get_language(), settings.LANGUAGE_CODE):
        for entry in group:
            if entry.version.language == wanted:
                return entry
    return group[0]


def with_bodies(entries: Iterable[EditionSection]) -> dict[int, SectionVersion]:
    """The versions of ``entries`` with their bodies, by id."""
    entries = list(entries)
    stored = SectionVersion.objects.using(entries[0]._state.db if entries else None)
    return stored.in_bulk([entry.version_id for entry in entries])


def section_text(version: SectionVersion, level: int) -> SectionText:
    return SectionText(
        key=version.section_key,
        number=version.number,
        title=version.title,
        level=level,
        blocks=version.body,
        known_hash=version.content_hash,
    )


def section_texts(entries: Sequence[EditionSection]) -> list[SectionText]:
    versions = with_bodies(entries)
    return [section_text(versions[entry.version_id], entry.level) for entry in entries]


@dataclass(frozen=True)
class ShownChange:
    """A section of a comparison with its redline; the HTML is empty where no word changed."""

    number: int
    change: SectionChange
    heading: SafeString = field(default=SafeString())
    body: SafeString = field(default=SafeString())
    old: SectionVersion | None = None
    new: SectionVersion | None = None
    has_no_room: bool = False  # the page is full: the HTML is empty

    @property
    def version(self) -> SectionVersion | None:
        return self.new or self.old


@dataclass(frozen=True)
class ShownComparison:
    """Two editions compared: the figures, and a page of sections in the new edition's order.

    ``front`` is the redline of what stands before the first section, empty where it is the same,
    in ``front_language``.
    """

    summary: str
    counts: dict
    changes: list[ShownChange]
    page: Page
    entries: dict[int, dict]
    front: SafeString
    front_language: str

    @property
    def differs(self) -> bool:
        return bool(self.front) or any(shown.change.status != "unchanged" for shown in self.changes)


def compared(old: Edition, new: Edition, page: str | None = None) -> ShownComparison:
    """One page of the comparison of two editions of one policy, each section in one language."""
    entries = _entries([old, new])
    before, after = _comparable(entries, old, new, None)
    versions, later = (
        {each.version.section_key: each.version for each in side} for side in (before, after)
    )
    comparison = _comparison(before, after)
    shown = Paginator(comparison.changes, CHANGES_A_PAGE).get_page(page)
    numbered = dict(enumerate(shown, (shown.number - 1) * CHANGES_A_PAGE))
    redlines = _redlines(numbered, before, after)
    changes = []
    for index, change in numbered.items():
        heading, body = redlines.get(index, ("", ""))
        key = change.section.key
        changes.append(
            ShownChange(
                index + 1,
                change,
                mark_safe(heading),  # noqa: S308 - made by texts.redline, which sanitises
                mark_safe(body or ""),  # noqa: S308
                versions.get(key) if key and change.old else None,
                later.get(key) if key and change.new else None,
                has_no_room=body is None,
            )
        )
    shared = _shared_language(old, new, get_language() or "")
    return ShownComparison(
        comparison.summary(),
        dict(comparison.counts),
        changes,
        shown,
        entries,
        front=SafeString() if shown.has_previous() else _front_redline(old, new, shared),
        front_language=shared,
    )


def _shared_language(old: Edition, new: Edition, language: str) -> str:
    """The language in which what stands before the first section is compared."""
    both = language in old.front_matter and language in new.front_matter
    return language if both else new.policy.language


def _front_redline(old: Edition, new: Edition, language: str) -> SafeString:
    before, after = (front_text(each.front_blocks(language)) for each in (old, new))
    same = before.content_hash == after.content_hash
    return SafeString() if same else redline(before, after)[1]


def _comparable(
    entries: Mapping[int, dict], old: Edition, new: Edition, language: str | None
) -> tuple[list[EditionSection], list[EditionSection]]:
    """The entries of both editions; a section that both have is in the same language in both."""
    before, after = entries[old.pk], entries[new.pk]

    def chosen(mine: dict, theirs: dict) -> list[EditionSection]:
        found = []
        for key, group in mine.items():
            others = {entry.version.language for entry in theirs.get(key, group)}
            shared = [entry for entry in group if entry.version.language in others]
            found.append(_preferred(shared or group, language))
        return found

    return chosen(before, after), chosen(after, before)


def _comparison(
    before: Sequence[EditionSection], after: Sequence[EditionSection]
) -> EditionComparison:
    """What changed, without the bodies; that of the same texts is looked for once."""

    def read() -> list[Told]:
        old, new = section_texts(before), section_texts(after)
        return told(compare_editions(old, new), old, new)

    found = cached(("changes", digest(before), digest(after)), read)
    return retold(found, *([_heading_of(each) for each in side] for side in (before, after)))


def _heading_of(entry: EditionSection) -> SectionText:
    version = entry.version
    key, digest = version.section_key, version.content_hash
    return SectionText(key, version.number, version.title, entry.level, (), known_hash=digest)


@dataclass(frozen=True)
class Unasked:
    """What an edition that takes no comments has changed since people were last asked.

    ``changes`` are by section key: words that changed, sections that are new or removed.
    """

    since: Edition
    changes: dict[UUID, SectionChange]

    def __len__(self) -> int:
        return len(self.changes)


def unasked(
    edition: Edition, language: str | None = None, read: Mapping[int, dict] | None = None
) -> Unasked | None:
    """What in the edition nobody was asked about; None where people are asked, or never were.

    ``read`` are entries of editions that were read already: of a long policy that takes a while.
    """
    if edition.opens_at is not None:
        return None
    earlier = edition.policy.editions.published().filter(number__lt=edition.number)
    since = earlier.filter(opens_at__lte=timezone.now()).order_by("-number").first()
    if since is None:
        return None
    known = read if read and {since.pk, edition.pk} <= read.keys() else _entries([since, edition])
    before, after = _comparable(known, since, edition, language)
    changes = _comparison(before, after).changes
    found = {each.section.key: each for each in changes if each.status in _IN_WORDS}
    return Unasked(since, {key: each for key, each in found.items() if key})


_IN_WORDS = ("changed", "new", "removed")


def _redlines(
    shown: Mapping[int, SectionChange],
    before: Sequence[EditionSection],
    after: Sequence[EditionSection],
) -> dict[int, tuple[str, str | None]]:
    """``{index: (heading, body)}`` of what changed, came or went; None where the page is full."""
    changed = {index: each for index, each in shown.items() if each.status != "unchanged"}
    marks = [(index, _hash(change.old), _hash(change.new)) for index, change in changed.items()]

    def make() -> dict[int, tuple[str, str | None]]:
        keys = {change.section.key for change in changed.values()}
        old, new = (
            {text.key: text for text in section_texts(_among(keys, side))}
            for side in (before, after)
        )
        sides = [
            (change.old and old[change.old.key], change.new and new[change.new.key])
            for change in changed.values()
        ]
        return dict(zip(changed, section_redlines(sides, FOLD), strict=True))

    return cached(("comparison", marks), make)


def _among(keys: Container[UUID | None], side: Iterable[EditionSection]) -> list[EditionSection]:
    return [entry for entry in side if entry.version.section_key in keys]


def _hash(section: SectionText | None) -> str:
    return section.content_hash if section else ""


def redline(old: SectionText | None, new: SectionText | None) -> tuple[SafeString, SafeString]:
    """Heading and body of a section's redline, cached by the two content hashes."""
    marks = ("section", _hash(old), _hash(new))
    heading, body = cached(marks, partial(section_redline, old, new, FOLD))
    return mark_safe(heading), mark_safe(body)  # noqa: S308 - sanitised by texts.redline


@dataclass(frozen=True, slots=True)
class _Made:
    """What is kept: nothing else in the cache is taken for it."""

    value: Any


def cached(marks: object, make: Callable[[], Kept], *, seconds: int = CACHE_S) -> Kept:
    """What ``make`` gives, kept under ``marks`` and the active language."""
    text = json.dumps([HTML_VERSION, get_language(), marks], default=str)
    key = f"policies:{hashlib.sha256(text.encode()).hexdigest()}"
    kept = kept_value(cache, key, _Made)
    if kept is None:
        kept = _Made(make())
        cache.set(key, kept, seconds)
    return kept.value


def digest(entries: Iterable[EditionSection]) -> str:
    """A hash of what stands in an edition, in order."""
    marks = [
        (str(entry.version.section_key), entry.level, entry.version.content_hash)
        for entry in entries
    ]
    return hashlib.sha256(json.dumps(marks).encode()).hexdigest()


def summaries(editions: Sequence[Edition]) -> dict[int, str]:
    """What each edition changed against the one before it, in words, by the edition's id."""
    ordered = sorted(editions, key=lambda edition: edition.number)
    entries = _entries(ordered)
    found = {}
    for old, new in pairwise(ordered):
        before, after = _comparable(entries, old, new, None)
        marks = ("summary", digest(before), digest(after))
        found[new.pk] = cached(marks, partial(_summary, before, after))
    return found


@dataclass
class PastText:
    """One text of a section's history; the redline against the one before is made when asked."""

    version: SectionVersion
    previous: SectionVersion | None
    has_room: bool = True  # else the redline has a page of its own

    @property
    def editions(self) -> list[Edition]:
        return published_in(self.version)

    @cached_property
    def redline(self) -> tuple[SafeString, SafeString] | None:
        if self.previous is None or not self.has_room:
            return None
        return redline(section_text(self.previous, 1), section_text(self.version, 1))


def history(section: SectionPage) -> list[PastText]:
    """The texts of a section in its own language, the newest first."""
    versions = list(section.versions.order_by("-ordinal").prefetch_related("entries__edition"))
    return [
        PastText(version, previous)
        for version, previous in zip(versions, [*versions[1:], None], strict=True)
    ]


def leave_out_what_has_no_room(texts: Sequence[PastText]) -> None:
    """Keep a page of texts to so many redlines that it is made while a reader waits."""
    sides = ([each.body for each in (text.version, text.previous) if each] for text in texts)
    for text, fits in zip(texts, fitting(sides), strict=True):
        text.has_room = fits


def published_in(version: SectionVersion) -> list[Edition]:
    """The published editions that the text was ever part of, in order."""
    editions = [entry.edition for entry in version.entries.all()]
    return sorted((each for each in editions if each.published_at), key=lambda each: each.number)


def _summary(before: list[EditionSection], after: list[EditionSection]) -> str:
    return _comparison(before, after).summary()
