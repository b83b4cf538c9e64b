"""Styled text, and the inline HTML it is kept as."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from texts.readers.line_builder import kept_runs
from texts.runs import Run, cut, parse, plain, runs_text, safe_link, slice_runs, tidy, to_html

RUNS = st.lists(
    st.builds(
        Run,
        text=st.text(alphabet="ab \n\u00ad<&", max_size=6),
        styles=st.sampled_from([frozenset(), frozenset({"strong"}), frozenset({"strong", "em"})]),
        href=st.sampled_from(["", "https://example.org/?a=1&b=2"]),
    ),
    max_size=6,
)


@given(RUNS)
def test_tidy__leaves_one_space_between_words_and_none_around_breaks_or_at_the_ends(runs):
    text = runs_text(tidy(runs))
    assert text == text.strip()
    assert not {"  ", " \n", "\n "} & {text[at : at + 2] for at in range(len(text))}


@given(RUNS)
def test_tidy__joins_what_is_alike_and_changes_nothing_the_second_time(runs):
    tidied = tidy(runs)
    looks = [(run.styles, run.href) for run in tidied]
    assert all(run.text for run in tidied)
    assert all(one != other for one, other in pairwise(looks))
    assert tidy(tidied) == tidied


@given(RUNS)
def test_kept_runs__never_have_two_breaks_in_a_row_or_a_soft_hyphen(runs):
    text = runs_text(kept_runs(runs))
    assert "\n\n" not in text
    assert "\u00ad" not in text


@given(RUNS)
@example(
    [
        Run("<"),
        Run(" ", frozenset({"strong"}), "https://b.example/"),
        Run("<", href="https://b.example/"),
    ]
)
def test_parse__reads_what_to_html_writes(runs):
    kept = kept_runs(runs)
    html = to_html(kept)
    assert to_html(parse(html)) == html
    assert plain(html) == runs_text(kept).replace("\n", " ")


@given(RUNS, st.integers(-2, 40))
def test_cut__loses_no_word_and_parts_at_the_character(runs, at):
    html = to_html(kept_runs(runs))
    left, right = cut(html, at)
    assert plain(left) == plain(html)[: max(at, 0)].strip()
    assert plain(right) == plain(html)[max(at, 0) :].strip()


@given(RUNS, st.integers(0, 40))
def test_slice_runs__in_two_give_the_whole_text(runs, at):
    text = runs_text(runs)
    pieces = slice_runs(tuple(runs), 0, at), slice_runs(tuple(runs), at, len(text))
    assert "".join(map(runs_text, pieces)) == text


@pytest.mark.parametrize(
    ("html", "styles"),
    [
        ("<strong>a</strong>", {"strong"}),
        ("<b><i>a</i></b>", {"strong", "em"}),
        ("<em>a</em>", {"em"}),
        ("<sup>a</sup>", {"sup"}),
        ("<u>a</u>", set()),
    ],
)
def test_parse__knows_the_styles_of_every_tag(html, styles):
    assert parse(html) == (Run("a", frozenset(styles)),)


def test_to_html__nests_links_outside_and_leaves_white_space_bare():
    linked = Run("a < b", frozenset({"em", "strong"}), "https://example.org/?a&b")
    assert to_html([linked, Run(" ", frozenset({"strong"}))]) == (
        '<a href="https://example.org/?a&amp;b"><b><i>a &lt; b</i></b></a> '
    )


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("https://example.org", "https://example.org"),
        (" MAILTO:a@example.org ", "MAILTO:a@example.org"),
        ("javascript:alert(1)", ""),
        ("java\u200bscript:x", ""),
        ("/local", ""),
    ],
)
def test_safe_link__is_web_or_mail(target, kept):
    assert safe_link(target) == kept
