"""Terms that a text defines, and links to their meaning where they are first used."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from texts.cleaning import section_line, section_text

SHORTEST_TERM = 3
QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\"'`«»:, "
UNMARKED = {"a", "dfn", "dt", "button", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "th"}


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term: its meaning as stored rich text, and where it is defined."""

    term: str
    meaning: str
    url: str
    block: str
    language: str = ""


def terms_in(blocks: Iterable[dict], url: str = "", language: str = "") -> list[Term]:
    """The terms that a body defines; ``url`` is the address of the page it stands on."""
    found = []
    for block in blocks:
        if block.get("type") != "definition" or not isinstance(block.get("value"), dict):
            continue
        term = section_line(block["value"].get("term")).strip(QUOTES)
        if len(term) >= SHORTEST_TERM:
            anchor = f"p-{block.get('id')}"
            meaning = section_text(block["value"].get("text"))
            found.append(Term(term, meaning, f"{url}#{anchor}", anchor, language))
    return found


class TermMarker:
    """Makes the first use of each defined term a link to its meaning, text after text.

    ``used`` are the terms found so far. With ``to_notes`` the links lead to the notes that the
    page sets below its text (``#term-1``); else to where the term is defined.
    """

    def __init__(self, terms: Sequence[Term], *, to_notes: bool = True) -> None:
        self.by_word: dict[str, Term] = {}
        for term in terms:
            self.by_word.setdefault(term.term.casefold(), term)
        self.to_notes = to_notes
        self.used: list[Term] = []
        words = sorted(self.by_word, key=len, reverse=True)
        patterns = [r"\s+".join(map(re.escape, word.split())) for word in words]
        self.pattern = (
            re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)
            if patterns
            else None
        )

    def in_html(self, html: str, *, block: str = "") -> str:
        """``html`` with links; ``block`` is its own anchor, whose term is not linked to itself."""
        if self.pattern is None:
            return html
        walker = _Walker(self, block)
        walker.feed(html)
        walker.close()
        return "".join(walker.out)

    def mark(self, text: str, block: str) -> str:
        return self.pattern.sub(lambda match: self._link(match, block), text)  # type: ignore[union-attr]

    def _link(self, match: re.Match[str], block: str) -> str:
        words = " ".join(match[0].split())
        term = self.by_word.get(words.casefold())
        if term is None or term.block == block or term in self.used or not _is_meant(term, words):
            return match[0]
        self.used.append(term)
        if not self.to_notes:
            return f'<a class="term" href="{escape(term.url)}">{match[0]}</a>'
        number = len(self.used)
        return f'<a class="term" id="use-{number}" href="#term-{number}">{match[0]}</a>'


def _is_meant(term: Term, words: str) -> bool:
    """A single word defined with a capital is meant with one: the Office, not any office."""
    return " " in term.term or term.term == term.term.lower() or words == term.term


class _Walker(HTMLParser):
    """Copies markup as it is and hands the text between to the marker, where a link may stand."""

    def __init__(self, marker: TermMarker, block: str) -> None:
        super().__init__(convert_charrefs=False)
        self.marker, self.block = marker, block
        self.out: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.out.append(self.get_starttag_text() or "")
        self.inside += tag in UNMARKED

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        self.inside = max(0, self.inside - (tag in UNMARKED))

    def handle_data(self, data: str) -> None:
        self.out.append(data if self.inside else self.marker.mark(data, self.block))

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")
