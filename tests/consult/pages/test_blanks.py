"""Texts with blanks, and what is said in them."""

import gzip

from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from consult.pages import dependencies
from consult.pages.blanks import BlankedText, said_anew


def name(request) -> str:
    return request.GET["name"]


def asked_by(who: str):
    return RequestFactory().get("/", {"name": who})


def test_blank__is_said_at_once_where_no_page_is_kept():
    assert said_anew(asked_by("A"), name) == "A"


def test_blanks__are_said_to_each_reader_anew_as_often_as_they_stand():
    with dependencies.gather() as page:
        mark = said_anew(asked_by("A"), name)
    text = BlankedText.of(f"<i>{mark}</i><b>{mark}</b>".encode(), page.blanks)
    assert text.plain_for(asked_by("B")) == b"<i>B</i><b>B</b>"
    assert gzip.decompress(text.gzipped_for(asked_by("C"))) == b"<i>C</i><b>C</b>"


def test_blanks__that_are_not_shown_are_not_said():
    with dependencies.gather() as page:
        said_anew(asked_by("A"), name)
    assert BlankedText.of(b"<p>no form</p>", page.blanks).plain_for(asked_by("B")) == (
        b"<p>no form</p>"
    )


@given(stretches=st.lists(st.binary(max_size=3000), min_size=1, max_size=5), who=st.text())
def test_blanks__compressed_are_what_they_are_plain(stretches, who):
    mark = "blank" + "0" * 32
    text = BlankedText.of(mark.encode().join(stretches), {mark: name})
    request = asked_by(who)
    plain = text.plain_for(request)
    assert gzip.decompress(text.gzipped_for(request)) == plain
    assert mark.encode() not in plain


def test_blanks__are_said_as_text_and_not_as_markup():
    mark = "blank" + "0" * 32
    text = BlankedText.of(mark.encode(), {mark: name})
    assert text.plain_for(asked_by('"><script>')) == b"&quot;&gt;&lt;script&gt;"
