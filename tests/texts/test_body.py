"""Words without markup are read without a parser, and as the parser reads them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from texts import body
from texts.cleaning import section_text
from texts.runs import Run, _tidy_many, tidy

WORDS = st.text(st.characters(blacklist_characters="<>&", blacklist_categories=["Cs"]), max_size=60)


@given(WORDS, st.sampled_from(["%s", "<p>%s</p>", '<p data-block-key="a1">%s</p>']))
@example(" a  b\n c ", "<p>%s</p>")
@example("\n", "%s")
@example("a\r\nb\x0cc\x85d\xa0e\u2028f", "<p>%s</p>")
def test_rich_lines__without_markup_are_what_the_parser_reads(words, around):
    html = around % words
    assert body.rich_lines.__wrapped__(html) == body._parsed(section_text(html))


@pytest.mark.parametrize("html", ["<p>a", "a</p>", "<p>a &amp; b</p>", "<p><b>a</b></p>", "a<br>b"])
def test_rich_lines__with_any_markup_are_parsed(html, monkeypatch):
    monkeypatch.setattr(body, "_parsed", lambda _html: ())
    assert body.rich_lines.__wrapped__(html) == ()


@given(st.text(st.sampled_from("ab \n\t\xa0\u2003"), max_size=20))
def test_tidy__of_one_run_is_what_it_is_among_many(text):
    assert tidy([Run(text)]) == _tidy_many([Run(text)])
