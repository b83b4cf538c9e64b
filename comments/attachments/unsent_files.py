"""Files of a form that is not sent yet: kept through its preview, and while it is put right.

They lie under the nonce of the form's stamp, for who has that form alone: they come back with it as
names, and are handed out to nobody. They stay for `KEPT`, are of no more than `MOST_FORMS` and
take no more than `ROOM_BYTES` of the disk together: where there is no room, the form asks again.
"""

import hashlib
import logging
import math
import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from comments.attachments.sent_files import MEGABYTE, MOST_FILES, SentFile
from comments.attachments.services import write_file
from comments.models.attachment import FileKind
from consult.rate_limits import Limit

logger = logging.getLogger(__name__)
KEPT = timedelta(hours=2)
ROOM_BYTES = 500 * MEGABYTE
MOST_FORMS = 1_000
# Of one network, so that nobody fills the room of all: a part of it is left to others.
FORMS = Limit("unsent-forms", most=30, seconds=600)
MEGABYTES = Limit("unsent-megabytes", most=100, seconds=int(KEPT.total_seconds()))
TRIES = 5
_NONCE = re.compile(r"[0-9a-f]{32}")
_NAME = ".name"


def keep_unsent(nonce: str, files: Sequence[SentFile], network: str) -> bool:
    """Keep just these of the form; whether they could be.

    ``network`` is where they came from, and has no more than its part of the room. What is kept
    already counts no second time.
    """
    if not files or not _NONCE.fullmatch(nonce):
        forget_unsent(nonce)
        return not files
    kept = {each.digest for each in unsent(nonce)}
    if kept == {each.digest for each in files} and _is_renewed(_root() / nonce):
        return True
    new = sum(len(each.content) for each in files if each.digest not in kept)
    if not _has_room(new, network):
        forget_unsent(nonce)
        return False
    _note(new, network)
    try:
        _write(nonce, files)
    except OSError as error:
        logger.error("Files of a form that is not sent yet could not be kept: %s", error)
        forget_unsent(nonce)
        return False
    return True


def _has_room(new: int, network: str) -> bool:
    """Whether so many bytes more may be kept; the disk is asked last."""
    if FORMS.is_reached(network) or MEGABYTES.is_reached(network):
        return False
    return len(_folders()) < MOST_FORMS and new + _size_of_all() <= ROOM_BYTES


def _note(new: int, network: str) -> None:
    FORMS.note(network)
    MEGABYTES.note(network, math.ceil(new / MEGABYTE))


def _write(nonce: str, files: Sequence[SentFile]) -> None:
    """All in a folder of their own first: a button pressed twice takes nothing from the other."""
    folder = _root() / f"{nonce}.{secrets.token_hex(8)}"
    try:
        for parent in (folder.parent.parent, folder.parent):
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place, each in enumerate(files):
            stem = f"{place}.{each.kind.value}"
            write_file(folder / (stem + _NAME), each.name.encode())
            write_file(folder / stem, each.content)
        _put_in_place(folder, _root() / nonce)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(folder: Path, place: Path) -> None:
    """Instead of what lay there; of several at once the last stays. Raises `OSError`."""
    for _try in range(TRIES - 1):
        shutil.rmtree(place, ignore_errors=True)
        with suppress(OSError):  # another was put there meanwhile
            folder.rename(place)
            return
    shutil.rmtree(place, ignore_errors=True)
    folder.rename(place)


def _is_renewed(folder: Path) -> bool:
    """Whether what lies there stays for the full time from now."""
    try:
        os.utime(folder)
    except OSError:
        return False
    return True


def unsent(nonce: str) -> list[SentFile]:
    """What is kept of the form with this nonce, in the order in which it was chosen."""
    folder = _root() / nonce
    if not _NONCE.fullmatch(nonce) or not folder.is_dir() or _is_old(folder):
        return []
    try:
        names = sorted(each for each in folder.iterdir() if each.suffix == _NAME)
        return [_read(each) for each in names[:MOST_FILES]]
    except OSError:
        return []


def forget_unsent(nonce: str) -> None:
    """Remove what is kept of the form: it was sent, or is kept anew."""
    if _NONCE.fullmatch(nonce):
        shutil.rmtree(_root() / nonce, ignore_errors=True)


def clear_unsent() -> int:
    """Remove what was kept too long. Returns of how many forms."""
    old = [each for each in _folders() if _is_old(each)]
    for each in old:
        shutil.rmtree(each, ignore_errors=True)
    return len(old)


def _read(named: Path) -> SentFile:
    path = named.with_name(named.name.removesuffix(_NAME))
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return SentFile(named.read_bytes().decode(), FileKind(path.suffix[1:]), content, digest)


def _root() -> Path:
    return Path(settings.ATTACHMENTS_ROOT) / "unsent"


def _folders() -> list[Path]:
    try:
        return list(_root().iterdir())
    except OSError:
        return []


def _is_old(folder: Path) -> bool:
    """Whether it is gone, or was kept too long."""
    try:
        return time.time() - folder.stat().st_mtime > KEPT.total_seconds()
    except OSError:
        return True


def _size_of_all() -> int:
    found = 0
    for folder in _folders():
        try:
            found += sum(each.stat().st_size for each in folder.iterdir())
        except OSError:  # removed meanwhile
            continue
    return found
