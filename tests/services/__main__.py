"""``python -m tests.services COMMAND…`` runs a command on PostgreSQL and Redis.

A server is started only where the environment names none: ``DATABASE_URL`` for PostgreSQL,
``CELERY_BROKER_URL`` and ``CACHE_URL`` for Redis. Both are gone, with all they kept, at the end.
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services.servers import MissingServer, postgresql, redis_server


def addresses(stack: ExitStack, folder: Path) -> dict[str, str]:
    """Where the command finds its services, started on the way if need be."""
    found = {}
    if "DATABASE_URL" not in os.environ:
        found["DATABASE_URL"] = stack.enter_context(postgresql(folder)).url
    wanting = [name for name in ("CELERY_BROKER_URL", "CACHE_URL") if name not in os.environ]
    if wanting:
        server = stack.enter_context(redis_server(folder))
        found |= dict.fromkeys(wanting, server.url)
    return found


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="maoni-services-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's account passes through to its own folder
        try:
            environment = os.environ | addresses(stack, folder)
        except MissingServer as error:
            print(error, file=sys.stderr)
            return 1
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
