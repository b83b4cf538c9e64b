"""Files as people send them."""

import io

import docx
from PIL import Image

PDF = (
    b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    b"2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n"
    b"trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def picture(form: str, size: tuple[int, int] = (30, 20)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "green").save(file, form)
    return file.getvalue()


def word_file(words: str = "Hold the forum on a market day.") -> bytes:
    document = docx.Document()
    document.add_paragraph(words)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
