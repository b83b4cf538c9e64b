"""Files of a form that is not sent yet: kept through its preview, and while it is put right.

They lie under the nonce of the form's stamp, for who has that form alone: they come back with it as
names, and are handed out to nobody. They stay for `KEPT`, are of no more than `MOST_FORMS` and
take no more than `ROOM_BYTES` of the disk together: where there is no room, the form asks again.
"""

import hashlib
import logging
import re
import shutil
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from comments.attachments.sent_files import MEGABYTE, MOST_FILES, SentFile
from comments.attachments.services import write_file
from comments.models.attachment import FileKind

logger = logging.getLogger(__name__)
KEPT = timedelta(hours=2)
ROOM_BYTES = 500 * MEGABYTE
MOST_FORMS = 1_000
_NONCE = re.compile(r"[0-9a-f]{32}")
_NAME = ".name"


def keep_unsent(nonce: str, files: Sequence[SentFile]) -> bool:
    """Keep just these of the form; whether they could be."""
    forget_unsent(nonce)
    if not files or not _NONCE.fullmatch(nonce):
        return not files
    new = sum(len(each.content) for each in files)
    if len(_folders()) >= MOST_FORMS or new + _size_of_all() > ROOM_BYTES:
        return False
    folder = _root() / nonce
    try:
        for parent in (folder.parent.parent, folder.parent):
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place, each in enumerate(files):
            stem = f"{place}.{each.kind.value}"
            write_file(folder / (stem + _NAME), each.name.encode())
            write_file(folder / stem, each.content)
    except OSError as error:
        logger.error("Files of a form that is not sent yet could not be kept: %s", error)
        forget_unsent(nonce)
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
