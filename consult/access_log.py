"""Logs of what was asked for, without the codes and tokens that stand in addresses."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

SECRET = re.compile(
    r"(/receipt/|/memorandum/|/phone/[a-z]+/|/following/[a-z]+/|/password/new/[^/]+/)(?!finish/)[^/?\s\"]+"
)
ATOMS = ("r", "U", "f")  # the request's line, its path, the page it came from


def without_secrets(text: str) -> str:
    """``/en/receipt/7KQ2-…/`` → ``/en/receipt/…/``: the code opens what somebody has said."""
    return SECRET.sub(r"\1…", text)


class AccessLogger(Logger):
    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        atoms = super().atoms(*args, **kwargs)
        return atoms | {name: without_secrets(str(atoms[name])) for name in ATOMS}


class WithoutSecrets(logging.Filter):
    """For what Django says of an address that it could not answer: "Not Found: /en/receipt/…/"."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(each) if isinstance(each, str) else each for each in record.args
            )
        return True
