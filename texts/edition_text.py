"""An edition of a policy, apart from any database: the input of comparisons and downloads."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from texts.body import Block, Part, body_parts
from texts.plain import body_text, content_hash


@dataclass(frozen=True)
class SectionText:
    """A section as it stands in one edition.

    ``key`` says which section it is, whatever its number; ``None`` before one is known, as in a
    file being imported. ``level`` is its depth, 1 for the outermost. ``blocks`` is raw StreamField
    data. ``content_hash`` is made when it is asked for, unless it is known.
    """

    key: UUID | None
    number: str
    title: str
    level: int
    blocks: Sequence[Block]
    known_hash: str = ""
    summary: str = ""

    @cached_property
    def content_hash(self) -> str:
        return self.known_hash or content_hash(self.number, self.title, self.blocks)

    @property
    def heading(self) -> str:
        """Number and title, as printed above the text."""
        return " ".join(piece for piece in (self.number.strip(), self.title.strip()) if piece)

    @cached_property
    def parts(self) -> list[Part]:
        return body_parts(self.blocks)

    @cached_property
    def text(self) -> str:
        return body_text(self.blocks)


@dataclass(frozen=True)
class ImageFile:
    """An image of the text: its content, and the public address it is shown at."""

    content: bytes = b""
    url: str = ""


@dataclass(frozen=True)
class EditionText:
    """One edition of a policy with its sections in reading order.

    ``language`` is an ISO 639-1 code, ``jurisdiction`` the place as Akoma Ntoso names it
    (``ke-037``). ``url`` is the public address of the edition. ``images`` holds image files by the
    id their blocks give; one that is missing is told by its words. ``illustrative`` marks sample
    content, which every format then says. ``front`` is what stands before the first section.
    """

    title: str
    edition: str
    sections: Sequence[SectionText]
    language: str = "en"
    reference: str = ""
    date: dt.date | None = None
    note: str = ""
    url: str = ""
    organisation: str = ""
    illustrative: bool = False
    slug: str = "policy"
    jurisdiction: str = "ke-037"
    images: Mapping[str, ImageFile] = field(default_factory=dict)
    front: SectionText = field(default_factory=lambda: front_text(()))


def front_text(blocks: Sequence[Block]) -> SectionText:
    """What stands before the first section: a text without number and title, above level 1."""
    return SectionText(None, "", "", 0, blocks)
