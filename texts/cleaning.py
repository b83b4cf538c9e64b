"""Make text and inline HTML from files safe to store: no control characters, no foreign markup."""

from __future__ import annotations

import re

import nh3

_ALLOWED_TAGS = {"a", "b", "br", "em", "i", "strong", "sub", "sup"}
_ALLOWED_SCHEMES = {"http", "https", "mailto"}
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNENCODABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SOFT_HYPHEN = re.compile("\u00ad ?")
_SPACES = re.compile(r"[\s\u00a0]+")


def clean_text(text: str) -> str:
    """Text without control, direction and zero-width characters, or soft hyphens.

    A lone surrogate becomes U+FFFD, so that the text can be stored. White space is left as it is.
    """
    return _UNENCODABLE.sub("\ufffd", _REMOVED.sub("", _SOFT_HYPHEN.sub("", text)))


def has_direction_controls(text: str) -> bool:
    """Whether characters that turn the direction of writing stand in the text.

    They can make a title read otherwise than it is stored, so `clean_text` takes them out; right-
    to-left scripts need none of them and stay.
    """
    return _DIRECTION.search(text) is not None


def squeeze(text: str) -> str:
    """`clean_text` on one line, runs of white space as one space."""
    return _SPACES.sub(" ", clean_text(text)).strip()


def clean_inline(html: str) -> str:
    """Inline HTML with the tags of a paragraph alone (emphasis, links, sub, sup, br)."""
    return nh3.clean(
        clean_text(html),
        tags=_ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_ALLOWED_SCHEMES,
        link_rel=None,
    ).strip()
