"""The updates that the system posts itself, each once, as pages that editors may edit.

What a moment brings (opened, closed) and what has been recorded (a new edition, a change of the
window, answers) is found by looking, once a minute; other apps tell of theirs with `post`.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consult.language.times_in_words import deadline_in_words, moment_in_words, without_stop
from home.models import UpdatePage
from home.routing import reader_url
from policies.models import Edition, StandardUpdate, UpdateKind, WindowChange
from policies.publishing.withdrawal import newest_edition

logger = logging.getLogger(__name__)

# What is found later than this is old news: a server that was down for a weekend catches up, a
# policy that was entered with its history does not begin with a volley of mails.
CATCH_UP = timedelta(days=7)
# A window closed within this time of the change is closed by the change itself.
WITH_THE_CHANGE = timedelta(minutes=2)
TITLE_MAX, INTRODUCTION_MAX = 255, 300

Link = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Wording:
    """An update in the active language; `link_label` names where `link` leads."""

    title: str
    introduction: str
    link_label: str


@dataclass(frozen=True, slots=True)
class UpdateEvent:
    """Something to tell. `link` is asked for in each language; without, it is the policy's page."""

    kind: str
    edition: Edition
    occurrence: str = ""
    moment: datetime | None = None
    before: datetime | None = None
    after: datetime | None = None
    reason: str = ""
    link: Link | None = None


def post(
    *,
    kind: str,
    edition: Edition,
    occurrence: str = "",
    moment: datetime | None = None,
    link: Link | None = None,
) -> UpdatePage | None:
    """Post a standard update under the edition's policy, in both languages.

    Returns its page, or None where it had been posted already or the policy is not public.
    `occurrence` tells apart what may happen to an edition more than
    once, as "report-12"; `link` gives the address to lead to, under the language active then.
    """
    return _post(
        UpdateEvent(kind=kind, edition=edition, occurrence=occurrence, moment=moment, link=link)
    )


def post_due(now: datetime | None = None) -> int:
    """Post everything that has come due since; returns how many updates were new."""
    posted = 0
    for event in list(_due_events(now or timezone.now())):
        try:
            posted += _post(event) is not None
        except Exception:
            logger.exception("The update “%s” of %s waits", event.kind, event.edition.pk)
    return posted


def _due_events(now: datetime) -> Iterator[UpdateEvent]:
    """What has happened of late and stands in no row."""
    in_public = Edition.objects.published().filter(policy__live=True).select_related("policy")
    rows = StandardUpdate.objects.filter(edition__in=in_public)
    told = set(rows.values_list("edition", "kind", "occurrence"))
    for event in _recent_events(in_public, now):
        if (event.edition.pk, event.kind, event.occurrence) not in told:
            yield event


def _recent_events(in_public: QuerySet[Edition], now: datetime) -> Iterator[UpdateEvent]:
    """Everything since `CATCH_UP`, in the order in which it is told."""

    def within(field: str) -> Q:
        return Q(**{f"{field}__gt": now - CATCH_UP, f"{field}__lte": now})

    for edition in in_public.filter(within("published_at"), number__gt=1):
        yield UpdateEvent(UpdateKind.EDITION, edition, moment=edition.published_at)
    pending = in_public.filter(policy__outcome="", policy__withdrawn_at=None)
    told_with_edition = Q(number__gt=1, opens_at__lte=F("published_at"))
    for edition in pending.filter(within("opens_at")).exclude(told_with_edition):
        yield UpdateEvent(UpdateKind.OPENED, edition, moment=edition.opens_at)
    changes = WindowChange.objects.filter(within("created_at"), edition__in=in_public)
    changes = changes.exclude(reason="")  # the withdrawal tells it
    for change in changes.select_related("edition__policy").order_by("pk"):
        yield _window_moved(change)
    for edition in pending.filter(within("closes_at")):
        if not _closed_by_change(edition):
            moment = edition.closes_at
            yield UpdateEvent(UpdateKind.CLOSED, edition, _once(moment), moment=moment)
    for edition in in_public.filter(within("answered_at")):
        yield UpdateEvent(UpdateKind.ANSWERS, edition, moment=edition.answered_at)
    for edition in in_public.filter(within("policy__withdrawn_at")):
        if edition == newest_edition(edition.policy):
            moment = edition.policy.withdrawn_at
            yield UpdateEvent(UpdateKind.WITHDRAWN, edition, _once(moment), moment=moment)


def _once(moment: datetime | None) -> str:
    """What tells apart two times that the same happened to an edition."""
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def _window_moved(change: WindowChange) -> UpdateEvent:
    before = change.closes_at_before
    later = before is not None and change.closes_at_after > before
    return UpdateEvent(
        UpdateKind.EXTENDED if later else UpdateKind.CLOSED_EARLY,
        change.edition,
        f"change-{change.pk}",
        moment=change.created_at,
        before=before,
        after=change.closes_at_after,
        reason=change.reason,
    )


def _closed_by_change(edition: Edition) -> bool:
    """Whether the window closed when an editor said so: that update tells it."""
    last = edition.window_changes.order_by("pk").last()
    return last is not None and last.closes_at_after <= last.created_at + WITH_THE_CHANGE


def _post(event: UpdateEvent) -> UpdatePage | None:
    policy = event.edition.policy
    if not policy.live:
        return None
    try:
        with transaction.atomic():
            row = StandardUpdate.objects.create(
                policy=policy, edition=event.edition, kind=event.kind, occurrence=event.occurrence
            )
            row.update = page = _page(event)
            row.save(update_fields=["update"])
            page.save_revision().publish()
    except IntegrityError:  # another process was first
        return None
    page.refresh_from_db()
    return page


def _page(event: UpdateEvent) -> UpdatePage:
    """The update under the policy's page, unpublished, in the words of both languages."""
    policy = event.edition.policy
    page = UpdatePage(date=_day(event), locale=policy.locale, live=False)
    with translation.override(policy.language):
        page.title, page.introduction, page.body = _texts(event)
    with translation.override("sw"):
        page.title_sw, page.introduction_sw, page.body_sw = _texts(event)
    policy.add_child(instance=page)
    return page


def _texts(event: UpdateEvent) -> tuple[str, str, str]:
    """Title, introduction and body in the active language."""
    wording = _wording(event)
    return (
        Truncator(wording.title).chars(TITLE_MAX),
        Truncator(wording.introduction).chars(INTRODUCTION_MAX),
        _body(event, wording),
    )


def _day(event: UpdateEvent) -> date:
    return timezone.localdate(event.moment)


def _body(event: UpdateEvent, wording: Wording) -> str:
    """The way on, and what the introduction has no room for, as StreamField data."""
    parts = [_link_html(event, wording.link_label)]
    if len(wording.introduction) > INTRODUCTION_MAX:
        parts.insert(0, format_html("<p>{}</p>", wording.introduction))
    if event.kind == UpdateKind.EDITION and event.edition.note:
        parts.append(format_html("<p>{}</p>", event.edition.shown_note))
    return json.dumps([{"type": "paragraph", "value": "".join(parts)}])


def _link_html(event: UpdateEvent, label: str) -> SafeString:
    """A link to a page follows it where it moves, and leads to the page's own language alone."""
    href = event.link() if event.link else _comparison(event)
    page = event.edition.policy.localized
    if not href and page.foreign_language:
        href = reader_url(page)
    if href:
        return format_html('<p><a href="{}">{}</a></p>', href, label)
    return format_html('<p><a linktype="page" id="{}">{}</a></p>', page.pk, label)


def _comparison(event: UpdateEvent) -> str:
    """Where a new edition is compared with the one before it."""
    edition = event.edition
    if event.kind != UpdateKind.EDITION:
        return ""
    earlier = edition.policy.editions.published().filter(number__lt=edition.number)
    before = earlier.order_by("-number").first()
    if before is None:
        return ""
    return reverse("policies:compare", args=[edition.policy.slug, before.number, edition.number])


def _wording(event: UpdateEvent) -> Wording:
    edition = event.edition
    names = {"policy": edition.policy.localized.title, "edition": edition.shown_label}
    return _WORDINGS[event.kind](event, names)


def _opened(event: UpdateEvent, names: dict) -> Wording:
    if event.edition.closes_at:
        until = {"until": without_stop(deadline_in_words(event.edition.closes_at))}
        introduction = _("Read it section by section and give your views until %(until)s.") % until
    else:
        introduction = _("Read it section by section and give your views.")
    return Wording(
        title=_("%(policy)s is open for comments") % names,
        introduction=introduction,
        link_label=_("Read the draft and comment"),
    )


def _new_edition(event: UpdateEvent, names: dict) -> Wording:
    introduction = _("A new text has been published: “%(edition)s”.") % names
    opens_at, closes_at = event.edition.opens_at, event.edition.closes_at
    if opens_at and closes_at:
        window = {
            "from": moment_in_words(opens_at),
            "until": without_stop(deadline_in_words(closes_at)),
        }
        introduction += " " + _("You can comment from %(from)s until %(until)s.") % window
    return Wording(
        title=_("%(policy)s: new edition “%(edition)s”") % names,
        introduction=introduction,
        link_label=_("See what has changed since the edition before"),
    )


def _extended(event: UpdateEvent, names: dict) -> Wording:
    return Wording(
        title=_("%(policy)s: more time to comment") % names,
        introduction=_deadline_words(event),
        link_label=_("Read the draft and comment"),
    )


def _closed_early(event: UpdateEvent, names: dict) -> Wording:
    label = _("Read the draft")
    if event.before is None:
        return Wording(
            _("%(policy)s: a deadline has been set") % names, _deadline_words(event), label
        )
    return Wording(_("%(policy)s: comments close early") % names, _deadline_words(event), label)


def _deadline_words(event: UpdateEvent) -> str:
    facts = {
        "before": event.before and deadline_in_words(event.before),
        "after": event.after and without_stop(deadline_in_words(event.after)),
        "reason": event.reason,
    }
    if event.before is None:
        return _("The deadline is now %(after)s. Reason: %(reason)s") % facts
    return _("The deadline was %(before)s; it is now %(after)s. Reason: %(reason)s") % facts


def _closed(event: UpdateEvent, names: dict) -> Wording:
    return Wording(
        title=_("%(policy)s is closed for comments") % names,
        introduction=_("Thank you to everybody who sent their views."),
        link_label=_("See what was said"),
    )


def _report(event: UpdateEvent, names: dict) -> Wording:
    return Wording(
        title=_("%(policy)s: the report on the comments is out") % names,
        introduction=_("It shows what was received on “%(edition)s”, from whom and where.") % names,
        link_label=_("Read the report"),
    )


def _answers(event: UpdateEvent, names: dict) -> Wording:
    return Wording(
        title=_("%(policy)s: the answers are out") % names,
        introduction=_("See which comments were taken up, which were not, and why."),
        link_label=_("Read the answers, section by section"),
    )


def _withdrawn(event: UpdateEvent, names: dict) -> Wording:
    reason, _language = event.edition.policy.withdrawal
    return Wording(
        title=_("%(policy)s has been withdrawn") % names,
        introduction=_("It stays readable, and takes no comments. Reason: %(reason)s")
        % {"reason": reason},
        link_label=_("Read the text and what was said"),
    )


_WORDINGS: dict[str, Callable[[UpdateEvent, dict], Wording]] = {
    UpdateKind.OPENED: _opened,
    UpdateKind.EDITION: _new_edition,
    UpdateKind.EXTENDED: _extended,
    UpdateKind.CLOSED_EARLY: _closed_early,
    UpdateKind.CLOSED: _closed,
    UpdateKind.REPORT: _report,
    UpdateKind.ANSWERS: _answers,
    UpdateKind.WITHDRAWN: _withdrawn,
}
