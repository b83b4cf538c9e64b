"""Gunicorn's log of what was asked for, without the codes and tokens that stand in addresses."""

import re
from typing import Any

from gunicorn.glogging import Logger

SECRET = re.compile(r"(/receipt/|/following/[a-z]+/|/password/new/[^/]+/)(?!finish/)[^/?\s\"]+")
ATOMS = ("r", "U", "f")  # the request's line, its path, the page it came from


def without_secrets(text: str) -> str:
    """``/en/receipt/7KQ2-…/`` → ``/en/receipt/…/``: the code opens what somebody has said."""
    return SECRET.sub(r"\1…", text)


class AccessLogger(Logger):
    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        atoms = super().atoms(*args, **kwargs)
        return atoms | {name: without_secrets(str(atoms[name])) for name in ATOMS}
