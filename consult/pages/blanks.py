"""What is said anew to everybody in a page that is kept whole: a form's token, its stamp.

While such a page is made, a mark stands in each of these places: random, so that nothing that
anybody writes is taken for one. It is kept without them, and each time it is answered they are
said for whoever asks: what was said to one reader is never in what is kept for another.
"""

import re
import secrets
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from struct import pack
from typing import Self

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils.html import escape

from consult.pages import dependencies

Say = Callable[[HttpRequest], str]
"""A function of a module, which the cache keeps by its name; it says less than 64 kilobytes."""

_HEAD, _LAST_BLOCK = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff", b"\x03\x00"
_token_check = CsrfViewMiddleware(lambda _request: HttpResponse())


def said_anew(request: HttpRequest, say: Say) -> str:
    """What ``say`` says; while a page is made that may be kept, the mark in its place."""
    page = dependencies.page_being_made()
    if page is None:
        return say(request)
    mark = f"blank{secrets.token_hex(16)}"
    page.blanks[mark] = say
    return mark


def form_token(request: HttpRequest) -> str:
    """The token of a form against forged requests, as Django's own tag says it."""
    if "CSRF_COOKIE" not in request.META:
        _token_check.process_request(request)
    return get_token(request)


def with_token_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie that a token said in the response is compared with, where one was said."""
    _token_check.process_response(request, response)


@dataclass(frozen=True)
class BlankedText:
    """A page's text in stretches, and what is said between each and the next.

    ``packed`` are the stretches as parts of a gzip stream.
    """

    stretches: Sequence[bytes]
    packed: Sequence[bytes]
    says: Sequence[Say]

    @classmethod
    def of(cls, content: bytes, blanks: Mapping[str, Say]) -> Self:
        """The text of a page that was made with these marks."""
        any_mark = "|".join(blanks).encode()
        parts = re.split(b"(%s)" % any_mark, content) if blanks else [content]
        says = [blanks[mark.decode()] for mark in parts[1::2]]
        return cls(parts[::2], [_packed(each) for each in parts[::2]], says)

    def plain_for(self, request: HttpRequest) -> bytes:
        return b"".join(_woven(self.stretches, self._said(request)))

    def gzipped_for(self, request: HttpRequest) -> bytes:
        """The same, put together of parts: nothing is compressed each time it is asked for."""
        said = self._said(request)
        check = size = 0
        for each in _woven(self.stretches, said):
            check, size = zlib.crc32(each, check), size + len(each)
        blocks = _woven(self.packed, [_stored(each) for each in said])
        return b"".join((_HEAD, *blocks, _LAST_BLOCK, pack("<LL", check, size)))

    def _said(self, request: HttpRequest) -> list[bytes]:
        return [escape(say(request)).encode() for say in self.says]


def _woven(stretches: Sequence[bytes], said: Sequence[bytes]) -> Iterator[bytes]:
    return chain.from_iterable(zip_longest(stretches, said, fillvalue=b""))


def _packed(stretch: bytes) -> bytes:
    """Blocks of a deflate stream (RFC 1951) that end at a byte and refer to nothing before."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(stretch) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(said: bytes) -> bytes:
    """A block as it stands, so that its length says nothing of how like the rest a secret is."""
    return pack("<BHH", 0, len(said), len(said) ^ 0xFFFF) + said
