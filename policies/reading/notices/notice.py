"""What a public notice says, in one language: the words for the page and for the files."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.rich_text import get_text_for_indexing

from consult.language.times_in_words import deadline_in_words, moment_in_words
from home.models import MeetingPage
from home.selectors import channels, contact_settings
from policies.models import Edition
from policies.selectors import policy_meetings
from texts.cleaning import section_line
from texts.notice_text import Notice


def notice_of(edition: Edition, language: str) -> Notice:
    """The notice of an edition's window in ``language``, whatever the active one is."""
    with override(language):
        return _notice(edition, language)


def _notice(edition: Edition, language: str) -> Notice:
    policy = edition.policy
    local = policy.localized
    contacts = contact_settings()
    url = policy_address(edition, language)
    rule = render_to_string("comments/_rule.html", {"policy": policy})
    return Notice(
        language=language,
        title=section_line(local.title),
        heading=_("Public notice: give your views"),
        publisher=section_line(policy.responsible_body or contacts.publisher),
        responsible=section_line(policy.responsible_body),
        views=policy.get_views_display() if policy.views else "",
        illustrative=_("Illustrative sample: not a real policy.") if policy.illustrative else "",
        edition=section_line(edition.shown_label),
        summary=local.summary.strip(),
        legal_basis=section_line(policy.legal_basis),
        url=url,
        shown_url=url.partition("://")[2].rstrip("/"),
        deadline=shown_deadline(edition),
        opens=moment_in_words(edition.opens_at) if edition.opens_at else "",
        channels=channels(contacts, policy.reference),
        meetings=[meeting_in_words(each) for each in policy_meetings(policy) if not each.is_past],
        rule=section_line(get_text_for_indexing(rule)),
        next_steps=get_text_for_indexing(local.what_happens_next).strip(),
        facts=_(
            "Names need not be given. A comment is not a petition: that has a legal form of its"
            " own."
        ),
        signatory=section_line(contacts.signatory),
        signatory_title=section_line(contacts.signatory_title),
        date=date_format(timezone.localdate(edition.published_at), "DATE_FORMAT"),
        labels=labels(),
    )


def labels() -> dict[str, str]:
    """What stands before the values of a notice, and of what else is printed of a window."""
    return {
        "legal": _("Legal basis"),
        "responsible": _("Responsible authority"),
        "views": _("Views are given"),
        "read": _("Where to read the draft"),
        "send": _("How to send your views"),
        "deadline": _("Send your views by"),
        "opens": _("You can comment from"),
        "meetings": _("Public meetings"),
        "next": _("What happens to the comments"),
        "signed": _("Signed"),
        "scan": _("Scan to read and comment"),
        "qr": _("QR code that leads to the draft on the site"),
        "page_of": _("Page {page} of {pages}"),
    }


def shown_deadline(edition: Edition) -> str:
    """Until when views can be given, in the active language."""
    if edition.closes_at is None:
        return _("until further notice")
    return deadline_in_words(edition.closes_at)


def policy_address(edition: Edition, language: str) -> str:
    """Where the policy stands in this language: short enough to be typed from paper."""
    own = edition.policy.language
    path = (edition.policy.url or "/").replace(f"/{own}/", f"/{language}/", 1)
    return settings.PUBLIC_URL + path


def meeting_in_words(meeting: MeetingPage) -> tuple[str, str]:
    """When, until when; and where, how people take part, in what language."""
    where = [section_line(meeting.venue)]
    if meeting.ward:
        where.append(_("%(ward)s ward") % {"ward": meeting.ward.name})
    said = [", ".join(where), meeting.get_mode_display() if meeting.mode else ""]
    if meeting.languages:
        languages = {"languages": section_line(meeting.languages)}
        said.append(_("languages: %(languages)s") % languages)
    return _time_of(meeting), "; ".join(part for part in said if part)


def _time_of(meeting: MeetingPage) -> str:
    begins, ends = meeting.starts_at, meeting.ends_at
    if not ends or ends <= begins:
        return moment_in_words(begins)
    until = moment_in_words(ends)
    if timezone.localdate(begins) == timezone.localdate(ends):
        until = time_format(timezone.localtime(ends), "TIME_FORMAT")
    return _("%(from)s to %(until)s") % {"from": moment_in_words(begins), "until": until}
