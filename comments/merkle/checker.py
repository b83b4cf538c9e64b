"""Check a Maoni ledger without trusting whoever runs the site.

This file stands alone: it needs Python 3.11 or later and the package `cryptography`, and no network
but for `witness`. Keep a copy of it, and of the ledger's key, somewhere else than on the site.

    python3 checker.py receipt PPP-0012.tlog-proof --key KEY
        The comment in the file is in the ledger of the checkpoint beside it.
    python3 checker.py ledger entries.txt --key KEY [--earlier CHECKPOINT ...]
        The whole list of entries gives the checkpoint, and every earlier one that somebody kept.
    python3 checker.py growth OLD NEW PROOF --key KEY
        The newer checkpoint only adds to the older one.
    python3 checker.py new-key NAME FILE
        Make a witness's key: the secret half goes to FILE, the public half is printed.
    python3 checker.py witness ADDRESS --key KEY --secret FILE --state FILE
        See to it that a ledger only grows: fetch its newest checkpoint, check it against the last
        one seen, keep it and sign it.

It ends with 0 where all is right, with 1 (NOT RIGHT) where something is not, and with 2
(NOT CHECKED) where a file or an address could not be read.

The forms are public ones: the tree is that of RFC 6962, the proofs follow RFC 9162 (2.1.3, 2.1.4),
checkpoints and signatures c2sp.org/tlog-checkpoint, /signed-note and /tlog-cosignature, the file of
a receipt c2sp.org/tlog-proof. An entry's data are the 32 bytes of SHA-256 over a salt, a line end,
and the comment as it came in, as JSON.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from http.client import HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HASH = 32  # bytes
ED25519, COSIGNATURE = 1, 4  # types of signature
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
ENTRIES_HEADER = "maoni.ledger/v1"
MOST_SIGNATURES, MOST_PATH = 64, 63
LONGEST_REPLY = 100_000  # bytes that a witness reads of an answer
PATIENCE_S = 60


class CheckFailed(Exception):
    """Something is not as it must be; the message says what."""


# The tree


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def joined(peaks: Sequence[bytes]) -> bytes:
    """The root over the perfect trees that stand side by side, the largest first."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    *others, root = peaks
    for peak in reversed(others):
        root = node_hash(peak, root)
    return root


def grown(peaks: Sequence[bytes], size: int, leaf: bytes) -> tuple[list[bytes], list[bytes]]:
    """The perfect trees after one more leaf, and the hashes that it completed, itself first."""
    kept, completed = list(peaks), [leaf]
    while size & 1:
        completed.append(node_hash(kept.pop(), completed[-1]))
        size >>= 1
    return [*kept, completed[-1]], completed


def roots_of(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The root at each of the sizes, of those that the leaves reach."""
    wanted, peaks = set(sizes), list[bytes]()
    found = {0: joined([])} if 0 in wanted else {}
    for before, leaf in enumerate(leaves):
        peaks, _completed = grown(peaks, before, leaf)
        size = before + 1
        if size in wanted:
            found[size] = joined(peaks)
    return found


def check_inclusion(
    *, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """RFC 9162, 2.1.3.2. Raises `CheckFailed`."""
    if not 0 <= index < size:
        raise CheckFailed(f"There is no entry {index + 1} among {size}.")
    found, sides = leaf, _sides(index, size - 1, path)
    for is_left, each in sides or ():
        found = node_hash(each, found) if is_left else node_hash(found, each)
    if sides is None or found != root:
        raise CheckFailed("The words are not those of this entry, or the proof is not theirs.")


def _sides(place: int, last: int, path: Sequence[bytes]) -> list[tuple[bool, bytes]] | None:
    """The hashes from a place up to the root, each with whether it stands to the left.

    None where they are not as many as lead there. Places count from 0 to `last` in their row.
    """
    sides = []
    for each in path:
        if last == 0:
            return None
        is_left = bool(place & 1) or place == last
        while is_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        sides.append((is_left, each))
        place, last = place >> 1, last >> 1
    return sides if last == 0 else None


def check_growth(*, old: "TreeHead", new: "TreeHead", path: Sequence[bytes]) -> None:
    """RFC 9162, 2.1.4.2: that the new tree begins with the old one. Raises `CheckFailed`."""
    if old.origin != new.origin:
        raise CheckFailed(f"Two ledgers: {old.origin} and {new.origin}.")
    if new.size < old.size:
        raise CheckFailed(f"The ledger had {old.size} entries and has {new.size}: it was cut.")
    if old.size in (0, new.size):
        if path or (old.size == new.size and old.root != new.root):
            raise CheckFailed(f"Two ledgers of {old.size} entries that differ: one was rewritten.")
        return
    if _grown_roots(old, new, path) != (old.root, new.root):
        raise CheckFailed(f"The ledger was rewritten below entry {old.size}.")


def _grown_roots(
    old: "TreeHead", new: "TreeHead", path: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """What the path says that the roots of the old and the new tree are."""
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    start = list(path) if place else [old.root, *path]
    if not start:
        return None
    first, *rest = start
    older = newer = first
    sides = _sides(place, last, rest)
    for is_left, each in sides or ():
        older = node_hash(each, older) if is_left else older
        newer = node_hash(each, newer) if is_left else node_hash(newer, each)
    return None if sides is None else (older, newer)


# Signed notes


class VerifierKey(NamedTuple):
    """The public half of a key, with the name that it signs under."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        public = _encoded(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{public}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Raises `CheckFailed` unless it is ``NAME+ID+KEY``."""
        name, _plus, rest = text.strip().partition("+")
        key_id, _plus, encoded = rest.partition("+")
        public = _decoded(encoded, "key")
        if not public or public[0] not in (ED25519, COSIGNATURE) or len(public) != HASH + 1:
            raise CheckFailed("This is no key for Ed25519 signatures: NAME+ID+KEY is asked for.")
        key = cls(name, public[0], public[1:])
        if not name or re.search(r"\s", name) or key.key_id.hex() != key_id:
            raise CheckFailed("The key was copied wrongly: its name, number and rest do not agree.")
        return key


class Signature(NamedTuple):
    name: str
    key_id: bytes
    signed: bytes

    def is_under(self, key: VerifierKey) -> bool:
        """Whether it says that it is the key's, which is still to be checked."""
        return (self.name, self.key_id) == (key.name, key.key_id)

    def __str__(self) -> str:
        return f"\u2014 {self.name} {_encoded(self.key_id + self.signed)}\n"


class SignedNote(NamedTuple):
    """A text that ends in a line end, and who signed it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def parse(cls, note: str) -> "SignedNote":
        """Raises `CheckFailed`."""
        text, blank, lines = note.rpartition("\n\n")
        signatures = lines.splitlines()
        if not blank or not signatures or re.search(r"[\x00-\x09\x0b-\x1f]", note):
            raise CheckFailed("This is no signed checkpoint.")
        if len(signatures) > MOST_SIGNATURES:
            raise CheckFailed("The checkpoint has too many signatures.")
        return cls(text + "\n", tuple(_signature(line) for line in signatures))

    def without_witnesses(self) -> "SignedNote":
        """As the ledger alone signed it, with one key or several."""
        origin, _line, _rest = self.text.partition("\n")
        return self._replace(signatures=tuple(s for s in self.signatures if s.name == origin))

    def signed_by(self, key: VerifierKey) -> int | None:
        """When last, in seconds since 1970, or 0 where a signature has no time; None if never.

        Raises `CheckFailed` where a signature under the key's name is not its own.
        """
        return max((moment for moment, _signature in self.signatures_by(key)), default=None)

    def signatures_by(self, key: VerifierKey) -> list[tuple[int, Signature]]:
        """All that are under the key's name, with the moment. Raises `CheckFailed` as above."""
        own = [each for each in self.signatures if each.is_under(key)]
        return [(_checked_moment(key, self.text, each), each) for each in own]


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not parts[1]:
        raise CheckFailed("A signature of the checkpoint cannot be read.")
    signed = _decoded(parts[2], "signature")
    return Signature(parts[1], signed[:4], signed[4:])


def _checked_moment(key: VerifierKey, text: str, signature: Signature) -> int:
    moment, message, signed = _what_was_signed(key.kind, text, signature.signed)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, message)
    except (InvalidSignature, ValueError) as error:
        raise CheckFailed(f"The signature of {key.name} is false.") from error
    return moment


def _what_was_signed(kind: int, text: str, signed: bytes) -> tuple[int, bytes, bytes]:
    if kind == ED25519:
        return 0, text.encode(), signed
    moment = int.from_bytes(signed[:8])
    return moment, cosigned_message(text, moment), signed[8:]


def cosigned_message(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckFailed(f"A {what} cannot be read: {text[:60]}") from error


def _hash(text: str, what: str) -> bytes:
    found = _decoded(text, what)
    if len(found) != HASH:
        raise CheckFailed(f"A {what} has {len(found)} bytes, not {HASH}.")
    return found


# Checkpoints, proofs, lists of entries


class TreeHead(NamedTuple):
    """What a checkpoint says: which ledger, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "TreeHead":
        """Raises `CheckFailed`."""
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]):
            raise CheckFailed("This is no checkpoint: a name, a number and a root are asked for.")
        return cls(lines[0], int(lines[1]), _hash(lines[2], "root"))


def checked_head(note: SignedNote, keys: Sequence[VerifierKey]) -> TreeHead:
    """What a checkpoint says, if the ledger signed it. Raises `CheckFailed`."""
    head = TreeHead.parse(note.text)
    own = [key for key in keys if key.name == head.origin]
    if not own:
        raise CheckFailed(f"The key is not that of {head.origin}.")
    signed = [note.signed_by(key) for key in own]  # each of them: none may be false
    if all(moment is None for moment in signed):
        raise CheckFailed(f"{head.origin} did not sign this checkpoint.")
    return head


class EntryProof(NamedTuple):
    """A file ``.tlog-proof``: an entry's index, the way to the root, and the checkpoint.

    ``extra`` is the salt, a line end, and the comment as it came in; empty where it is left out.
    """

    extra: bytes
    leaf_index: int
    path: tuple[bytes, ...]
    note: SignedNote

    def __str__(self) -> str:
        lines = [PROOF_HEADER]
        lines += [f"extra {_encoded(self.extra)}"] if self.extra else []
        lines += [f"index {self.leaf_index}", *map(_encoded, self.path)]
        return "\n".join(lines) + f"\n\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> "EntryProof":
        """Raises `CheckFailed`."""
        head, _blank, note = text.partition("\n\n")
        header, *lines = head.split("\n")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = _decoded(lines.pop(0).removeprefix("extra "), "comment")
        if header != PROOF_HEADER or not lines:
            raise CheckFailed("This is no proof: a file that ends in .tlog-proof is asked for.")
        index = re.fullmatch(r"index (0|[1-9][0-9]{0,17})", lines[0])
        if not index or len(lines) > MOST_PATH + 1:
            raise CheckFailed("The proof's index or path cannot be read.")
        path = tuple(_hash(line, "proof") for line in lines[1:])
        return cls(extra, int(index[1]), path, SignedNote.parse(note))

    def check(self, keys: Sequence[VerifierKey], data: bytes) -> TreeHead:
        """That an entry with these data is in the ledger. Raises `CheckFailed`."""
        head = checked_head(self.note, keys)
        check_inclusion(
            index=self.leaf_index,
            size=head.size,
            leaf=leaf_hash(data),
            path=self.path,
            root=head.root,
        )
        return head


class EntryList(NamedTuple):
    """A ledger's list: the 32 bytes of every entry in order, and a checkpoint over them."""

    data: tuple[bytes, ...]
    note: SignedNote

    def __str__(self) -> str:
        lines = "".join(f"{each.hex()}\n" for each in self.data)
        return f"{ENTRIES_HEADER}\n{lines}\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> "EntryList":
        """Raises `CheckFailed`."""
        head, _blank, note = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != ENTRIES_HEADER or not all(re.fullmatch("[0-9a-f]{64}", n) for n in lines):
            raise CheckFailed("This is no list of entries as the ledger's page offers it.")
        return cls(tuple(map(bytes.fromhex, lines)), SignedNote.parse(note))

    def check(self, keys: Sequence[VerifierKey], earlier: Sequence[SignedNote] = ()) -> TreeHead:
        """That the list gives its checkpoint and each earlier one. Raises `CheckFailed`."""
        newest = checked_head(self.note, keys)
        if newest.size != len(self.data):
            raise CheckFailed(f"The list has {len(self.data)} entries, not {newest.size}.")
        heads = [newest, *(checked_head(note, keys) for note in earlier)]
        roots = roots_of(map(leaf_hash, self.data), {head.size for head in heads})
        for head in heads:
            if head.origin != newest.origin:
                raise CheckFailed(f"Two ledgers: {head.origin} and {newest.origin}.")
            if head.size > newest.size:
                raise CheckFailed(f"The ledger had {head.size} entries: it was cut.")
            if roots[head.size] != head.root:
                raise CheckFailed(f"The first {head.size} entries are not those of its checkpoint.")
        return newest


def commitment(extra: bytes) -> bytes:
    """An entry's data, of the salt and the comment."""
    return hashlib.sha256(extra).digest()


# Witnesses


def cosigned(note: SignedNote, key: VerifierKey, secret: Ed25519PrivateKey, moment: int) -> str:
    """The line by which a witness says that this is the longest ledger it has seen."""
    signed = secret.sign(cosigned_message(note.text, moment))
    return str(Signature(key.name, key.key_id, moment.to_bytes(8) + signed))


def witness_key(name: str, secret: Ed25519PrivateKey) -> VerifierKey:
    return VerifierKey(name, COSIGNATURE, secret.public_key().public_bytes_raw())


class Growth(NamedTuple):
    """A newer checkpoint with the proof that it only adds to one of ``old`` entries."""

    old: int
    path: tuple[bytes, ...]
    note: SignedNote

    def __str__(self) -> str:
        lines = [f"old {self.old}", *map(_encoded, self.path)]
        return "\n".join(lines) + f"\n\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> "Growth":
        """Raises `CheckFailed`."""
        head, _blank, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        old = re.fullmatch(r"old (0|[1-9][0-9]{0,17})", first)
        if not old or len(lines) > MOST_PATH:
            raise CheckFailed("This is no proof that a ledger grew.")
        path = tuple(_hash(line, "proof") for line in lines)
        return cls(int(old[1]), path, SignedNote.parse(note))


# The command


def _receipt(options: argparse.Namespace) -> str:
    proof, keys = EntryProof.parse(_read(options.file)), _keys(options)
    head = proof.check(keys, _seal(proof.extra, options.seal))
    lines = [f"Entry {proof.leaf_index + 1} of {head.size} in {head.origin}:", *_words(proof.extra)]
    seen = {key.name: proof.note.signed_by(key) for key in keys if key.kind == COSIGNATURE}
    lines += [f"{name} saw this ledger on {_date(when)}." for name, when in seen.items() if when]
    return "\n".join(lines)


def _seal(extra: bytes, given: str | None) -> bytes:
    """Of the words in the file, where there are any: what is shown is what is checked."""
    if not (extra or given):
        raise CheckFailed("The file holds no words: give --seal, as it stands on the slip.")
    seal = bytes.fromhex(given) if given else commitment(extra)
    if extra and seal != commitment(extra):
        raise CheckFailed("The words in the file are not those of this seal.")
    return seal


def _words(extra: bytes) -> list[str]:
    _salt, _line, comment = extra.decode().partition("\n")
    said = json.loads(comment or "{}")
    if not isinstance(said, dict):
        raise CheckFailed("What was sealed is no comment.")
    return [f"  {_shown(name)}: {_shown(words)}" for name, words in said.items() if words]


def _shown(words: object) -> str:
    """On one line, without what would steer a terminal or turn the text round."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", " ", str(words))


def _ledger(options: argparse.Namespace) -> str:
    entries = EntryList.parse(_read(options.file))
    earlier = [SignedNote.parse(_read(each)) for each in options.earlier]
    head = entries.check(_keys(options), earlier)
    return f"{head.size} entries in {head.origin}; {len(earlier)} earlier checkpoints agree."


def _growth(options: argparse.Namespace) -> str:
    keys = _keys(options)
    old, new = (
        checked_head(SignedNote.parse(_read(path)), keys) for path in (options.old, options.new)
    )
    check_growth(old=old, new=new, path=Growth.parse(_read(options.proof)).path)
    return f"{new.origin} grew from {old.size} to {new.size} entries."


def _new_key(options: argparse.Namespace) -> str:
    secret = Ed25519PrivateKey.generate()
    key = VerifierKey.parse(str(witness_key(options.name, secret)))
    with os.fdopen(os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(f"{key}\n".encode() + secret_pem(secret))
    return str(key)


def secret_pem(secret: Ed25519PrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
    )


def _witness(options: argparse.Namespace) -> str:
    address, state = options.address.rstrip("/"), Path(options.state)
    seen = SignedNote.parse(_read(state)) if state.exists() else None
    old = TreeHead.parse(seen.text).size if seen else 0
    growth = Growth.parse(_fetched(f"{address}/growth?old={old}"))
    head = checked_head(growth.note, _keys(options))
    if seen:
        check_growth(old=TreeHead.parse(seen.text), new=head, path=growth.path)
    line = cosigned(growth.note, *_secret(options.secret), int(time.time()))
    _keep(state, str(growth.note))
    _fetched(f"{address}/cosign", f"{growth.note}{line}".encode())
    return f"{head.origin} grew from {old} to {head.size} entries: kept and signed."


def _secret(path: str) -> tuple[VerifierKey, Ed25519PrivateKey]:
    """A witness's key, both halves. Raises `CheckFailed`."""
    name, _line, pem = _read(path).partition("\n")
    secret = serialization.load_pem_private_key(pem.encode(), None)
    key = VerifierKey.parse(name)
    if not isinstance(secret, Ed25519PrivateKey) or witness_key(key.name, secret) != key:
        raise CheckFailed(f"{path} is no key that `new-key` made.")
    return key, secret


def _keep(path: Path, text: str) -> None:
    """The whole of it or nothing, before anything is signed away."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _fetched(address: str, body: bytes | None = None) -> str:
    if urlsplit(address).scheme not in ("https", "http"):
        raise CheckFailed(f"{address} is no address that begins with https://.")
    request = urllib.request.Request(address, body, {"Content-Type": "text/plain"})  # noqa: S310
    try:
        with urllib.request.build_opener(_StayThere).open(request, timeout=PATIENCE_S) as reply:
            return _read_in_time(reply)
    except urllib.error.HTTPError as error:
        said = _shown(error.read(500).decode(errors="replace")).strip()
        raise OSError(f"{address} answered {error.code}: {said}") from error


class _StayThere(urllib.request.HTTPRedirectHandler):
    """Follows nobody to another address: it becomes an `HTTPError`."""

    def redirect_request(self, *_request: object) -> None:
        return None


def _read_in_time(reply: HTTPResponse) -> str:
    """All of an answer that is neither longer nor slower than an honest one."""
    until, read = time.monotonic() + PATIENCE_S, b""
    while part := reply.read1(LONGEST_REPLY):
        read += part
        if len(read) > LONGEST_REPLY or time.monotonic() > until:
            raise OSError("The answer is longer or slower than one that is right.")
    return read.decode()


def _read(path: str | Path) -> str:
    """A file, or what was copied out of a report or a page, as an editor may have kept it.

    Without the marks where its lines may break, and empty lines around it.
    """
    text = Path(path).read_text(encoding="utf-8-sig").replace("\u200b", "")
    return text.strip() + "\n"


def _keys(options: argparse.Namespace) -> list[VerifierKey]:
    return [VerifierKey.parse(each) for each in options.key]


def _date(moment: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(moment))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, *arguments: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name)
        made.set_defaults(run=run)
        for each in arguments:
            made.add_argument(each)
        return made

    receipt = command("receipt", _receipt, "file")
    receipt.add_argument("--seal", help="64 digits, for the proof in the square of a printed slip")
    ledger = command("ledger", _ledger, "file")
    ledger.add_argument("--earlier", nargs="*", default=[], help="checkpoints that were kept")
    growth = command("growth", _growth, "old", "new", "proof")
    witness = command("witness", _witness, "address")
    for option in ("--secret", "--state"):
        witness.add_argument(option, required=True)
    for each in (receipt, ledger, growth, witness):
        each.add_argument("--key", action="append", required=True, help="NAME+ID+KEY")
    command("new-key", _new_key, "name", "file")
    return parser


def main() -> int:
    options = _arguments().parse_args()
    try:
        print(options.run(options))
    except (CheckFailed, ValueError, OverflowError, RecursionError) as error:
        print(f"NOT RIGHT: {_shown(error)}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"NOT CHECKED: {_shown(error)}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
