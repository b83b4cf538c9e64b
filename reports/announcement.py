"""What the notice of a window told the public, as the report says it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision

from consult.language.times_in_words import deadline_in_words
from home.models import MeetingPage
from home.selectors import channels, contact_settings
from policies.models import Edition, PolicyPage, WindowChange
from policies.reading.notices.notice import meeting_in_words
from policies.selectors import policy_meetings
from reports.dataset_header import AnnouncedFacts


def announced(edition: Edition, page: PolicyPage, alias: str) -> AnnouncedFacts | None:
    """In the active language, of which ``page`` is the policy's; None where nothing was announced.

    What is said of the policy later than the window's end nobody was told in time: it is left out.
    """
    if edition.opens_at is None:
        return None
    policy = _as_it_stood(edition.policy, edition, alias)
    meetings = _meetings(edition, page, alias)
    return {
        "subject": _as_it_stood(page, edition, alias).summary.strip(),
        "responsible": policy.responsible_body.strip(),
        "legal_basis": policy.legal_basis.strip(),
        "views": policy.get_views_display() if policy.views else "",
        "channels": channels(contact_settings(), edition.policy.reference),
        "meetings": [meeting_in_words(meeting) for meeting in meetings],
        "meeting_pages": [meeting.pk for meeting in meetings],
        "moved": [_moved(each) for each in edition.window_changes.using(alias).all()],
    }


def _as_it_stood(page: PolicyPage, edition: Edition, alias: str) -> PolicyPage:
    """The page as it was published last before the window closed; as it is where none is kept."""
    if edition.closes_at is None or edition.closes_at > timezone.now():
        return page
    before = PageLogEntry.objects.using(alias).filter(
        page=page.pk, action="wagtail.publish", timestamp__lte=edition.closes_at
    )
    last = before.order_by("-timestamp", "-pk").values("revision")[:1]
    revision = Revision.objects.using(alias).filter(pk__in=last).first()
    return revision.as_object() if revision else page


def _meetings(edition: Edition, page: PolicyPage, alias: str) -> list[MeetingPage]:
    """Those about this edition: after an earlier one was followed by it, before the next is."""
    others = edition.policy.editions.using(alias).published()
    is_first = not others.filter(number__lt=edition.number).exists()
    after = others.filter(number__gt=edition.number).order_by("number").first()
    return [
        meeting
        for meeting in policy_meetings(page)
        if (is_first or _begins(edition) <= meeting.starts_at)
        and (after is None or meeting.starts_at < _begins(after))
    ]


def _begins(edition: Edition) -> datetime:
    """When it was there to be spoken of: an edition of the past is published after its window."""
    return min(when for when in (edition.published_at, edition.opens_at) if when)


def _moved(change: WindowChange) -> tuple[str, str]:
    label = _("Deadline extended") if change.is_extension else _("Deadline brought forward")
    before, after = change.closes_at_before, deadline_in_words(change.closes_at_after)
    dates = {"before": deadline_in_words(before) if before else _("until further notice")}
    said = _("from %(before)s to %(after)s: %(reason)s")
    return label, said % {**dates, "after": after, "reason": change.shown_reason}
