"""Sections for tests of texts as data: made by hand, at random, from the editions of a policy."""

import re
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from texts.edition_text import SectionText

DRAFT, FINAL = (
    Path(__file__).parent / "editions" / f"springs-{name}.md" for name in ("draft", "final")
)
"""A policy before and after its consultation, illustrative, as people write Markdown by hand."""

PATIENT = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""Settings for properties over whole bodies: a busy machine is not a failure."""

HOSTILE = [
    "<script>alert(1)</script>",
    '#eval("1")',
    "=HYPERLINK(1)",
    "\x00\x07\x1b",
    "\ud800",
    "\u202eabc\u202c",
    "🌿 سياسة 政策",
    "]]>",
    "&amp;",
    "\\",
    "$x_1^2$ *b* _i_ @ref",
    "{{ x }} {% y %}",
    "\t\r\n",
]


def key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def paragraphs(*texts: str) -> list[dict]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>", "id": text[:8]} for text in texts]


def section(number: str, title: str, *texts: str, name: str = "", level: int = 1) -> SectionText:
    return SectionText(key(name or number), number, title, level, paragraphs(*texts))


def words() -> st.SearchStrategy[str]:
    """Text of a few repeated words, so that random texts have something in common."""
    word = st.sampled_from(
        ["the", "county", "shall", "ward", "meeting", "each", "year", "(a)", "."]
    )
    return st.lists(word | st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=12).map(
        " ".join
    )


def rich_text() -> st.SearchStrategy[str]:
    markup = st.sampled_from(
        [
            "{}",
            "<b>{}</b>",
            "<i>a {}</i>",
            "<sup>{}</sup>",
            '<a href="https://e.org/">{}</a>',
            "{}<br/>",
        ]
    )
    piece = st.tuples(markup, words()).map(lambda pair: pair[0].replace("{}", pair[1]))
    paragraph = st.lists(piece, max_size=4).map(lambda pieces: f"<p>{''.join(pieces)}</p>")
    listing = st.lists(words(), max_size=3).map(
        lambda items: "<ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>"
    )
    return st.lists(paragraph | listing, max_size=3).map("".join)


def _item() -> st.SearchStrategy[dict]:
    mark = st.sampled_from(["", "(a)", "(b)", "(i)", "•"])
    value = st.fixed_dictionaries({"mark": mark, "level": st.integers(0, 3), "text": words()})
    return value | value.map(lambda item: {"type": "item", "value": item, "id": "x"})


def _table() -> st.SearchStrategy[dict]:
    rows = st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.none() | words(), min_size=width, max_size=width), max_size=4
        )
    )
    merge = st.fixed_dictionaries(
        {name: st.integers(0, 3) for name in ("row", "col", "rowspan", "colspan")}
    )
    return st.fixed_dictionaries(
        {
            "data": rows,
            "first_row_is_table_header": st.booleans(),
            "first_col_is_header": st.booleans(),
            "table_caption": words(),
            "mergeCells": st.lists(merge, max_size=2),
        }
    )


def blocks() -> st.SearchStrategy[list[dict]]:
    """Bodies of every block type, some of them half filled."""
    values = {
        "paragraph": rich_text(),
        "list": st.fixed_dictionaries({"items": st.lists(_item(), max_size=4)}),
        "table": _table(),
        "image": st.fixed_dictionaries(
            {"image": st.integers(1, 3), "alt": words(), "caption": words()}
        ),
        "note": st.fixed_dictionaries(
            {"mark": st.sampled_from(["", "1", "*"]), "text": rich_text()}
        ),
        "definition": st.fixed_dictionaries({"term": words(), "text": words()}),
    }
    block = st.one_of(
        st.fixed_dictionaries({"type": st.just(name), "value": value})
        for name, value in values.items()
    )
    return st.lists(block, max_size=5)


def edition(path: Path) -> list[SectionText]:
    """A policy of Markdown, cut at its headings."""
    chunks = re.split(r"^(#{1,6}) +(.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
    renderer = MarkdownIt("commonmark", {"html": True})
    found = []
    for hashes, heading, text in zip(chunks[1::3], chunks[2::3], chunks[3::3], strict=True):
        number, title = re.fullmatch(r"((?:\d+\.)*\d*\.?)\s*(.*)", heading.strip()).groups()
        html = renderer.render(text)
        found.append(
            SectionText(None, number, title, len(hashes), [{"type": "paragraph", "value": html}])
        )
    return found
