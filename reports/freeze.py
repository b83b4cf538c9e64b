"""Freeze an edition's comments into the dataset that all files of a report are made from.

One consistent snapshot is read as a stream: memory does not grow with the comments, and the
number of queries depends on how many sections have comments, not on how many there are.
Contact details are never read.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from analysis.models import Decision
from comments.choices import RespondentKind
from comments.models import Attachment, Comment, Ledger, Memorandum, Redaction, Submission
from comments.models.respondent_questions import ANSWERS, asked_about
from comments.public_words import public_text
from comments.querysets import CommentQuerySet
from comments.register.ledger.entries import named, tree_head
from comments.register.ledger.signing import sign
from comments.register.respondent_counts import answer_counts
from comments.small_cells import told
from home.visibility import stands_in
from policies.models import Edition, EditionSection, PolicyPage, PolicyTag, SectionVersion
from policies.reading.shown_editions import unasked
from reports.announcement import announced
from reports.dataset import Dataset, DatasetError, write_dataset
from reports.dataset_header import (
    DecisionLine,
    EditionFacts,
    GivenHeader,
    GroupFacts,
    LedgerFacts,
    ReportSection,
    RepresentedFacts,
    StateCounts,
    TextPart,
    ToldAnswers,
    UnaskedFacts,
)
from reports.dataset_row import FIELDS, CommentRow
from reports.filters import Filters
from reports.labels import labels
from reports.models import Report
from reports.renderers.renderer import with_progress
from reports.snapshot import snapshot
from reports.tally import state_counts
from texts.body import Line, Part
from texts.body import body_parts as parts_of

CHUNK = 1_000  # rows fetched at a time
# What a row needs of the query besides the fields' own sources.
ALSO_READ = (
    "pk",
    "number",
    "version__ordinal",
    "received_at",
    "edited_at",
    "erased_at",
    "erased_reason",
    "decided__decision__is_published",
    "tagged_items__tag_id",
    "submission__people",
    "campaign__first__number",
)
SOURCES = {name: field.source for name, field in FIELDS.items() if field.source}


@dataclass(frozen=True)
class Frozen:
    """What a report keeps of its dataset."""

    dataset: Dataset
    ledger: LedgerFacts


def freeze(report: Report, path: Path, *, progress: Callable[[float], None]) -> Frozen:
    """Write the report's dataset to `path`, which appears only when complete.

    `progress` is called with 0…1. Raises `DatasetError` where the figures do not add up.
    """
    filters = Filters.from_data(report.filters)
    with translation.override(report.language), snapshot() as alias:
        source = FrozenSource(report, filters, alias)
        header = source.header()
        rows = with_progress(source.rows(), source.total, progress)
        dataset = write_dataset(path, header, rows, expected=source.expected())
    return Frozen(dataset, header["ledger"])


class FrozenSource:
    """The snapshot's rows for one report, and the header that goes with them."""

    def __init__(self, report: Report, filters: Filters, alias: str) -> None:
        self.alias = alias
        self.language = report.language
        self.filters = filters
        self.policy = PolicyPage.objects.using(alias).get(pk=report.policy_id)
        self.edition = Edition.objects.using(alias).get(pk=report.edition_id)
        self.tags = {tag.pk: tag.label for tag in PolicyTag.objects.using(alias)}
        self.comments: CommentQuerySet = filters.apply(
            Comment.objects.using(alias).filter(edition=self.edition)
        )
        self.redactions: dict[int, list[Redaction]] = {}
        held = Redaction.objects.using(alias).filter(comment__edition=self.edition, lifted_at=None)
        for each in held:
            self.redactions.setdefault(each.comment_id, []).append(each)
        files = Attachment.objects.using(alias).filter(comment__edition=self.edition).order_by()
        self.files = dict(files.values_list("comment").annotate(n=Count("pk")))
        self.by_section = self._counted("section_key")
        self.by_channel = self._counted("submission__channel")
        self.total = sum(counts.total() for counts in self.by_section.values())
        self.sections = self._sections()

    def _counted(self, field: str) -> dict[Any, Counter[str]]:
        """Comments by `field`, by state."""
        found: dict[Any, Counter[str]] = {}
        lines = self.comments.order_by().values_list(field, "state").annotate(n=Count("pk"))
        for key, state, count in lines:
            found.setdefault(key, Counter())[state] = count
        return found

    def _sections(self) -> dict[UUID, EditionSection]:
        """The edition's sections in order, each in the report's language where it exists in it.

        A section that has comments is in the report even where it has left the edition since.
        """
        entries = EditionSection.objects.using(self.alias).filter(edition=self.edition)
        found: dict[UUID, EditionSection] = {}
        for entry in entries.select_related("version").order_by("position", "pk"):
            key = entry.version.section_key
            if key not in found or self._rank(entry) > self._rank(found[key]):
                found[key] = entry
        ordered = dict(sorted(found.items(), key=lambda item: item[1].position))
        for key in sorted(set(self.by_section) - set(ordered), key=str):
            ordered[key] = self._stray(key)
        if self.filters.sections:
            chosen = set(self.filters.sections)
            ordered = {key: entry for key, entry in ordered.items() if str(key) in chosen}
        return ordered

    def _rank(self, entry: EditionSection) -> tuple[bool, bool, int]:
        """How well the entry's text fits: the one that stands, in the report's language, newest."""
        version = entry.version
        return entry.replaced_at is None, version.language == self.language, version.ordinal

    def _stray(self, key: UUID) -> EditionSection:
        versions = SectionVersion.objects.using(self.alias).filter(section_key=key)
        newest = versions.filter(comments__edition=self.edition).order_by("-ordinal").first()
        return EditionSection(edition=self.edition, version=newest, position=0, level=1)

    def header(self) -> GivenHeader:
        """Everything that `write_dataset` asks for but the rows."""
        policy, page = self.policy, self._page_read()
        header: GivenHeader = {
            "language": self.language,
            "generated_at": _iso(timezone.now()),
            "publisher": policy.responsible_body or settings.WAGTAIL_SITE_NAME,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "illustrative": policy.illustrative,
            "policy": {
                "title": page.title,
                "slug": policy.slug,
                "reference": policy.reference,
                "url": _address(page),
            },
            "edition": self._edition(),
            "filters": self.filters.described(self.edition),
            "ledger": self._ledger(),
            "labels": labels(),
            "sections": self._section_texts(),
        }
        if told := announced(self.edition, page, self.alias):
            header["announced"] = told
        if found := self._unasked():
            header["unasked"] = found
        if people := self._represented():
            header["represented"] = people
        if groups := self._groups():
            header["groups"] = groups
        if answers := self._answers():
            header["respondents"] = answers
        return header

    def _unasked(self) -> UnaskedFacts | None:
        """What of the policy's newest text nobody could comment on, if there is any."""
        newest = self.policy.editions.using(self.alias).published().order_by("-number").first()
        found = unasked(newest, self.language) if newest else None
        if newest is None or not found:
            return None
        return {
            "edition": newest.shown_label,
            "since": found.since.shown_label,
            "sections": [
                {"heading": each.section.heading, "change": each.status}
                for each in found.changes.values()
            ],
        }

    def _represented(self) -> RepresentedFacts | None:
        """Whom the memoranda speak for that have comments in the report, where any says it."""
        submissions = self.comments.order_by().values("submission")
        signed = Memorandum.objects.using(self.alias).filter(speaks_for__gt=0)
        signed = signed.filter(submission__in=submissions)
        sums = signed.aggregate(memoranda=Count("pk"), people=Sum("speaks_for"))
        if not sums["memoranda"]:
            return None
        return {"memoranda": sums["memoranda"], "people": sums["people"]}

    def _groups(self) -> GroupFacts | None:
        """The groups that have comments in the report, each once."""
        submissions = self.comments.order_by().values("submission")
        groups = Submission.objects.using(self.alias).filter(kind=RespondentKind.GROUP)
        groups = groups.filter(pk__in=submissions)
        sums = groups.aggregate(groups=Count("pk"), people=Sum("people", default=0))
        return {"groups": sums["groups"], "people": sums["people"]} if sums["groups"] else None

    def _answers(self) -> list[ToldAnswers]:
        """What respondents said of themselves, once the window has ended and of all of them.

        Of a part of them, or of two moments, one could be taken from the other.
        """
        if self.filters != Filters() or self.edition.awaits_comments:
            return []
        heard = Submission.objects.using(self.alias).filter(comments__edition=self.edition)
        respondents = heard.distinct().count()
        return [
            {
                "question": asked_about(question),
                "answers": [
                    (str(ANSWERS[question](answer).label), count)
                    for answer, count in told(counts, respondents=respondents).items()
                ],
            }
            for question, counts in answer_counts(self.edition, self.alias).items()
        ]

    def _page_read(self) -> PolicyPage:
        """The policy as readers of the report's language see it."""
        pages = PolicyPage.objects.using(self.alias).filter(
            translation_key=self.policy.translation_key, locale__language_code=self.language
        )
        local = pages.first()
        return local if local and stands_in(local) else self.policy

    def _edition(self) -> EditionFacts:
        edition = self.edition
        return {
            "label": edition.shown_label,
            "number": edition.number,
            "note": edition.shown_note,
            "published_at": _iso_or_none(edition.published_at),
            "opens_at": _iso_or_none(edition.opens_at),
            "closes_at": _iso_or_none(edition.closes_at),
        }

    def _ledger(self) -> LedgerFacts:
        """Where the policy's ledger stands; every state of each comment has its place in it.

        Raises `DatasetError` where it has not.
        """
        ledger = Ledger.objects.using(self.alias).filter(policy=self.policy).first()
        ledger = ledger or Ledger(policy=self.policy, **named(self.policy))
        comments = Comment.objects.using(self.alias).filter(policy=self.policy)
        held = comments.aggregate(n=Count("pk"), states=Sum("revision", default=0))
        if (held["n"], held["states"]) != (ledger.comments, ledger.size):
            raise DatasetError(
                _(
                    "The ledger has %(comments)d comments in %(size)d states, the database"
                    " %(held)d in %(states)d: some were added or removed outside the product."
                    " Restore them, then compile again."
                )
                % {
                    "comments": ledger.comments,
                    "size": ledger.size,
                    "held": held["n"],
                    "states": held["states"],
                }
            )
        return {"size": ledger.size, "checkpoint": str(sign(tree_head(ledger)))}

    def expected(self) -> dict[str, StateCounts]:
        """Counts by channel, by the database, which the rows are compared with."""
        return {channel: state_counts(states) for channel, states in self.by_channel.items()}

    def _section_texts(self) -> list[ReportSection]:
        decisions = self._decisions()
        return [
            {
                "key": str(key),
                "number": entry.version.number,
                "title": entry.version.title,
                "level": entry.level,
                "version": str(entry.version.ordinal),
                "text": [p for part in parts_of(entry.version.body) for p in _paragraphs(part)],
                "decisions": decisions.get(key, []),
            }
            for key, entry in self.sections.items()
        ]

    def _decisions(self) -> dict[UUID, list[DecisionLine]]:
        """Published ones by section: those on this edition's comments, or on none in particular."""
        decisions = Decision.objects.using(self.alias).filter(
            Q(decided__comment__edition=self.edition) | Q(decided=None),
            policy=self.policy,
            is_published=True,
        )
        found: dict[UUID, list[DecisionLine]] = {}
        for each in decisions.distinct().order_by("pk"):
            found.setdefault(each.section_key, []).append(
                {"kind": each.kind, "reason": each.reason, "wording": each.wording}
            )
        return found

    def rows(self) -> Iterator[CommentRow]:
        """Comment rows in the order of the sections, then of their numbers."""
        for key, entry in self.sections.items():
            if key not in self.by_section:
                continue
            comments = self.comments.filter(section_key=key).order_by("number")
            # A comment comes as often as it has tags.
            columns = dict.fromkeys([*ALSO_READ, *SOURCES.values()])
            lines = comments.values_list(*columns, named=True).iterator(chunk_size=CHUNK)
            for _pk, group in groupby(lines, key=attrgetter("pk")):
                yield self._row(key, entry, list(group))

    def _row(self, key: UUID, entry: EditionSection, lines: list[Any]) -> CommentRow:
        """A comment's row: first what stands in a source, then what is worked out."""
        line = lines[0]
        row = cast(CommentRow, {name: getattr(line, at) or "" for name, at in SOURCES.items()})
        for each in self.redactions.get(line.pk, ()):
            said = getattr(line, each.field)
            row[each.field] = public_text(said, each.field, self.redactions[line.pk])  # type: ignore[literal-required]
        row["section_key"] = str(key)
        row["ref"] = self._ref(line.number)
        row["campaign"] = self._ref(line.campaign__first__number)
        row["section_number"] = entry.version.number
        row["section_title"] = entry.version.title
        row["section_version"] = str(line.version__ordinal)
        row["edition"] = self.edition.shown_label
        tags = {each.tagged_items__tag_id for each in lines} - {None}
        row["tags"] = sorted(self.tags[tag] for tag in tags)
        row["people"] = str(line.submission__people or "")
        row["files"] = str(self.files.get(line.pk, ""))
        row["received_at"] = _iso(line.received_at)
        row["edited_on"] = timezone.localdate(line.edited_at).isoformat() if line.edited_at else ""
        row["erased"] = Comment(erased_at=line.erased_at, erased_reason=line.erased_reason).erased
        if not line.decided__decision__is_published:
            row["decision"] = row["decision_reason"] = ""
        return row

    def _ref(self, number: int | None) -> str:
        """What a comment is called; empty for none."""
        return Comment(policy=self.policy, number=number).ref if number else ""


def _iso(moment: datetime) -> str:
    """In the county's time zone, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _iso_or_none(moment: datetime | None) -> str | None:
    return _iso(moment) if moment else None


def _address(policy: PolicyPage) -> str:
    parts = policy.get_url_parts()
    return f"{settings.PUBLIC_URL}{parts[2]}" if parts and parts[2] else ""


def _paragraphs(part: Part) -> Iterator[TextPart]:
    """A part of a section's text; a table as lines of cells apart by tabs, after its caption."""
    if isinstance(part, Line):
        level = part.level if part.kind == "item" else 0
        yield {"kind": part.kind, "text": part.text, "level": level}
        return
    if part.caption:
        yield {"kind": "paragraph", "text": part.caption, "level": 0}
    if part.rows:
        yield {"kind": "table", "text": "\n".join(part.lines), "level": 0}
