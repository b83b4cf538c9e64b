"""The acknowledgement of a memorandum, as a file to keep: what was received, and when."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from comments.models import Comment, Memorandum
from comments.selectors import ShownSection
from policies.models import PolicyPage
from policies.reading.downloads import content_key, made_once
from texts.printing.typst import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "acknowledgement.typ"
FILE_VERSION = 1  # raise it when the same memorandum gives another file than before


def acknowledgement_path(
    memorandum: Memorandum,
    rows: Sequence[tuple[Comment, ShownSection]],
    policy: PolicyPage | None,
    language: str,
) -> Path:
    """The file, made once; ``policy`` is None where its reader may not see it.

    Raises `texts.printing.typst.TypstError` or `OSError`.
    """
    with override(language):
        said = _said(memorandum, rows, policy, language)
    stamp = memorandum.submission.received_at if memorandum.submission else timezone.now()
    return made_once(
        folder=memorandum.made_files,
        stem=f"acknowledgement-{language}-{content_key([FILE_VERSION, said])}",
        extension="pdf",
        make=lambda out: compile_pdf(TEMPLATE, said, out, timestamp=stamp),
    )


def _said(
    memorandum: Memorandum,
    rows: Sequence[tuple[Comment, ShownSection]],
    policy: PolicyPage | None,
    language: str,
) -> dict[str, Any]:
    """What the file says, in the active language."""
    return {
        "language": language,
        "title": _("Acknowledgement of a memorandum"),
        "number": memorandum.ref,
        "publisher": (policy and policy.responsible_body) or settings.WAGTAIL_SITE_NAME,
        "illustrative": _("Illustrative: made up for the sample content.")
        if memorandum.illustrative
        else "",
        "thanks": _("We have received this memorandum, and it is in the register."),
        "facts": [pair for pair in _facts(memorandum, policy) if pair[1]],
        "changes": _("What it proposes"),
        "columns": [_("Number"), _("Section"), _("Proposed change"), _("Rationale")],
        "rows": [[each.ref, on.heading, each.text, each.reason] for each, on in rows],
        "next": _(
            "Each row is a comment with a number of its own: it is counted, and answered with the"
            " others on its section. With the receipt you can see what became of it, at"
        ),
        "address": settings.PUBLIC_URL + reverse("comments:receipt_lookup"),
        "page_of": _("Page {page} of {pages}"),
    }


def _facts(memorandum: Memorandum, policy: PolicyPage | None) -> list[tuple[str, str]]:
    submission = memorandum.submission
    received = timezone.localtime(submission.received_at) if submission else timezone.localtime()
    people = memorandum.speaks_for or 0
    return [
        (_("Number in the register"), memorandum.ref),
        (_("Receipt"), memorandum.printed_receipt),
        (_("Received"), f"{date_format(received)}, {time_format(received)}"),
        (_("Organisation"), memorandum.organisation_name),
        (_("Policy"), policy.title if policy else ""),
        (_("Addressed to"), memorandum.addressee),
        (_("Subject"), memorandum.subject),
        (_("Handed in by"), ", ".join(filter(None, (memorandum.signed_by, memorandum.role)))),
        (_("Speaks for"), _people(people)),
        (_("Document"), memorandum.document_name),
    ]


def _people(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count}
