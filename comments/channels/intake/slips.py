"""Receipt slips of a batch, several on a page, to be cut and handed out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from comments.models import IntakeBatch, Submission
from texts.printing.typst import compile_pdf
from texts.scratch import scratch_folder
from texts.writers.notice_writer import qr_code
from texts.writers.pdf_writer import chunks

TEMPLATE = Path(__file__).parent / "templates" / "slips.typ"
TITLE_CHARS, MOST_NUMBERS = 56, 4  # as many as a slip has room for, below its code and address


def slips_pdf(batch: IntakeBatch, submissions: Sequence[Submission], language: str) -> bytes:
    """A slip for each, in the respondent's language; ``language`` is that of the sheet.

    It is made anew each time and nothing of it stays: a code opens what was sent.
    Raises `texts.printing.typst.TypstError` or `OSError`.
    """
    assets = {f"{n}.svg": qr_code(_address(each), "svg") for n, each in enumerate(submissions)}
    with override(language):
        data = {
            "language": language,
            "title": _("Receipt slips"),
            "batch": f"{_cut(batch.edition.policy.title)}: {batch.label}",
            "page_of": _("Page {page} of {pages}"),
            "slips": [_slip(batch, each) for each in submissions],
        }
    with scratch_folder() as folder:
        out = folder / "slips.pdf"
        compile_pdf(TEMPLATE, data, out, assets=assets)
        return out.read_bytes()


def _address(submission: Submission) -> str:
    with override(submission.language):
        return settings.PUBLIC_URL + reverse("comments:receipt", args=[submission.printed_receipt])


def _slip(batch: IntakeBatch, submission: Submission) -> dict[str, Any]:
    """What stands on one slip."""
    with override(submission.language):
        received = timezone.localtime(submission.received_at)
        return {
            "language": submission.language,
            "policy": _cut(batch.edition.policy.localized.title),
            "receipt": _("Receipt"),
            "code": submission.printed_receipt,
            "numbers": _numbers([each.ref for each in submission.comments.all()]),
            "received": date_format(received),
            "qr": _("Leads to the receipt"),
            "how": _(
                "With the code you can see that your comment was counted, and the answer once there"
                " is one, at"
            ),
            "address": chunks(settings.PUBLIC_URL + reverse("comments:receipt_lookup")),
        }


def _cut(title: str) -> str:
    return Truncator(title).chars(TITLE_CHARS)


def _numbers(refs: Sequence[str]) -> str:
    """The first of them, and how many more there are: all stand under the receipt."""
    shown = ", ".join(refs[:MOST_NUMBERS])
    more = len(refs) - MOST_NUMBERS
    return _("%(numbers)s … and %(n)d more") % {"numbers": shown, "n": more} if more > 0 else shown
