"""The key that signs checkpoints: one file, made on first use, named by the setting ``LEDGER_KEY``.

The file holds the secret key as PEM, and after it the public half of each earlier one with the day
until which it signed. Its backup goes elsewhere than the database's: who has both can rewrite the
ledger unseen.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from comments.merkle.checker import (
    ED25519,
    Signature,
    SignedNote,
    TreeHead,
    VerifierKey,
    secret_pem,
)
from comments.models import Checkpoint

_EARLIER = re.compile(
    r"until (\d{4}-\d\d-\d\d)\n(-----BEGIN PUBLIC KEY-----\n.+?-----END PUBLIC KEY-----\n)",
    re.DOTALL,
)


class EarlierKey(NamedTuple):
    until: date
    public: bytes


class LedgerKeys(NamedTuple):
    """The key that signs, and those that did before, the newest first."""

    secret: Ed25519PrivateKey
    earlier: tuple[EarlierKey, ...]

    @property
    def public(self) -> bytes:
        return self.secret.public_key().public_bytes_raw()


def ledger_keys() -> LedgerKeys:
    """Made where there is none yet.

    Raises `ImproperlyConfigured` where the file holds no such key, or is gone.
    """
    path = Path(settings.LEDGER_KEY)
    if not path.exists():
        if Checkpoint.objects.exists():
            raise ImproperlyConfigured(
                f"{path}, the key that signed ledgers, is gone: put it back from its backup."
                " Where it is lost, `replace_ledger_key --lost --yes` makes another."
            )
        _make(path)
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_ino)


def sign(head: TreeHead) -> SignedNote:
    """The checkpoint: the same at any time, until there is another key."""
    keys = ledger_keys()
    signed = keys.secret.sign(head.text.encode())
    key = VerifierKey(head.origin, ED25519, keys.public)
    return SignedNote(head.text, (Signature(key.name, key.key_id, signed),))


def verifier_key(origin: str) -> VerifierKey:
    """By which anybody checks what is signed now."""
    return VerifierKey(origin, ED25519, ledger_keys().public)


def verifier_keys(origin: str) -> list[VerifierKey]:
    """By which anything may have been signed, the present one first."""
    return [key for key, _until in all_verifier_keys(origin)]


def all_verifier_keys(origin: str) -> Iterator[tuple[VerifierKey, date | None]]:
    """The present one and all before it, with the day until which each signed."""
    yield verifier_key(origin), None
    for key in ledger_keys().earlier:
        yield VerifierKey(origin, ED25519, key.public), key.until


def make_lost_key_anew() -> None:
    """A key in place of one whose file is gone: what that signed, nobody can check here."""
    _make(Path(settings.LEDGER_KEY))


def replace_key() -> None:
    """Sign with a new key from now on; the earlier one's secret half is gone."""
    keys = ledger_keys()
    earlier = (EarlierKey(timezone.localdate(), keys.public), *keys.earlier)
    _write(Path(settings.LEDGER_KEY), Ed25519PrivateKey.generate(), earlier).replace(
        settings.LEDGER_KEY
    )


def _make(path: Path) -> None:
    """A key where there is none; of several processes that do so, the first one's stays."""
    new = _write(path, Ed25519PrivateKey.generate(), ())
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _write(path: Path, secret: Ed25519PrivateKey, earlier: tuple[EarlierKey, ...]) -> Path:
    """The file, whole, beside the place that it is for."""
    descriptor, new = mkstemp(prefix=f"{path.name}.", dir=path.parent)  # for its owner alone
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret_pem(secret))
        file.writelines(map(_until, earlier))
        file.flush()
        os.fsync(file.fileno())
    return Path(new)


def _until(key: EarlierKey) -> bytes:
    return f"until {key.until:%Y-%m-%d}\n".encode() + _public_pem(key.public)


def _public_pem(public: bytes) -> bytes:
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@lru_cache(maxsize=1)
def _read(path: Path, changed: int, inode: int) -> LedgerKeys:
    """Anew when the file has changed."""
    text = path.read_text(encoding="ascii")
    try:
        secret = serialization.load_pem_private_key(text.partition("until ")[0].encode(), None)
        earlier = tuple(
            EarlierKey(date.fromisoformat(until), _public(pem))
            for until, pem in _EARLIER.findall(text)
        )
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{path} holds no key for the ledger.") from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{path} holds a key of another kind than Ed25519.")
    return LedgerKeys(secret, earlier)


def _public(pem: str) -> bytes:
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("another kind of key")
    return key.public_bytes_raw()
