"""A sum that a browser does while its reader writes: cheap for one comment, dear for ten thousand.

The browser looks for a number that, put after the form's stamp, has a SHA-256 that begins with
`BITS` zeros (hashcash: Back, 2002). It tells nothing of who sends it, and is good for one comment,
for the stamp is. Whoever has no script sends none, and is taken in all the same.
"""

import hashlib

# Some 16,000 hashes on the average: below a second, and some seconds on a cheap phone.
BITS = 14
LONGEST_ANSWER = 20


def is_solved(stamp: str, answer: str) -> bool:
    """Whether the sum of this stamp was done."""
    digest = hashlib.sha256(f"{stamp}:{answer}".encode(errors="replace")).digest()
    return bool(answer) and int.from_bytes(digest) >> (len(digest) * 8 - BITS) == 0
