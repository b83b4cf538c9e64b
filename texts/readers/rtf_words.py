"""The words of an RTF text, without its looks: to be listed, for there is no reader of RTF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from texts.cleaning import file_text

MAGIC = b"{\\rtf"
_TOKEN = re.compile(
    rb"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>.)"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]|\\",
    re.DOTALL,
)
_NO_TEXT = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping listtable"
    b" listoverridetable rsidtbl latentstyles datastore fldinst filetbl revtbl".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t",
    b"tab": "\t", b"emdash": "\u2014", b"endash": "\u2013", b"lquote": "\u2018",
    b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022",
}  # fmt: skip
_ESCAPED = {b"~": " ", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}


def rtf_words(content: bytes) -> str:
    """All text of an RTF file, a line a paragraph; what is no RTF gives what it holds of it."""
    text = "".join(_Group(content).pieces())
    return file_text(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


class _Group:
    """Where in the groups of a file one is: whether they are text, and how many signs `\\u` has."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._open: list[tuple[bool, int]] = []
        self._silent, self._stand_ins = False, 1
        self._to_skip = 0

    def pieces(self) -> Iterator[str]:
        at = 0
        while found := _TOKEN.match(self._content, at):
            at = found.end()
            if found["word"] == b"bin":
                at += max(0, int(found["number"] or 0))
                continue
            piece = self._read(found)
            if piece and not self._silent:
                yield piece

    def _read(self, found: re.Match[bytes]) -> str:
        if found["brace"] == b"{":
            self._open.append((self._silent, self._stand_ins))
        elif found["brace"]:
            self._silent, self._stand_ins = self._open.pop() if self._open else (False, 1)
        elif found["word"]:
            return self._word(found["word"], int(found["number"] or 0))
        elif found["hex"]:
            return self._shown(bytes.fromhex(found["hex"].decode()).decode("cp1252", "replace"))
        elif found["sign"] == b"*":
            self._silent = True
        elif found["sign"]:
            sign = found["sign"]
            return self._shown(_ESCAPED.get(sign, sign.decode("cp1252", "replace")))
        elif found["text"]:
            return self._shown(found["text"].decode("cp1252", "replace"))
        return ""

    def _word(self, word: bytes, number: int) -> str:
        self._silent = self._silent or word in _NO_TEXT
        if word == b"uc":
            self._stand_ins = number
        if word == b"u":
            self._to_skip = self._stand_ins
            return chr(number & 0xFFFF)
        return _SIGNS.get(word, "")

    def _shown(self, text: str) -> str:
        """The text without what stands in for a sign where that cannot be shown."""
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        return text[skipped:]
