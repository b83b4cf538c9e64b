"""OpenDocument texts made by hand."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from texts.readers.odt.odt_styles import NAMESPACES

DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
DECLARED = DECLARED.replace(f'xmlns:xml="{NAMESPACES["xml"]}"', "")


def content(body: str, before: str = "") -> str:
    """The main part, with what stands before its body."""
    return (
        f"<office:document-content {DECLARED}>{before}<office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )


def packed(main: str, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", main)
        for name, part in (parts or {}).items():
            package.writestr(name, part)
    return buffer.getvalue()


def write(path: Path, body: str, parts: Mapping[str, bytes | str] | None = None) -> Path:
    path.write_bytes(packed(content(body), parts))
    return path
