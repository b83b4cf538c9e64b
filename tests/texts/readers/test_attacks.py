"""Nothing that could run, or fetch, comes out of a file: as text it may, as markup never."""

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from wagtail.blocks import StreamValue

from policies.models import SectionPage
from tests.texts.readers.odt.test_odt_reader import packed
from tests.texts.readers.word_files import par, run, table, write
from texts.outline.model import Outline
from texts.read import read_document
from texts.source import UnreadableDocument

LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)",
    "javascript&#58;alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=", "file:///etc/passwd", "//example.org", "#x", "blob:x",
    'https://example.org/" onclick="alert(1)', "https://example.org/'onclick='alert(1)",
    "mailto:a@example.org?subject=<script>alert(1)</script>", "http:javascript:alert(1)",
]  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><p>x</svg>",
    "<b onmouseover=alert(1)>bold</b>",
    '<p style="background:url(http://x.example/a)">x</p>',
    "<style>@import 'http://x.example/a.css';</style>",
    "<iframe src=http://x.example></iframe>",
    "<img src=http://x.example/a.png>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=http://x.example><button>x</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<base href=http://x.example>",
    "<meta http-equiv=refresh content='0;url=http://x.example'>",
    "<scr<script>ipt>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<embed src=http://x.example>",
    "<object data=x>y</object>",
    "<link rel=stylesheet href=http://x.example>",
    "<video src=x onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>x</details>",
    "</p><script>alert(1)</script>",
    "<x onclick=y>z</x>",
]
INLINE = {"p", "a", "b", "i", "sub", "sup", "br"}
PAGE = INLINE | {"div", "ol", "ul", "li", "span", "table", "thead", "tbody", "tr", "th", "td"}
PAGE |= {"dl", "dt", "dd", "dfn", "aside", "strong", "h2", "h3", "section", "blockquote"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def inline_html(outline: Outline) -> list[str]:
    texts = []
    for blocks in [outline.front_matter, *(section.blocks for section in outline.sections)]:
        for block in blocks:
            value = block["value"]
            if block["type"] == "paragraph":
                texts.append(value)
            elif block["type"] == "list":
                texts += [item["text"] for item in value["items"]]
            elif block["type"] in ("note", "definition"):
                texts.append(value["text"])
    return texts


def shown(outline: Outline) -> str:
    """The blocks as a page shows them."""
    stream = SectionPage._meta.get_field("body").stream_block
    parts = [outline.front_matter, *(section.blocks for section in outline.sections)]
    blocks = [block for part in parts for block in part if block["type"] != "image"]
    return str(StreamValue(stream, blocks, is_lazy=True))


def check(outline: Outline) -> None:
    for text in inline_html(outline):
        for tag, attributes in tags(text):
            assert tag in INLINE
            assert set(attributes) <= ({"href"} if tag == "a" else set())
            assert (attributes.get("href") or "https:").startswith(("https:", "http:", "mailto:"))
    for tag, attributes in tags(shown(outline)):
        assert tag in PAGE, tag
        assert not any(name.startswith("on") or name in ("style", "src") for name in attributes)
        target = attributes.get("href") or "#"
        assert target.startswith(("https:", "http:", "mailto:", "#"))
    assert all(
        image.content_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}
        for image in outline.images().values()
    )


def html_page(attack: str, link: str) -> str:
    linked = f'<a href="{escape(link)}" onclick="alert(1)" style="x:y">link</a>'
    return (
        f"<html><body onload=alert(1)><h1 onclick=x>Aim {attack}</h1><p>{attack} {linked}</p>"
        f"<ul><li>{linked}{attack}</li></ul><table><tr><td>{attack}<td>{linked}</table>"
        f"<p>“ward” means {linked} {attack}</p><p>Note<a id=r href=#n>1</a></p>"
        f"<p>x</p><div><p id=n><a href=#r>1</a> {linked} {attack}</p></div></body></html>"
    )


def markdown(attack: str, link: str) -> str:
    return (
        f"# Aim {attack}\n\n{attack}\n\n"
        f"[link]({link}) [other](<{link}>) <{link}> ![alt]({link})\n\n"
        f"- {attack}\n- [link][ref]\n\n|a|b|\n|-|-|\n|{attack}|x|\n\nNote[^1].\n\n"
        f"[^1]: {attack} [x]({link})\n\n[ref]: {link}\n"
    )


def word_file(path, attack: str, link: str) -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    inner = f"<w:r><w:t>link {escape(attack)}</w:t></w:r>"
    field = (
        f'<w:fldSimple w:instr="HYPERLINK &quot;{escape(escape(link))}&quot;">{inner}</w:fldSimple>'
    )
    link = "".join(character for character in link if character >= " ")
    field = "".join(character for character in field if character >= " ")
    write(
        path,
        par(run(attack), style="Heading1"),
        par(run(attack), f'<w:hyperlink r:id="h">{inner}</w:hyperlink>'),
        par("Of ", field),
        par(run(f"“{attack[:40]}” means {attack}")),
        table([par(run(attack)), "x"], ["y", "z"]),
        relations=f'<Relationship Id="h" Type="{relation}" Target="{escape(link)}" '
        'TargetMode="External"/>',
    )


def odt_file(path, attack: str, link: str) -> None:
    link = "".join(character for character in link if character >= " ")
    linked = f'<text:a xlink:href="{escape(link)}">link</text:a>'
    path.write_bytes(
        packed(
            f'<text:h text:outline-level="1">{escape(attack)}</text:h><text:p>{escape(attack)}'
            f"{linked}</text:p><table:table><table:table-row><table:table-cell><text:p>"
            f"{escape(attack)}{linked}</text:p></table:table-cell><table:table-cell/>"
            "</table:table-row></table:table>"
        )
    )


PAIRS = [(attack, LINKS[at % len(LINKS)]) for at, attack in enumerate(MARKUP)]
PAIRS += [("x", link) for link in LINKS]


@pytest.mark.parametrize(("attack", "link"), PAIRS)
def test_read_document__of_an_attack_leaves_text_alone(tmp_path, attack, link):
    (tmp_path / "a.html").write_text(html_page(attack, link))
    (tmp_path / "a.md").write_text(markdown(attack, link))
    (tmp_path / "a.txt").write_text(f"Aim\n\n{attack}\n\n(a) {attack} {link}\n")
    word_file(tmp_path / "a.docx", attack, link)
    odt_file(tmp_path / "a.odt", attack, link)
    for ending in ("html", "md", "txt", "docx", "odt"):
        check(read_document(tmp_path / f"a.{ending}"))


def test_check__finds_what_it_looks_for(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# Aim\n\nText.\n")
    for html in ("<p onclick='x'>y</p>", "<p><a href='javascript:x'>y</a></p>", "<img src='x'>"):
        outline = read_document(path)
        outline.sections[0].blocks.append({"type": "paragraph", "value": html})
        with pytest.raises(AssertionError):
            check(outline)


PIECES = st.lists(
    st.one_of(st.sampled_from(MARKUP + LINKS), st.sampled_from(list("<>\"'&/=[]()!#*|\n ax"))),
    max_size=12,
).map("".join)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PIECES, st.sampled_from(["html", "md", "txt"]))
def test_read_document__of_any_markup_leaves_nothing_that_runs(tmp_path, text, ending):
    path = tmp_path / f"a.{ending}"
    path.write_text(f"# A\n\n{text}" if ending == "md" else f"<html><p>{text}")
    try:
        outline = read_document(path)
    except UnreadableDocument as error:
        assume("no text" not in str(error))
        raise
    check(outline)
