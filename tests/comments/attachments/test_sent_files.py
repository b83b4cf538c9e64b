"""Files from anybody: let in by content, as one thing, without what acts or tells."""

import io
import zipfile
import zlib

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from comments.attachments.refusal import RefusedFile
from comments.attachments.sent_files import MOST_BYTES, let_in
from tests.comments.attachments.sent import PDF, picture, word_file

CONTENT_TYPES = "[Content_Types].xml"


def with_objects(packed: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    stream = b"5 0 obj <</Type /ObjStm /Filter %b>> stream\n%b\nendstream endobj\n" % (
        filters,
        packed,
    )
    return PDF.replace(b"trailer", stream + b"trailer")


def changed(content: bytes, **parts: bytes) -> bytes:
    """The archive with parts put in or replaced, by name with `/` as `__`."""
    file = io.BytesIO()
    new = {name.replace("__", "/"): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, part in new.items():
            archive.writestr(name, part)
    return file.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("minutes.pdf", PDF, "minutes.pdf"),
        ("C:\\letters\\views.DOCX", word_file(), "views.docx"),
        ("../../etc/passwd", picture("PNG"), "passwd.png"),
        ("evil.svg", picture("JPEG"), "evil.jpg"),
        ("\u202egpj.exe\x00<b>.jpeg", picture("JPEG"), "gpj.exeb.jpg"),
        ("", PDF, "file.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 95 + ".pdf"),
    ],
)
def test_let_in__names_a_file_by_what_it_is(name, content, kept_as):
    assert let_in(name, content).name == kept_as


def test_let_in__draws_a_photo_anew_without_what_the_camera_wrote():
    photo = Image.new("RGB", (40, 20), "green")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Amina"
    file = io.BytesIO()
    photo.save(file, "JPEG", exif=exif, comment=b"at home", icc_profile=b"profile of hers")
    kept = let_in("a.jpg", file.getvalue() + b"<script>alert(1)</script>").content
    drawn = Image.open(io.BytesIO(kept))
    assert drawn.size == (20, 40)
    assert not drawn.getexif()
    for secret in (b"Amina", b"at home", b"hers", b"script"):
        assert secret not in kept


def test_let_in__draws_a_picture_anew_and_keeps_what_is_see_through():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Amina")
    file = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(file, "PNG", pnginfo=told)
    kept = let_in("a.png", file.getvalue() + b"PK\x05\x06").content
    assert b"Amina" not in kept
    assert b"PK" not in kept
    assert Image.open(io.BytesIO(kept)).getpixel((0, 0)) == (0, 0, 0, 0)


def test_let_in__makes_a_large_photo_as_large_as_can_be_read():
    kept = let_in("a.jpg", picture("JPEG", (6000, 3000))).content
    assert Image.open(io.BytesIO(kept)).size == (4000, 2000)


WORD = word_file()
REFUSED = {
    "empty": b"",
    "too large": PDF[:9] + b" " * MOST_BYTES + PDF[9:],
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": b"GIF89a" + b"\0" * 40,
    "program": b"MZ" + b"\0" * 90,
    "cut pdf": PDF[:-8],
    "pdf and zip": PDF + WORD + b"\n%%EOF",
    "pdf in a later line": b"\n" + PDF,
    "pdf with a script": PDF.replace(b"/Catalog", b"/Catalog /A <</S /JavaScript /JS (x)>>"),
    "pdf with an escaped script": PDF.replace(b"/Catalog", b"/Catalog /A <</S /J#61vaScript>>"),
    "pdf that starts a program": PDF.replace(b"/Catalog", b"/Catalog /A <</S/Launch>>"),
    "pdf with a file": PDF.replace(b"/Catalog", b"/Catalog /EmbeddedFiles 9 0 R"),
    "locked pdf": PDF.replace(b"trailer <<", b"trailer <</Encrypt 9 0 R"),
    "pdf with a packed script": with_objects(zlib.compress(b"<</S /JavaScript>>")),
    "pdf with a hidden packed script": with_objects(zlib.compress(b"<</S /JavaScript>>")).replace(
        b"/ObjStm", b"/Obj#53tm"
    ).replace(b"5 0 obj", b"% stream\n5 0 obj"),
    "pdf packed otherwise": with_objects(b"xx", b"[/ASCII85Decode /FlateDecode]"),
    "pdf packed badly": with_objects(b"xx"),
    "pdf that unpacks to very much": with_objects(zlib.compress(b"\0" * 31 * 1024 * 1024)),
    "zip": changed(WORD, **{CONTENT_TYPES: b"<Types/>"}),
    "word and more": WORD + b"<?php ?>",
    "word with a beginning": b"PK\x03\x04" + WORD,
    "word with macros": changed(WORD, **{"word/vbaProject.bin": b"x"}),
    "word with a macro's type": changed(
        WORD, **{CONTENT_TYPES: part(WORD, CONTENT_TYPES).replace(b"</Types>", b'<Override PartName="/x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>')}  # noqa: E501
    ),
    "word with a file": changed(WORD, **{"word/embeddings/a.xml": b"<x/>"}),
    "word with a program": changed(WORD, **{"word/a.exe": b"MZ"}),
    "word that fetches": changed(
        WORD, **{"word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="a" Type="x/attachedTemplate" Target="http://x/" TargetMode="External"/></Relationships>'}  # noqa: E501
    ),
    "word that acts": changed(
        WORD, **{"word/document.xml": part(WORD, "word/document.xml").replace(b"<w:body>", b'<w:body><w:p><w:r><w:instrText> DDEAUTO c:\\\\x </w:instrText></w:r></w:p>')}  # noqa: E501
    ),
    "word with entities": changed(
        WORD, **{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "a">]><x/>'}
    ),
    "cut photo": picture("JPEG")[:60],
    "photo of no size": b"\xff\xd8\xff\xe0" + b"\0" * 50,
    "picture of very many pixels": picture("PNG", (1, 1)).replace(
        b"\0\0\0\x01\0\0\0\x01", b"\0\1\0\0\0\1\0\0"
    ),
}  # fmt: skip


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_let_in__refuses_what_is_not_one_of_its_kinds_or_something_besides(content):
    with pytest.raises(RefusedFile):
        let_in("a.pdf", content)


def test_let_in__takes_a_word_file_with_a_link_and_a_picture():
    document = docx.Document()
    document.add_paragraph("See the map.")
    document.add_picture(io.BytesIO(picture("PNG")))
    document.part.relate_to(
        "https://example.org", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    file = io.BytesIO()
    document.save(file)
    assert let_in("a.docx", file.getvalue()).content == file.getvalue()


SEEDS = (
    PDF,
    WORD,
    picture("JPEG"),
    picture("PNG"),
    with_objects(zlib.compress(b"<</Type /Page>>")),
)


@given(seed=st.sampled_from(SEEDS), at=st.integers(0, 40_000), put=st.binary(max_size=8))
def test_let_in__of_any_damage_keeps_the_file_or_refuses_it(seed, at, put):
    place = at % len(seed)
    try:
        kept = let_in("a", seed[:place] + put + seed[place + len(put) :])
    except RefusedFile:
        return
    assert kept.content
