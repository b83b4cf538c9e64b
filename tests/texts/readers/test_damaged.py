"""Files damaged in a hundred ways give an outline or a message; no reader gives up on one."""

import random
import re
import zipfile
from contextlib import suppress

import pytest

from tests.texts.readers.odt.test_odt_reader import packed
from tests.texts.readers.word_files import levels, par, table, write
from texts import read
from texts.read import read_document
from texts.source import UnreadableDocument

SEEDS = range(60)
VALUES = [b"", b"-1", b"0", b"99999999999999999999", b"abc", b"1.5", "\u0663".encode(), b"NaN"]
ODT = (
    '<text:h text:outline-level="1">Aim</text:h><text:list text:style-name="Clauses">'
    "<text:list-item><text:p>One</text:p></text:list-item></text:list><table:table>"
    '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>a</text:p>'
    '</table:table-cell><table:table-cell table:number-columns-repeated="3"/></table:table-row>'
    "</table:table>"
)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes of a part cut off, overwritten, or with the values of attributes exchanged."""
    way = chance.randrange(4)
    if way == 0 or not content:
        return content[: chance.randrange(len(content) + 1)]
    if way == 1:
        spoiled = bytearray(content)
        for _time in range(chance.choice([1, 5])):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        return bytes(spoiled)
    return re.sub(
        rb'(:(?!xmlns)[\w-]+=")[^"]*(?=")',
        lambda match: match[1] + chance.choice(VALUES) if chance.random() < 0.2 else match[0],
        content,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    write(
        folder / "a.docx",
        par("Aim", style="Heading1", num=(1, 0)), par("Text of it.", num=(1, 1)),
        par("Note.", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        table([("a", 2, "restart")], [("", 2, "continue")], ["c", "d"]),
        numbering=levels(("decimal", "%1."), ("lowerLetter", "(%2)")),
        notes='<w:footnote w:id="2"><w:p><w:r><w:t>Census.</w:t></w:r></w:p></w:footnote>',
    )  # fmt: skip
    (folder / "a.odt").write_bytes(packed(ODT))
    return folder


@pytest.mark.parametrize("ending", ["docx", "odt"])
@pytest.mark.parametrize("seed", SEEDS)
def test_read_document__of_damaged_parts_never_fails_otherwise(
    whole, tmp_path, monkeypatch, seed, ending
):
    chance = random.Random(seed)
    path = tmp_path / f"a.{ending}"
    with zipfile.ZipFile(whole / path.name) as old, zipfile.ZipFile(path, "w") as new:
        spoiled = set(chance.sample(old.namelist(), 2))
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name in spoiled else content)
    failures: list[str] = []
    monkeypatch.setattr(read.logger, "exception", lambda *args: failures.append(str(args)))
    with suppress(UnreadableDocument):
        read_document(path)
    assert not failures
