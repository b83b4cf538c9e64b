"""Printed packs: a policy, or one section of it, to be read and answered on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from comments.choices import Stance
from home.selectors import channels, contact_settings
from home.visibility import published
from policies.models import Edition, EditionSection, SectionPage
from policies.reading.downloads import content_key, edition_document, front_marks, made_once
from policies.reading.notices import notice
from policies.reading.notices.notice import policy_address, shown_deadline
from policies.reading.recorded_images import files_now
from policies.reading.shown_editions import digest, edition_entries
from texts.edition_text import SectionText
from texts.writers import front, pack_writer
from texts.writers.notice_writer import qr_code
from texts.writers.pack_writer import PackWords, Sheet, sheets_of

FILE_VERSION = 1  # raise it when the same texts and words give another file than before


class NothingToAnswerError(Exception):
    """No section with a text is public in the edition, or this one is not."""


def pack_path(edition: Edition, language: str, section_key: UUID | None = None) -> Path:
    """The pack as a PDF; of one section with ``section_key``.

    Raises `NothingToAnswerError`, `texts.printing.typst.TypstError` or `OSError`.
    """
    entries = _entries(edition, language)
    if section_key and section_key not in {entry.version.section_key for entry in entries}:
        raise NothingToAnswerError
    with override(language):
        plain = _plain_words(entries)
        words = _words(edition, language)
        marks = [FILE_VERSION, asdict(words), digest(entries), front_marks(edition), plain]
        marks += [front.in_plain_words(), files_now(entries)]

    def make(out: Path) -> None:
        """Raises `NothingToAnswerError` where no section has a text."""
        document = edition_document(edition, language, entries)
        every = _sheets(document.sections, entries, plain)
        sheets = [sheet for sheet in every if section_key in (None, sheet.section.key)]
        if not sheets:
            raise NothingToAnswerError
        with override(language):
            pack_writer.write(document, sheets, words, out)

    return made_once(
        folder=settings.DATA_DIR / "downloads" / f"edition-{edition.pk}",
        stem=f"pack-{section_key or 'all'}-{language}-{content_key(marks)}",
        extension="pdf",
        make=make,
    )


def _entries(edition: Edition, language: str) -> list[EditionSection]:
    """Those of the edition's sections that stand in public, to be commented on."""
    entries = edition_entries(edition, language)
    ids = [entry.version.section_id for entry in entries]
    public = set(published(SectionPage.objects.filter(pk__in=ids)).values_list("pk", flat=True))
    return [entry for entry in entries if entry.version.section_id in public]


def _plain_words(entries: Sequence[EditionSection]) -> list[tuple[str, str]]:
    """What each section says in plain words, and in which language, in the active one."""
    ids = [entry.version.section_id for entry in entries]
    pages = SectionPage.objects.select_related("locale").in_bulk(ids)
    return [pages[pk].plain_summary if pk in pages else ("", "") for pk in ids]


def _sheets(
    sections: Sequence[SectionText],
    entries: Sequence[EditionSection],
    plain: Sequence[tuple[str, str]],
) -> Iterator[Sheet]:
    texts = [
        replace(section, summary=summary)
        for section, (summary, _language) in zip(sections, plain, strict=True)
    ]
    languages = [
        (entry.version.language, of_summary or entry.version.language)
        for entry, (_summary, of_summary) in zip(entries, plain, strict=True)
    ]
    return sheets_of(texts, languages)


def _words(edition: Edition, language: str) -> PackWords:
    """What a pack says in the active language."""
    url = policy_address(edition, language)
    lookup = settings.PUBLIC_URL + reverse("comments:receipt_lookup")
    return PackWords(
        title=_("Views on paper: %(title)s") % {"title": edition.policy.localized.title},
        deadline=shown_deadline(edition),
        steps=[
            _("Read the section, or have it read to you."),
            _("Tick what you think of it, and write or have your views written below it."),
            _("Hand the sheet in, or send it in one of the ways below."),
            _("Keep the slip: whoever takes the sheet in writes the code of your receipt on it."),
        ],
        channels=channels(contact_settings(), edition.policy.reference),
        stances=[str(stance.label) for stance in Stance],
        address=url,
        receipt_address=lookup,
        labels=_labels(),
        qr=qr_code(url, "svg"),
    )


def _labels() -> dict[str, str]:
    return notice.labels() | {
        "contents": _("Contents"),
        "views": _("Your views"),
        "stance": _("What do you think of this section?"),
        "comment": _("Your comment"),
        "proposed": _("Words you propose instead"),
        "about": _("About you"),
        "privacy": _(
            "Your name is shown with your comment. Leave it empty to stay anonymous. The telephone"
            " number is never shown. Do not write other people's private details."
        ),
        "shown": _(
            "A moderator reads what comes on paper before it is shown. Shown or not, each comment"
            " counts."
        ),
        "name": _("Your name"),
        "organisation": _("Organisation"),
        "ward": _("Your ward"),
        "phone": _("Telephone"),
        "cut": _("Cut here; the respondent keeps this part."),
        "slip": _("Receipt"),
        "code": _("Code"),
        "received_by": _("Taken in by"),
        "received_at": _("On"),
        "lookup": _(
            "With the code you can see that your comment was counted, and the answer once there is"
            " one, at"
        ),
    }
