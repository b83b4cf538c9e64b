"""Loads the sample: the network's pages, the illustrative policy, its comments and decisions.

Everything goes through the services that staff and citizens use; nothing is written past them.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import starmap
from pathlib import Path
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from analysis.models import Code
from analysis.services import decide_comments
from comments.channels.csv_files import CsvRow
from comments.channels.spreadsheet import ImportSummary, import_rows
from comments.choices import HiddenReason, MemorandumStatus, Stance, State
from comments.memoranda.draft_rows import KEEP, DraftRow
from comments.memoranda.services import enter_in_register, file_memorandum, keep_rows, keep_typed
from comments.models import Comment, Memorandum, MemorandumDraft
from comments.moderation.services import moderate
from policies.imports.import_plan import NewPolicy
from policies.imports.making import create_policy
from policies.models import Edition, EditionPlan, PolicyPage, PolicyTag, SectionPage
from policies.publishing.services import publish_edition
from texts.read import read_document

FOLDER = Path(__file__).with_name("data")


def sample(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@transaction.atomic
def load_policy(file: Path, *, illustrative: bool, user: User) -> PolicyPage:
    """Import a file as a draft policy; the sample's own gets its summaries, tags and codes."""
    result = create_policy(read_document(file), NewPolicy(illustrative=illustrative), user=user)
    if illustrative:
        _describe(result.policy)
    return result.policy


def _describe(policy: PolicyPage) -> None:
    data = sample("summaries.json")
    policy.summary = data["policy"]["summary"]["en"]
    policy.responsible_body = "County Directorate of Public Participation (illustrative)"
    policy.legal_basis = (
        "Constitution of Kenya, articles 10, 118, 174, 196 and 201;"
        " County Governments Act, sections 87 to 101"
    )
    policy.what_happens_next = (
        "<p>Every comment is read and given a number. After the window closes, comments are"
        " answered section by section, each answer with its reason, and a consolidated report is"
        " handed to the county and published here.</p>"
    )
    policy.tags.set([_tag(each) for each in data["tags"]])
    policy.save_revision()
    for each in data["codes"]:
        Code.objects.create(policy=policy, name=each["name"], slug=f"{policy.pk}-{each['slug']}")
    for section in SectionPage.objects.descendant_of(policy):
        summary = data["sections"].get(section.number)
        if summary:
            section.summary, section.summary_sw = summary["en"], summary["sw"]
            section.save_revision()


def _tag(data: dict[str, str]) -> PolicyTag:
    names = {"name": data["en"], "name_sw": data["sw"]}
    return PolicyTag.objects.get_or_create(slug=data["slug"], defaults=names)[0]


def open_consultation(policy: PolicyPage, *, user: User) -> Edition:
    """Publish the first edition, with a window that has been open for some days."""
    plan = sample("site.json")["consultation"]
    edition = publish_edition(
        policy=policy,
        plan=EditionPlan(
            label=plan["edition"]["en"],
            label_sw=plan["edition"]["sw"],
            opens_at=moment(plan["opens_in_days"], plan["opens_at"]),
            closes_at=moment(plan["closes_in_days"], plan["closes_at"]),
        ),
        user=user,
    )
    edition.published_at = edition.opens_at  # as if it had been published when it opened
    edition.save()
    return edition


def moment(days: int, clock: str) -> datetime:
    """``clock`` (as 17:00) on the day that lies ``days`` from today."""
    hour, minute = map(int, clock.split(":"))
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def translate_policy(policy: PolicyPage) -> PolicyPage:
    """The policy's own page in Kiswahili; its sections follow as they are translated."""
    kiswahili = Locale.objects.get(language_code="sw")
    parent = policy.get_parent()
    if not parent.has_translation(kiswahili):
        parent.copy_for_translation(kiswahili, copy_parents=True)
    data = sample("summaries.json")["policy"]
    page = policy.copy_for_translation(kiswahili)
    page.title, page.summary = data["title"]["sw"], data["summary"]["sw"]
    page.what_happens_next = (
        "<p>Kila maoni yanasomwa na kupewa nambari. Muda ukiisha, maoni yanajibiwa sehemu kwa"
        " sehemu, kila jibu likiwa na sababu yake, na ripoti ya pamoja inakabidhiwa kaunti na"
        " kuchapishwa hapa.</p>"
    )
    page.save_revision().publish()
    return page


def load_comments(file: Path, *, edition: Edition) -> ImportSummary:
    """Import the sample's rows, moved in time to where the edition's window is."""
    start = datetime.fromisoformat(sample("site.json")["consultation"]["comments_csv_opens"])
    with file.open(newline="", encoding="utf-8-sig") as stream:
        rows = list(_moved(csv.DictReader(stream), (edition.opens_at or start) - start))
    return import_rows(starmap(CsvRow, enumerate(rows, start=2)), edition=edition)


def load_memoranda(policy: PolicyPage) -> None:
    """Those that staff have entered; and one on the policy, handed in as an organisation does."""
    data, today = sample("memoranda.json"), timezone.localdate()
    for each in data["register"]:
        days, replied = each.pop("days"), each.pop("replied_days", None)
        entered = Memorandum(illustrative=True, **each)
        entered.handed_in_on = today + timedelta(days=days)
        entered.replied_on = None if replied is None else today + timedelta(days=replied)
        enter_in_register(memorandum=entered)
    typed = data["on_policy"]
    rows = [_memorandum_row(policy, row) for row in typed.pop("rows")]
    draft = MemorandumDraft.objects.create(policy=policy)
    keep_typed(draft=draft, typed=typed)
    keep_rows(draft=draft, rows=rows)
    memorandum = file_memorandum(draft=draft)
    memorandum.status = MemorandumStatus.ACKNOWLEDGED
    enter_in_register(memorandum=memorandum)


def _memorandum_row(policy: PolicyPage, row: dict[str, Any]) -> DraftRow:
    """The row with its section; one that is about none is kept apart."""
    said = {name: row[name] for name in ("section", "change", "rationale")}
    if row.get("is_kept"):
        return DraftRow(**said, target=KEEP)
    entries = cast(Edition, policy.current_edition).entries
    entry = entries.get(version__number=row["section"], replaced_at=None)
    stance = Stance.SUPPORT_WITH_CHANGES.value
    return DraftRow(**said, stance=stance, target=str(entry.version_id))


def _moved(rows: Iterable[dict[str, str]], shift: timedelta) -> Iterator[dict[str, str]]:
    for row in rows:
        received_at = datetime.fromisoformat(row["received_at"]) + shift
        yield {**row, "received_at": received_at.isoformat()}


def moderate_sample(edition: Edition, *, user: User) -> None:
    """Publish most comments, hide a few, leave the latest ones waiting."""
    waiting = list(Comment.objects.filter(edition=edition).waiting().order_by("received_at"))
    decided = waiting[: -max(1, len(waiting) // 12)]
    hidden = decided[17::61]
    rest = [comment for comment in decided if comment not in hidden]
    moderate(comments=rest, state=State.PUBLISHED, user=user)
    moderate(comments=hidden, state=State.HIDDEN, hidden_reason=HiddenReason.OFF_TOPIC, user=user)


def decide_sample(policy: PolicyPage, *, user: User) -> None:
    """Give the decisions that come with the sample."""
    for each in sample("decisions.json")["decisions"]:
        comments = list(Comment.objects.filter(policy=policy, external_id__in=each["comments"]))
        if comments:
            decide_comments(
                comments=comments,
                kind=each["kind"],
                reason=each["reason"],
                wording=each.get("wording", ""),
                is_published=True,
                user=user,
            )
