"""The words of a section that a comment is about: typed, pasted or chosen on a page."""

import re
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from comments.models.comment import QUOTE_MAX
from texts.quoted_words import Quotation, quotations


class UnclearQuote(Exception):
    """Words that do not stand in the text, or in several places of it; the message says so."""


def find_quoted(paragraphs: Mapping[str, str], typed: str, address: str = "") -> Quotation:
    """The one place where the words stand, from the paragraph at ``address`` on if one is given.

    Raises `UnclearQuote`.
    """
    found = quotations(paragraphs, typed, beside=_beside_text(), first=address)
    if not found:
        raise UnclearQuote(
            _("These words do not stand in the text. Copy them as they stand, or leave it empty.")
        )
    if len(found) == 1 and len(as_text(found[0])) > QUOTE_MAX:
        raise UnclearQuote(
            _("These are more than %(n)d characters. Quote fewer words, or choose their paragraph.")
            % {"n": QUOTE_MAX}
        )
    if len(found) > 1:
        raise UnclearQuote(
            _("These words stand in several paragraphs. Choose above which of them you mean.")
        )
    return found[0]


def quoted_on_page(paragraphs: Mapping[str, str], words: str, address: str) -> str:
    """The words chosen on a page, as they stand in the text; empty where that is unclear."""
    try:
        return as_text(find_quoted(paragraphs, words, address))
    except UnclearQuote:
        return ""


def words_meant(paragraphs: Mapping[str, str], typed: str, address: str) -> str:
    """What proposed wording starts from: the words quoted, else all of the chosen paragraph.

    Empty where neither says what is meant.
    """
    if typed:
        return quoted_on_page(paragraphs, typed, address)
    return paragraphs.get(address, "")


def kept_quote(quotation: Quotation) -> dict[str, str]:
    """The words and their places as the form hands them on to the comment."""
    addresses = [part.address for part in quotation]
    return {
        "paragraph": addresses[0] if addresses else "",
        "further_blocks": " ".join(addresses[1:]),
        "quote": as_text(quotation),
    }


def as_text(quotation: Quotation) -> str:
    """The words as a comment keeps them: those of each paragraph on a line."""
    return "\n".join(part.words for part in quotation)


@cache
def _beside_text() -> re.Pattern[str]:
    """What the page of a section shows below and beside a paragraph, in every language."""
    shown = {"¶"}
    for language, _name in settings.LANGUAGES:
        with override(language):
            counts = {ngettext("%(n)d comment", "%(n)d comments", n) for n in (1, 2)}
            link = _("Link to paragraph %(number)s")
            shown |= {_("Comment on this paragraph"), link, *counts}
    patterns = sorted(map(_with_any_number, shown), key=len, reverse=True)
    return re.compile("|".join(patterns))


def _with_any_number(words: str) -> str:
    pattern = re.sub(r"%\\\((?:n|number)\\\)[ds]", r"\\d+", re.escape(words))
    return pattern if words == "¶" else rf"(?<!\w){pattern}(?!\w)"
