"""The public notice of a consultation, and the poster for a notice board, as files to print."""

import io
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from textwrap import wrap

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from policies.models import Edition
from policies.reading.downloads import content_key, made_once
from policies.reading.notices import notice_docx
from policies.reading.notices.notice import Notice, notice_of
from texts.printing.typst import compile_pdf

TEMPLATES = Path(__file__).parent
FILE_VERSION = 4  # raise it when the same notice gives another file than before
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
URL_PIECE = 20

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
        make=lambda out: _write(notice, kind, out, edition.published_at or timezone.now()),
    )


def _write(notice: Notice, kind: str, out: Path, stamp: datetime) -> None:
    if kind == "docx":
        notice_docx.write(notice, qr_code(notice.url, "png"), out)
        return
    name = "poster.typ" if kind == "poster" else "notice.typ"
    # In short pieces: long words are given places to break, which an address must not have.
    pieces = {name: wrap(getattr(notice, name), URL_PIECE) for name in ("url", "shown_url")}
    data = {**asdict(notice), **pieces}
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
