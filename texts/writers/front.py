"""What every format says about an edition before its text."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from texts.cleaning import section_line
from texts.edition_text import EditionText


def particulars(document: EditionText) -> list[tuple[str, str]]:
    """Label and value of what is known about the edition, in the active language."""
    rows = [
        (_("Edition"), document.edition),
        (_("Date"), date_format(document.date, "DATE_FORMAT") if document.date else ""),
        (_("Reference"), document.reference),
        (_("Published by"), document.organisation),
        (_("Read it at"), document.url),
        (_("Note"), document.note),
    ]
    return [(label, section_line(value)) for label, value in rows if section_line(value)]


def notice(document: EditionText) -> str:
    """What sample content must say of itself; else nothing."""
    if not document.illustrative:
        return ""
    return _("Illustrative text: a sample, not an adopted or proposed policy.")


def day(document: EditionText) -> dt.date:
    """The date of the edition; without one, today."""
    return document.date or timezone.localdate()


def in_plain_words() -> str:
    return _("In plain words")
