"""The public notice of a consultation and the poster for a notice board, as files to print."""

import io
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import segno

from texts.notice_text import Notice
from texts.printing.typst import compile_pdf
from texts.writers import notice_docx
from texts.writers.pdf_writer import chunks

TEMPLATES = Path(__file__).parent / "templates"


def write(notice: Notice, kind: str, out: Path, stamp: datetime) -> None:
    """Write it as a "pdf", "docx" or "poster"; ``stamp`` is the date of making in a PDF.

    Raises `texts.printing.typst.TypstError` (PDF).
    """
    if kind == "docx":
        notice_docx.write(notice, qr_code(notice.url, "png"), out)
        return
    name = "poster.typ" if kind == "poster" else "notice.typ"
    data = {**asdict(notice), "url": chunks(notice.url), "shown_url": chunks(notice.shown_url)}
    assets = {"qr.svg": qr_code(notice.url, "svg")}
    compile_pdf(TEMPLATES / name, data, out, assets=assets, timestamp=stamp)


def qr_code(url: str, kind: str) -> bytes:
    """The address as a QR code, "svg" or "png"."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind=kind, scale=10, border=2)
    return out.getvalue()
