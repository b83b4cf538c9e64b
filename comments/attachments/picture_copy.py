"""Pictures from anybody, drawn anew: what a camera or a program added to them is left behind."""

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from comments.attachments.refusal import RefusedFile

MOST_PIXELS = 40_000_000
LONGEST_EDGE = 4000
"""Pixels: a page can be read at this size, and more makes the copy larger than what was sent."""
_QUALITY = 85


def jpeg_copy(content: bytes) -> bytes:
    """The photo, upright. Raises `RefusedFile` where it cannot be drawn."""
    return _written(_drawn(content, "JPEG").convert("RGB"), "JPEG", quality=_QUALITY)


def png_copy(content: bytes) -> bytes:
    """The picture; of a moving one the first. Raises `RefusedFile` where it cannot be drawn."""
    drawn = _drawn(content, "PNG")
    is_see_through = "transparency" in drawn.info or drawn.mode in ("LA", "PA", "RGBA")
    kept = drawn.convert("RGBA" if is_see_through else "RGB")
    return _written(kept, "PNG", optimize=False)


def _drawn(content: bytes, form: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=[form])
            if picture.width * picture.height > MOST_PIXELS:
                raise _unfit()
            picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning):
        raise _unfit() from None
    return upright


def _written(picture: Image.Image, form: str, **how: object) -> bytes:
    picture.info = {}
    file = BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()


def _unfit() -> RefusedFile:
    return RefusedFile(
        _("This picture is damaged or has too many pixels. Take or save it anew, smaller.")
    )
