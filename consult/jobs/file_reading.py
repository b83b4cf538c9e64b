"""A file from outside is read in a process of its own: see `texts.apart`.

Readers count what they take in, and refuse what is too much of it, with a word for each kind. This
is for what they do not foresee: it ends with the process, and the worker goes on.
"""

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from texts import apart
from texts.kept_words import KeptWords, kept
from texts.kept_words import remark as _
from texts.outline.model import Outline
from texts.read import read_document
from texts.readers import door
from texts.scratch import scratch_folder
from texts.source import UnreadableDocument

logger = logging.getLogger(__name__)
CEILING = apart.Ceiling(seconds=120, megabytes=2048)
"""The longest that are let in took, in processor time on one of two busy cores (2026-11-26): text
and Markdown of 2 MB 10 to 13 s and 150 MB; HTML of 40,000 paragraphs 21 s and 240 MB, 27 s where
it is all markup; OpenDocument of 30 MB, which is ten acts in one, 76 s and 1,000 MB."""


def read_document_apart(
    path: Path,
    filename: str | None = None,
    *,
    max_bytes: int = door.MAX_BYTES,
    on_wait: Callable[[], None] | None = None,
) -> Outline:
    """The outline of a file, as `read_document` makes it.

    `on_wait` is called about ten times a second. Raises `UnreadableDocument`, also for a file that
    takes more time or memory than the `CEILING`.
    """
    with scratch_folder() as folder:
        order = {
            "path": str(path.resolve()),
            "filename": filename or path.name,
            "max_bytes": max_bytes,
            "folder": str(folder),
        }
        try:
            apart.run(__name__, order, CEILING, on_wait=on_wait)
        except (apart.OverCeiling, apart.WorkFailed) as error:
            logger.error("Reading a file of %d bytes: %s", path.stat().st_size, error)
            raise _too_costly() from error
        return _handed_back(folder)


def _handed_back(folder: Path) -> Outline:
    said = json.loads((folder / "outcome.json").read_bytes())
    if "refused" in said:
        raise UnreadableDocument(KeptWords.of(said["refused"]))
    images = {name: (folder / str(n)).read_bytes() for n, name in enumerate(said["images"])}
    return Outline.from_dict(said["outline"], images)


def _too_costly() -> UnreadableDocument:
    return UnreadableDocument(
        _(
            "Reading this file takes more time or memory than a policy needs, so it was stopped."
            " Copy the text into a new document, without pictures and embedded files, save it as"
            " .docx, and upload that; or split it into several files."
        )
    )


def main(order: Mapping[str, Any]) -> None:
    """The process that reads."""
    settings.configure()
    django.setup()
    carry_out(order)


def carry_out(order: Mapping[str, Any]) -> None:
    """Leave in the folder the outline and its images, or why the file is refused."""
    folder = Path(order["folder"])
    try:
        outline = read_document(
            Path(order["path"]), order["filename"], max_bytes=order["max_bytes"]
        )
    except UnreadableDocument as error:
        said: dict[str, Any] = {"refused": kept(error.args[0])}
    else:
        said = {"outline": outline.to_dict(), "images": _keep_images(outline, folder)}
    (folder / "outcome.json").write_text(json.dumps(said))


def _keep_images(outline: Outline, folder: Path) -> list[str]:
    """Their names; the n-th is in the file called n."""
    images = outline.images()
    for number, image in enumerate(images.values()):
        (folder / str(number)).write_bytes(image.content)
    return list(images)
