"""Pictures from outside, shown to staff before they are kept as the site's own."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from PIL import Image

SHOWN_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
AN_HOUR_S = 3600


def shown_picture(path: Path) -> HttpResponse:
    """The picture, as what it is by its content, for this reader alone.

    Raises `Http404` where it is none that browsers show.
    """
    try:
        with Image.open(path) as image:
            media_type = image.get_format_mimetype()
    except (OSError, Image.DecompressionBombError) as error:
        raise Http404 from error
    if media_type not in SHOWN_TYPES:
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=media_type)
    patch_cache_control(response, private=True, max_age=AN_HOUR_S)
    return response
