"""The public notice of a consultation, and the poster for a notice board, as files to print."""

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from policies.models import Edition
from policies.reading.downloads import content_key, made_once
from policies.reading.notices.notice import notice_of
from texts.writers import notice_writer

FILE_VERSION = 5  # raise it when the same notice gives another file than before
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Kind: name for people, file extension, media type.
KINDS = {
    "pdf": (gettext_lazy("Public notice (PDF)"), "pdf", "application/pdf"),
    "docx": (gettext_lazy("Public notice (Word)"), "docx", DOCX),
    "poster": (gettext_lazy("Poster (PDF)"), "pdf", "application/pdf"),
}


def notice_path(edition: Edition, language: str, kind: str) -> Path:
    """The file of a notice, made now where there is none that says the same.

    ``kind`` is one of `KINDS`. Raises `texts.printing.typst.TypstError` (PDF) or `OSError`.
    """
    notice = notice_of(edition, language)
    return made_once(
        folder=settings.DATA_DIR / "downloads" / f"edition-{edition.pk}",
        stem=f"notice-{kind}-{language}-{content_key([FILE_VERSION, asdict(notice)])}",
        extension=KINDS[kind][1],
        make=lambda out: notice_writer.write(
            notice, kind, out, edition.published_at or timezone.now()
        ),
    )


def notice_url(edition: Edition, kind: str, language: str) -> str:
    """The public address of a notice's file."""
    return reverse("policies:notice_file", args=[edition.policy.slug, kind, language])
