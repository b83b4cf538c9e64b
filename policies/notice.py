"""The public notice of a consultation, and the poster for a notice board, as files to print."""

import io
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from textwrap import wrap

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from consult.typst import compile_pdf
from home.models import ContactSettings
from policies import notice_docx
from policies.content import single_line
from policies.downloads import content_key, made_once
from policies.models import Edition
from policies.selectors import policy_meetings

TEMPLATES = Path(__file__).parent / "exporters" / "templates"
FORM = 1  # raise it when the same notice gives another file than before
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
URL_PIECE = 20

# Kind: name for people, file extension, media type.
KINDS = {
    "pdf": (gettext_lazy("Public notice (PDF)"), "pdf", "application/pdf"),
    "docx": (gettext_lazy("Public notice (Word)"), "docx", DOCX),
    "poster": (gettext_lazy("Poster (PDF)"), "pdf", "application/pdf"),
}


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
    local = policy
    if policy.language != language:
        found = policy.get_translations().live().filter(locale__language_code=language)
        local = found.first() or policy
    contacts = contact_settings()
    url = policy_address(edition, language)
    return Notice(
        language=language,
        title=single_line(local.title),
        heading=_("Public notice: give your views"),
        publisher=single_line(policy.responsible_body or contacts.publisher),
        illustrative=_("Illustrative sample: not a real policy.") if policy.illustrative else "",
        edition=single_line(edition.label),
        summary=local.summary.strip(),
        legal_basis=single_line(policy.legal_basis),
        url=url,
        shown_url=url.partition("://")[2].rstrip("/"),
        deadline=spoken(edition.closes_at) if edition.closes_at else _("until further notice"),
        opens=spoken(edition.opens_at) if edition.opens_at else "",
        channels=channels(contacts),
        meetings=[_meeting(meeting) for meeting in policy_meetings(policy) if not meeting.is_past],
        next_steps=_(
            "Every comment is counted, and answered section by section with the reason."
            " Names need not be given."
        ),
        petition=_("A comment is not a petition: that has a legal form of its own."),
        signatory=single_line(contacts.signatory),
        signatory_title=single_line(contacts.signatory_title),
        date=date_format(timezone.localdate(edition.published_at), "DATE_FORMAT"),
        labels=_labels(),
    )


def _labels() -> dict[str, str]:
    return {
        "legal": _("Legal basis"),
        "read": _("Where to read the draft"),
        "send": _("How to send your views"),
        "deadline": _("Send your views by"),
        "opens": _("Comments are taken from"),
        "meetings": _("Public meetings"),
        "next": _("What happens to the comments"),
        "signed": _("Signed"),
        "scan": _("Scan to read and comment"),
        "qr": _("QR code that leads to the draft on the site"),
        "page_of": _("Page {page} of {pages}"),
    }


def contact_settings() -> ContactSettings:
    """The contacts of the default site; empty ones where nobody has filled them in."""
    return ContactSettings.objects.filter(site__is_default_site=True).first() or ContactSettings()


def policy_address(edition: Edition, language: str) -> str:
    """Where the policy stands in this language: short enough to be typed from paper."""
    own = edition.policy.language
    path = (edition.policy.url or "/").replace(f"/{own}/", f"/{language}/", 1)
    return settings.PUBLIC_URL + path


def spoken(moment: datetime) -> str:
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
        (_("By post"), single_line(contacts.postal_address)),
        (_("By hand"), single_line(contacts.office_address)),
        (_("By telephone"), contacts.telephone),
    ]
    return [(label, text) for label, text in every if text]


def _meeting(meeting) -> tuple[str, str]:
    where = single_line(meeting.venue)
    if meeting.ward:
        ward = _("%(ward)s ward") % {"ward": meeting.ward.name}
        where = f"{where}, {ward}"
    return spoken(meeting.starts_at), where


def notice_path(edition: Edition, language: str, kind: str) -> Path:
    """The file of a notice, made now where there is none that says the same.

    ``kind`` is one of `KINDS`. Raises `consult.typst.TypstError` (PDF) or `OSError`.
    """
    notice = notice_of(edition, language)
    return made_once(
        folder=settings.DATA_DIR / "downloads" / f"edition-{edition.pk}",
        stem=f"notice-{kind}-{language}-{content_key([FORM, asdict(notice)])}",
        extension=KINDS[kind][1],
        make=lambda out: _write(notice, kind, out, edition.published_at or timezone.now()),
    )


def _write(notice: Notice, kind: str, out: Path, stamp: datetime) -> None:
    if kind == "docx":
        notice_docx.write(notice, qr_code(notice.url, "png"), out)
        return
    name = "poster.typ" if kind == "poster" else "notice.typ"
    # In short pieces: long words are given places to break, which an address must not have.
    data = {**asdict(notice), "url": [*wrap(notice.url, URL_PIECE)]}
    assets = {"qr.svg": qr_code(notice.url, "svg")}
    compile_pdf(TEMPLATES / name, data, out, assets=assets, timestamp=stamp)


def qr_code(url: str, kind: str) -> bytes:
    """The address as a QR code, "svg" or "png"."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind=kind, scale=10, border=2)
    return out.getvalue()


def notice_url(edition: Edition, kind: str, language: str) -> str:
    """The public address of a notice's file."""
    return reverse("policies:notice_file", args=[edition.policy.slug, kind, language])
