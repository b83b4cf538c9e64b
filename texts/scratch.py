"""Temporary folders that go also when the process that made them is killed.

Each is locked by the process that works in it; the kernel lets go of the lock when that ends,
however it ends. What nobody holds any more, `sweep` removes.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "maoni-scratch-"
GRACE_S = 60
"""A folder younger than this may not be locked yet."""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is there while the block runs."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        held = os.open(name, _FOLDER)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(held)


def sweep() -> None:
    """Remove the folders of processes that are gone; those of other users are left alone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    try:
        held = os.open(folder, _FOLDER)
    except OSError:
        return False
    try:
        status = os.fstat(held)
        if status.st_uid != os.getuid() or time.time() - status.st_ctime < GRACE_S:
            return False
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(held)
    return True
