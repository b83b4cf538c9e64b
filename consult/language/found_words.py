"""What a search is for, and the passages of a text in which it is found."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from consult.language.word_forms import beginnings
from texts.cleaning import section_line

LONGEST_QUERY = 100
PASSAGES = 2
AROUND = 110  # characters shown on either side of what was found
_PIECE = re.compile(r'"([^"]*)"|([^"]+)')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'))
_WORD = re.compile(r"\d+(?:\.\d+)+|\w+")


def bare_word(word: str) -> str:
    """Without the marks around it."""
    return word.strip("'.,;:?!()[]\u2018\u2019\u2026")


def telling_words(words: str) -> list[str]:
    """The words between spaces, without what is none, such as "&" or a dash: no text has that."""
    return [word for word in words.split() if _WORD.search(word)]


def pieces(query: str) -> Iterator[tuple[str, bool]]:
    """``(words, whether quoted)``; a quotation mark without its partner counts for nothing."""
    query = cut_short(query).translate(_QUOTES)
    if query.count('"') % 2:
        query = " ".join(query.rsplit('"', 1))
    for quoted, plain in _PIECE.findall(query):
        words = section_line(quoted or plain)
        if _WORD.search(words):
            yield words, bool(quoted)


def cut_short(query: str) -> str:
    """What of a query is looked for; it is cut before it is cleaned, too."""
    return section_line(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]


def words_of(query: str) -> re.Pattern[str] | None:
    """The words and phrases of a query as a pattern; longer words that begin alike match too, and
    so do other forms of a word.
    """
    wanted: set[str] = set()
    for piece, quoted in pieces(query):
        words = _WORD.findall(piece.casefold())
        if quoted:
            wanted.add(r"\W+".join(map(re.escape, words)))
        else:
            wanted.update(re.escape(each) for word in words for each in beginnings(word))
    if not wanted:
        return None
    longest_first = sorted(wanted, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\w*", re.IGNORECASE)


def passages(text: str, pattern: re.Pattern[str] | None) -> Iterator[SafeString]:
    """Up to `PASSAGES` stretches of the text around what was found; else its beginning."""
    end_of_last, count = 0, 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() < end_of_last or count == PASSAGES:
            continue
        start, end = max(_start(text, match.start()), end_of_last), _end(text, match.end())
        cut = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
        yield highlighted(cut, pattern)
        end_of_last, count = end, count + 1
    if not count and text:
        end = _end(text, AROUND)
        yield format_html("{}{}", text[:end], " …" if end < len(text) else "")


def _start(text: str, at: int) -> int:
    """A beginning between words, about `AROUND` characters before ``at``."""
    if at <= AROUND:
        return 0
    space = text.find(" ", at - AROUND, at)
    return space + 1 if space >= 0 else at


def _end(text: str, at: int) -> int:
    if at + AROUND >= len(text):
        return len(text)
    space = text.rfind(" ", at, at + AROUND)
    return space if space > 0 else at + AROUND


def highlighted(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """The text as HTML, escaped, what matches in ``<mark>``."""
    if pattern is None:
        return format_html("{}", text)
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [(format_html("{}", text[end : match.start()]),)]
        pieces += [(format_html("<mark>{}</mark>", match[0]),)]
        end = match.end()
    pieces.append((format_html("{}", text[end:]),))
    return format_html_join("", "{}", pieces)
