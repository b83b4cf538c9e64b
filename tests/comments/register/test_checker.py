"""The stand-alone checker: what it lets pass, and above all what it does not."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from scitt_cose import merkle as oracle

from comments.merkle.checker import (
    COSIGNATURE,
    ED25519,
    CheckFailed,
    EntryList,
    EntryProof,
    Growth,
    Signature,
    SignedNote,
    TreeHead,
    VerifierKey,
    check_growth,
    check_inclusion,
    checked_head,
    commitment,
    cosigned,
    grown,
    joined,
    leaf_hash,
    node_hash,
    roots_of,
    witness_key,
)
from comments.merkle.tree import growth_path, inclusion_paths, root_at

ORIGIN = "maoni.example/ledger/0123456789ab"
# The example of c2sp.org/signed-note.
SPECIFIED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPECIFIED_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi"
    "2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def defined_root(data):
    """RFC 6962, 2.1, word for word."""
    if not data:
        return hashlib.sha256(b"").digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return hashlib.sha256(b"\x01" + defined_root(data[:k]) + defined_root(data[k:])).digest()


@dataclass
class Log:
    """A ledger in memory, with the hashes kept as entries keep them."""

    data: list[bytes]
    secret: Ed25519PrivateKey

    def __post_init__(self):
        self.kept, peaks = [], []
        for size, each in enumerate(self.data):
            peaks, completed = grown(peaks, size, leaf_hash(each))
            self.kept.append(completed)

    def hashes(self, nodes):
        return {node: self.kept[node.last_entry][node.level] for node in nodes}

    @property
    def key(self):
        return VerifierKey(ORIGIN, ED25519, self.secret.public_key().public_bytes_raw())

    def head(self, size=None):
        size = len(self.data) if size is None else size
        return TreeHead(ORIGIN, size, defined_root(self.data[:size]))

    def note(self, size=None):
        text = self.head(size).text
        signed = self.secret.sign(text.encode())
        return SignedNote(text, (Signature(ORIGIN, self.key.key_id, signed),))

    def proof(self, index, size=None, extra=b""):
        size = len(self.data) if size is None else size
        [path] = inclusion_paths([index], size, self.hashes)
        return EntryProof(extra, index, tuple(path), self.note(size))


SECRET = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
EXTRAS = [f'salt{n}\n{{"text":"View {n}"}}'.encode() for n in range(40)]


@pytest.fixture(scope="module")
def log():
    return Log([commitment(extra) for extra in EXTRAS], SECRET)


sizes = st.integers(1, 40)


@given(size=sizes)
def test_root__is_that_of_the_rfc(size):
    log = Log([commitment(extra) for extra in EXTRAS[:size]], SECRET)
    assert root_at(size, log.hashes) == defined_root(log.data)
    assert roots_of(map(leaf_hash, log.data), [0, size])[size] == defined_root(log.data)


@given(size=sizes, data=st.data())
def test_tree__agrees_with_another_hand(size, data):
    """`scitt_cose` was written by others, from the same document."""
    entries = [commitment(extra) for extra in EXTRAS[:size]]
    written = [each.hex() for each in entries]
    log = Log(entries, SECRET)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    [path] = inclusion_paths([index], size, log.hashes)
    assert root_at(size, log.hashes).hex() == oracle.merkle_root(written)
    assert [each.hex() for each in path] == oracle.inclusion_proof(written, index)
    grown_by = [each.hex() for each in growth_path(old, size, log.hashes)]
    assert grown_by == oracle.consistency_proof(written, old, size)


def test_root__of_nothing_is_the_hash_of_nothing():
    assert joined([]) == roots_of([], [0])[0] == hashlib.sha256(b"").digest()


@given(size=sizes, data=st.data())
def test_inclusion__holds_for_the_entry_and_for_nothing_else(size, data):
    log = Log([commitment(extra) for extra in EXTRAS], SECRET)
    index = data.draw(st.integers(0, size - 1))
    right = {
        "index": index,
        "size": size,
        "leaf": leaf_hash(log.data[index]),
        "path": inclusion_paths([index], size, log.hashes)[0],
        "root": defined_root(log.data[:size]),
    }
    check_inclusion(**right)
    path = right["path"]
    wrong = [
        {"leaf": leaf_hash(b"other")},
        {"root": b"\0" * 32},
        {"path": [*path, b"\0" * 32]},
        {"index": size},
        {"index": -1},
        *({"path": [*path[:n], b"\0" * 32, *path[n + 1 :]]} for n in range(len(path))),
        *({"path": path[:n]} for n in range(len(path))),
        *({"index": other} for other in range(size) if other != index),
    ]
    for change in wrong:
        with pytest.raises(CheckFailed):
            check_inclusion(**right | change)


@given(size=sizes, data=st.data())
def test_growth__holds_for_what_was_only_added_to(size, data):
    log = Log([commitment(extra) for extra in EXTRAS], SECRET)
    old = data.draw(st.integers(0, size))
    path = growth_path(old, size, log.hashes)
    check_growth(old=log.head(old), new=log.head(size), path=path)
    wrong = [
        [*path, b"\0" * 32],
        *([*path[:n], b"\0" * 32, *path[n + 1 :]] for n in range(len(path))),
    ]
    for other in wrong:
        with pytest.raises(CheckFailed):
            check_growth(old=log.head(old), new=log.head(size), path=other)


@given(size=sizes, changed=st.integers(0, 39), swapped=st.booleans(), data=st.data())
def test_growth__no_path_hides_that_an_old_entry_was_changed(size, changed, swapped, data):
    log = Log([commitment(extra) for extra in EXTRAS], SECRET)
    old = data.draw(st.integers(1, size))
    place = changed % old
    forged = list(log.data)
    if swapped:
        forged[place], forged[-1] = forged[-1], forged[place]
    else:
        forged[place] = commitment(b"words that nobody sent")
    fork = Log(forged, SECRET)
    if fork.head(old) == log.head(old):
        return
    for hashes in (log.hashes, fork.hashes):
        with pytest.raises(CheckFailed):
            check_growth(
                old=log.head(old), new=fork.head(size), path=growth_path(old, size, hashes)
            )


def test_growth__a_ledger_that_was_cut_is_told(log):
    with pytest.raises(CheckFailed, match="it was cut"):
        check_growth(old=log.head(9), new=log.head(5), path=[])


def test_growth__two_of_one_size_that_differ_are_told(log):
    fork = Log([*log.data[:-1], b"x" * 32], SECRET)
    with pytest.raises(CheckFailed, match="rewritten"):
        check_growth(old=log.head(), new=fork.head(), path=[])


def test_growth__two_empty_ones_that_differ_are_told(log):
    false = log.head(0)._replace(root=b"x" * 32)
    with pytest.raises(CheckFailed, match="rewritten"):
        check_growth(old=log.head(0), new=false, path=[])


def test_growth__of_another_ledger_is_none(log):
    other = log.head()._replace(origin="maoni.example/ledger/other")
    with pytest.raises(CheckFailed, match="Two ledgers"):
        check_growth(old=log.head(), new=other, path=[])


def test_note__of_the_specification_is_read_and_verified():
    note, key = SignedNote.parse(SPECIFIED_NOTE), VerifierKey.parse(SPECIFIED_KEY)
    assert note.signed_by(key) == 0
    assert (str(note), str(key)) == (SPECIFIED_NOTE, SPECIFIED_KEY)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        "name+00000000+AekyeRrm",
        SPECIFIED_KEY.replace("530d903a", "530d903b"),
        SPECIFIED_KEY.replace("example.com/foo", "example.com/f"),
        SPECIFIED_KEY[:-4],
        SPECIFIED_KEY + "A",
    ],
)
def test_key__copied_wrongly_is_told(key):
    with pytest.raises(CheckFailed):
        VerifierKey.parse(key)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text",
        "text\n\n",
        "text\n\nno dash x AAAA\n",
        "text\n\n\u2014 name !!!\n",
        "te\txt\n\n\u2014 a AAAA\n",
        "text\n\n" + "\u2014 a AAAA\n" * 65,
    ],
)
def test_note__that_is_none_is_told(note):
    with pytest.raises(CheckFailed):
        SignedNote.parse(note)


def test_head__signed_by_another_key_is_none_of_the_ledgers(log):
    forged = Log(log.data, OTHER)
    with pytest.raises(CheckFailed, match="did not sign"):
        checked_head(forged.note(), [log.key])
    with pytest.raises(CheckFailed, match="not that of"):
        checked_head(log.note(), [log.key._replace(name="another")])


def test_head__with_a_false_signature_is_refused_though_another_is_right(log):
    """As c2sp.org/signed-note asks."""
    second = VerifierKey(ORIGIN, ED25519, OTHER.public_key().public_bytes_raw())
    false = Signature(ORIGIN, second.key_id, b"\0" * 64)
    note = log.note()._replace(signatures=(*log.note().signatures, false))
    assert checked_head(note, [log.key]).size == 40
    with pytest.raises(CheckFailed, match="false"):
        checked_head(note, [log.key, second])


def test_head__changed_after_it_was_signed_is_refused(log):
    note = log.note()
    with pytest.raises(CheckFailed, match="false"):
        checked_head(note._replace(text=note.text.replace("40", "41")), [log.key])


def test_proof__read_back_proves_the_words_that_it_brings(log):
    text = str(log.proof(7, extra=EXTRAS[7]))
    proof = EntryProof.parse(text)
    assert str(proof) == text
    assert proof.check([log.key], commitment(proof.extra)).size == 40
    with pytest.raises(CheckFailed, match="words"):
        proof.check([log.key], commitment(EXTRAS[8]))


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 7", "index 07"),
        ("index 7", "index -7"),
        ("index 7", "7"),
        ("index 7", "index 999999999999999999999"),
        ("index 7", "index 7\n!!!"),
        ("index 7", "index 7" + "\nAAAA" * 64),
        ("index 7", "index 7\nAAAA"),
        ("extra ", "extra !"),
    ],
)
def test_proof__that_cannot_be_read_is_told(log, there, instead):
    text = str(log.proof(7, extra=EXTRAS[7]))
    with pytest.raises(CheckFailed):
        EntryProof.parse(text.replace(there, instead, 1))


@given(st.text(alphabet="ab0 \n\u2014+=/", max_size=80))
def test_anything__is_read_or_refused_with_a_reason(text):
    for kind in (EntryProof, EntryList, Growth, SignedNote, VerifierKey, TreeHead):
        with suppress(CheckFailed):
            kind.parse(text)


def test_list__gives_its_checkpoint_and_earlier_ones(log):
    entries = EntryList(tuple(log.data), log.note())
    assert EntryList.parse(str(entries)) == entries
    assert entries.check([log.key], [log.note(0), log.note(1), log.note(13)]).size == 40


def test_list__changed_removed_swapped_or_added_to_is_told(log):
    seals = log.data
    for forged in (
        [*seals[:5], b"x" * 32, *seals[6:]],
        [*seals[:5], *seals[6:]],
        [seals[1], seals[0], *seals[2:]],
        [*seals, b"x" * 32],
        [*seals[:5], b"x" * 32, *seals[5:]],
    ):
        with pytest.raises(CheckFailed):
            EntryList(tuple(forged), log.note()).check([log.key])


def test_list__of_a_fork_is_told_by_whoever_kept_an_earlier_checkpoint(log):
    fork = Log([b"x" * 32, *log.data[1:]], SECRET)
    entries = EntryList(tuple(fork.data), fork.note())
    assert entries.check([log.key]).size == 40
    with pytest.raises(CheckFailed, match="first 13 entries"):
        entries.check([log.key], [log.note(13)])


def test_list__of_a_database_put_back_is_told(log):
    entries = EntryList(tuple(log.data[:30]), log.note(30))
    with pytest.raises(CheckFailed, match="it was cut"):
        entries.check([log.key], [log.note(35)])


def test_cosignature__says_when_and_only_for_this_checkpoint(log):
    key = witness_key("witness.example/w", OTHER)
    line = cosigned(log.note(), key, OTHER, 1_790_000_000)
    assert SignedNote.parse(str(log.note()) + line).signed_by(key) == 1_790_000_000
    assert key.kind == COSIGNATURE
    with pytest.raises(CheckFailed, match="false"):
        SignedNote.parse(str(log.note(12)) + line).signed_by(key)


def test_proof__of_a_hundred_thousand_entries_is_below_a_kilobyte():
    """Seventeen hashes: it fits a QR code."""
    path = (node_hash(b"", b""),) * 17
    secret = VerifierKey(ORIGIN, ED25519, b"\0" * 32)
    head = TreeHead(ORIGIN, 100_000, b"\0" * 32)
    note = SignedNote(head.text, (Signature(ORIGIN, secret.key_id, b"\0" * 64),))
    assert len(str(EntryProof(b"", 99_999, path, note)).encode()) <= 1_024
