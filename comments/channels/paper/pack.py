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
from consult.language.times_in_words import deadline_in_words
from home.selectors import channels, contact_settings
from policies.models import Edition, EditionSection, SectionPage
from policies.reading.downloads import content_key, edition_document, made_once
from policies.reading.notices.notice import policy_address
from policies.reading.shown_editions import edition_entries
from texts.edition_text import EditionText, SectionText
from texts.writers import pack_writer
from texts.writers.notice_writer import qr_code
from texts.writers.pack_writer import PackWords, Sheet, sheets_of

FILE_VERSION = 1  # raise it when the same texts and words give another file than before


class NothingToAnswerError(Exception):
    """No section with a text is public in the edition, or this one is not."""


def pack_path(edition: Edition, language: str, section_key: UUID | None = None) -> Path:
    """The pack as a PDF; of one section with ``section_key``.

    Raises `NothingToAnswerError`, `texts.printing.typst.TypstError` or `OSError`.
    """
    entries = edition_entries(edition, language)
    document = edition_document(edition, language, entries)
    sheets = [
        sheet
        for sheet in _sheets(document.sections, entries, language)
        if section_key in (None, sheet.section.key)
    ]
    if not sheets:
        raise NothingToAnswerError
    with override(language):
        words = _words(edition, document)
    marks = [FILE_VERSION, asdict(words), _marks(document, sheets)]
    return made_once(
        folder=settings.DATA_DIR / "downloads" / f"edition-{edition.pk}",
        stem=f"pack-{section_key or 'all'}-{language}-{content_key(marks)}",
        extension="pdf",
        make=lambda out: _write(document, sheets, words, out),
    )


def _write(document: EditionText, sheets: list[Sheet], words: PackWords, out: Path) -> None:
    with override(document.language):
        pack_writer.write(document, sheets, words, out)


def _sheets(
    sections: Sequence[SectionText], entries: Sequence[EditionSection], language: str
) -> Iterator[Sheet]:
    """The sheets of an edition, with its plain words in ``language`` where they are there."""
    ids = [entry.version.section_id for entry in entries]
    pages = SectionPage.objects.select_related("locale").in_bulk(ids)
    with override(language):
        plain = [pages[pk].plain_summary if pk in pages else ("", language) for pk in ids]
    texts = [
        replace(section, summary=summary)
        for section, (summary, _language) in zip(sections, plain, strict=True)
    ]
    languages = [
        (entry.version.language, of_summary)
        for entry, (_summary, of_summary) in zip(entries, plain, strict=True)
    ]
    return sheets_of(texts, languages)


def _marks(document: EditionText, sheets: list[Sheet]) -> list:
    """What a file is made from besides its words."""
    texts = [
        (
            each.section.content_hash,
            each.section.heading,
            each.section.summary,
            each.above,
            each.language,
        )
        for each in sheets
    ]
    return [texts, document.edition, document.date, document.organisation, document.illustrative]


def _words(edition: Edition, document: EditionText) -> PackWords:
    """What a pack says in the active language."""
    url = policy_address(edition, document.language)
    lookup = settings.PUBLIC_URL + reverse("comments:receipt_lookup")
    return PackWords(
        title=_("Views on paper: %(title)s") % {"title": document.title},
        deadline=deadline_in_words(edition.closes_at)
        if edition.closes_at
        else _("until further notice"),
        steps=[
            _("Read the section, or have it read to you."),
            _("Tick what you think of it, and write or have your views written below it."),
            _("Hand the sheet in, or send it in one of the ways below."),
            _("Keep the slip: whoever takes the sheet in writes the code of your receipt on it."),
        ],
        channels=channels(contact_settings()),
        stances=[str(stance.label) for stance in Stance],
        address=url,
        receipt_address=lookup,
        labels=_labels(),
        qr=qr_code(url, "svg"),
    )


def _labels() -> dict[str, str]:
    return {
        "page_of": _("Page {page} of {pages}"),
        "contents": _("Contents"),
        "deadline": _("Send your views by"),
        "send": _("How to send your views"),
        "qr": _("QR code that leads to the draft on the site"),
        "views": _("Your views"),
        "stance": _("What do you think of this section?"),
        "comment": _("Your comment"),
        "proposed": _("Words you propose instead"),
        "about": _("About you"),
        "privacy": _(
            "Your name is shown with your comment. Leave it empty to stay anonymous. The telephone"
            " number is never shown. Do not write other people's private details."
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
