"""Deadlines and public meetings as calendars (RFC 5545), for phones to subscribe to.

Times are in UTC, so that no calendar needs to know a time zone. An event keeps its UID whatever
its language, title or time; SEQUENCE grows with each change of a deadline, and each time a meeting
is published again.
"""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from consult.language.times_in_words import deadline_in_words, last_moment
from home.models import MeetingPage
from home.old_addresses import its_like_before
from home.routing import reader_url
from policies.follow import selectors
from policies.follow.links import absolute
from policies.models import Edition, PolicyPage
from policies.selectors import kept_for, public_policy
from texts.cleaning import typed_line

MAX_AGE_S = 300
REFRESH = timedelta(hours=6)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every deadline and public meeting of the site."""
    return _response(None, _("Policies of Kakamega County: deadlines and meetings"), "maoni")


@require_safe
def policy_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The deadlines and public meetings of one policy."""
    policy = public_policy(request, slug).localized
    return _response(policy, policy.title, slug, its_like_before(policy.canonical))


def _response(
    policy: PolicyPage | None, name: str, file_name: str, before: PolicyPage | None = None
) -> HttpResponse:
    content = calendar_of(policy, name, before).to_ical()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return kept_for(policy, response, MAX_AGE_S)


def calendar_of(policy: PolicyPage | None, name: str, before: PolicyPage | None = None) -> Calendar:
    """The calendar of a policy and the one `before` it, or of all, in the active language."""
    made = Calendar()
    made.add("prodid", "-//Maoni//Consultations//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", ExactText(typed_line(name)))
    made.add("x-wr-timezone", timezone.get_default_timezone_name())
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in [policy, before] if before else [policy]:
        for edition in selectors.deadlines(one):
            made.add_component(_deadline(edition))
        for meeting in selectors.meetings(one):
            made.add_component(_meeting(meeting))
    return made


class ExactText(vText):
    """Text as it is: icalendar alone would write the two characters ``\\N`` as a line break."""

    def to_ical(self) -> bytes:
        return rb"\\N".join(vText(piece).to_ical() for piece in self.split(r"\N"))


def _event(uid: str, *, title: str, at: datetime, changed: datetime, url: str, text: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@maoni")
    event.add("summary", ExactText(typed_line(title)))
    event.add("dtstart", at.astimezone(UTC))
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    event.add("url", absolute(url))
    if text:
        event.add("description", ExactText(text))
    return event


def _deadline(edition: Edition) -> Event:
    policy = edition.policy.localized
    closes_at = edition.closes_at or timezone.now()
    changes = [change.created_at for change in edition.window_changes.all()]
    changed = max([*changes, edition.published_at or timezone.now()])
    until = deadline_in_words(closes_at)
    url = reader_url(policy)
    event = _event(
        f"{edition.policy.translation_key}-{edition.number}-deadline",
        title=_("Comments close: %(policy)s") % {"policy": policy.title},
        at=_on_its_day(closes_at),
        changed=changed,
        url=url,
        text=_("You can comment until %(until)s, East Africa Time.") % {"until": until}
        + f"\n{absolute(url)}",
    )
    event.add("sequence", len(changes))
    event.add("transp", "TRANSPARENT")
    return event


def _on_its_day(closes_at: datetime) -> datetime:
    """A deadline at the end of a day stands on that day, and not on the next, where it is 00:00."""
    last = last_moment(closes_at)
    is_midnight = last.date() != timezone.localtime(closes_at, last.tzinfo).date()
    return last.replace(second=0, microsecond=0) if is_midnight else closes_at


def _seconds_since_first(meeting: MeetingPage) -> int:
    """A number that grows each time the meeting is published: its first publication is 0."""
    first, last = meeting.first_published_at, meeting.last_published_at
    return int((last - first).total_seconds()) if first and last else 0


def _meeting(meeting: MeetingPage) -> Event:
    event = _event(
        f"{meeting.translation_key}-meeting",
        title=meeting.title,
        at=meeting.starts_at,
        changed=meeting.last_published_at or meeting.starts_at,
        url=reader_url(meeting),
        text=typed_line(meeting.introduction),
    )
    if meeting.ends_at and meeting.ends_at > meeting.starts_at:
        event.add("dtend", meeting.ends_at.astimezone(UTC))
    where = [meeting.venue]
    if meeting.ward:
        where += [meeting.ward.name, meeting.ward.sub_county.name]
    event.add("location", ExactText(typed_line(", ".join(where))))
    event.add("sequence", _seconds_since_first(meeting))
    return event
