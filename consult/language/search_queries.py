"""From what somebody types to what is asked of the index."""

from functools import reduce
from operator import and_, or_

from wagtail.search.query import Phrase, PlainText, SearchQuery

from consult.language.found_words import bare_word, pieces, telling_words
from consult.language.word_forms import forms


def search_query(query: str) -> SearchQuery | None:
    """All the words of a query, those between quotation marks next to each other; None without."""
    parts: list[SearchQuery] = []
    for words, quoted in pieces(query):
        parts += [Phrase(words)] if quoted else map(_word_query, telling_words(words))
    return reduce(and_, parts) if parts else None


def _word_query(word: str) -> SearchQuery:
    """The word, or a form by which a text is found that has another of it.

    Of "sub-counties" it is the last part that has another form.
    """
    first, _hyphen, last = bare_word(word).rpartition("-")
    either: list[SearchQuery] = [PlainText(each) for each in forms(last)]
    if first and last.isalpha():
        either = [PlainText(first) & reduce(or_, [PlainText(last), *either])]
    return reduce(or_, [PlainText(word), *either])
