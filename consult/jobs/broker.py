"""The broker in a folder, such that a message is seen whole or not at all.

Kombu's own filesystem transport opens a message under its final name and then writes it. A worker
that looks in between takes an empty file, cannot read it, and ends.
"""

import logging
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)
SILENCE_S = 60


class SafeChannel(filesystem.Channel):
    _silent_until = 0.0

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write beside, then rename; names sort by time, as those who take messages expect."""
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}"
        part = folder / f"{name}.part"
        try:
            part.write_bytes(dumps(payload).encode())
            part.replace(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}: {error.strerror}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message; one that a crash of the machine left unreadable is passed over.

        A folder that went away is waited for. A job is a row, which beat finds again; a worker that
        ends helps nobody.
        """
        try:
            return super()._get(queue)
        except ValueError as error:
            logger.warning("Passed over an unreadable message in %s: %s", queue, error)
            raise Empty from error
        except (OSError, ChannelError) as error:
            self._say_now_and_then(error)
            raise Empty from error

    def _say_now_and_then(self, error: Exception) -> None:
        """The folder is looked into ten times a second: say once a minute that it is not there."""
        if monotonic() >= self._silent_until:
            self._silent_until = monotonic() + SILENCE_S
            logger.warning("The folder of messages cannot be read; waiting for it: %s", error)


class Transport(filesystem.Transport):
    Channel = SafeChannel
