"""What a public notice says, in one language: the words for the page and for the files."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from home.models import ContactSettings, MeetingPage
from home.selectors import contact_settings
from policies.models import Edition
from policies.selectors import policy_meetings
from texts.cleaning import section_line


@dataclass(frozen=True)
class Notice:
    """What a notice says, in one language, every value plain text.

    ``channels`` and ``meetings`` are pairs: by what or when, and how or where.
    """

    language: str
    title: str
    heading: str
    publisher: str
    illustrative: str
    edition: str
    summary: str
    legal_basis: str
    url: str
    shown_url: str
    deadline: str
    opens: str
    channels: list[tuple[str, str]] = field(default_factory=list)
    meetings: list[tuple[str, str]] = field(default_factory=list)
    next_steps: str = ""
    petition: str = ""
    signatory: str = ""
    signatory_title: str = ""
    date: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def notice_of(edition: Edition, language: str) -> Notice:
    """The notice of an edition's window in ``language``, whatever the active one is."""
    with override(language):
        return _notice(edition, language)


def _notice(edition: Edition, language: str) -> Notice:
    policy = edition.policy
    local = policy.localized
    contacts = contact_settings()
    url = policy_address(edition, language)
    return Notice(
        language=language,
        title=section_line(local.title),
        heading=_("Public notice: give your views"),
        publisher=section_line(policy.responsible_body or contacts.publisher),
        illustrative=_("Illustrative sample: not a real policy.") if policy.illustrative else "",
        edition=section_line(edition.shown_label),
        summary=local.summary.strip(),
        legal_basis=section_line(policy.legal_basis),
        url=url,
        shown_url=url.partition("://")[2].rstrip("/"),
        deadline=moment_in_words(edition.closes_at)
        if edition.closes_at
        else _("until further notice"),
        opens=moment_in_words(edition.opens_at) if edition.opens_at else "",
        channels=channels(contacts),
        meetings=[_meeting(meeting) for meeting in policy_meetings(policy) if not meeting.is_past],
        next_steps=_(
            "Every comment is counted, and answered section by section with the reason."
            " Names need not be given."
        ),
        petition=_("A comment is not a petition: that has a legal form of its own."),
        signatory=section_line(contacts.signatory),
        signatory_title=section_line(contacts.signatory_title),
        date=date_format(timezone.localdate(edition.published_at), "DATE_FORMAT"),
        labels=_labels(),
    )


def _labels() -> dict[str, str]:
    return {
        "legal": _("Legal basis"),
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


def policy_address(edition: Edition, language: str) -> str:
    """Where the policy stands in this language: short enough to be typed from paper."""
    own = edition.policy.language
    path = (edition.policy.url or "/").replace(f"/{own}/", f"/{language}/", 1)
    return settings.PUBLIC_URL + path


def moment_in_words(moment: datetime) -> str:
    """ "Friday 4 December 2026, 5:00 p.m." in the active language, Africa/Nairobi."""
    local = timezone.localtime(moment)
    day = f"{date_format(local, 'l')} {date_format(local, 'DATE_FORMAT')}"
    return f"{day}, {time_format(local, 'TIME_FORMAT')}"


def channels(contacts: ContactSettings) -> list[tuple[str, str]]:
    """``(by what, how)`` of every channel that is open, the site first."""
    every = [
        (_("On the site"), _("Open the draft, choose a section, press “Give your views”.")),
        (
            _("By SMS"),
            contacts.sms_number
            and _("Send your comment, beginning with the number of the section, to %(number)s.")
            % {"number": contacts.sms_number},
        ),
        (
            _("By USSD"),
            contacts.ussd_code and _("Dial %(code)s on any phone.") % {"code": contacts.ussd_code},
        ),
        (_("By e-mail"), contacts.email),
        (_("By post"), section_line(contacts.postal_address)),
        (_("By hand"), section_line(contacts.office_address)),
        (_("By telephone"), contacts.telephone),
    ]
    return [(label, text) for label, text in every if text]


def _meeting(meeting: MeetingPage) -> tuple[str, str]:
    where = section_line(meeting.venue)
    if meeting.ward:
        ward = _("%(ward)s ward") % {"ward": meeting.ward.name}
        where = f"{where}, {ward}"
    return moment_in_words(meeting.starts_at), where
