"""Spans of inline HTML."""

from hypothesis import given
from hypothesis import strategies as st

from texts.inline import Span, parse, tidy, to_html, to_text

SPANS = st.lists(
    st.builds(
        Span,
        text=st.text(alphabet="ab \n\u00ad<&", max_size=6),
        tags=st.sampled_from([frozenset(), frozenset({"b"}), frozenset({"b", "i"})]),
        href=st.sampled_from(["", "https://example.org/?a=1&b=2"]),
    ),
    max_size=6,
)


@given(SPANS)
def test_tidy__leaves_one_space_or_break_between_words_and_none_around(spans):
    text = "".join(span.text for span in tidy(spans))
    assert text == text.strip()
    assert not {"  ", " \n", "\n ", "\n\n"} & {text[at : at + 2] for at in range(len(text))}


@given(SPANS)
def test_parse__reads_what_to_html_writes(spans):
    tidied = tidy(spans)
    assert to_text(parse(to_html(tidied))) == to_text(tidied)
