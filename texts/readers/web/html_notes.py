"""Find footnotes in HTML: a short link and a passage that link to each other.

Every converter writes them differently; that the mark leads to the note and the note back to the
mark is what they have in common. Where either link is missing, the passage stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, cast

from lxml import etree
from lxml.html import HtmlElement

from texts.cleaning import file_line
from texts.source import SourceLine, SourceNote

Element: TypeAlias = etree._Element

MAX_MARK = 6
_BRACKETS = "[]() \u00a0"
_OWN_BLOCK = re.compile(r"(?:sdfootnote|sdendnote|ftn|edn|fn|note)", re.IGNORECASE)
_NOTES_TITLE = re.compile(r"(?:foot|end)?notes?|tanbihi|vidokezo", re.IGNORECASE)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = {"li", "p", "dd", "aside", "div", "td"}


@dataclass
class FoundNote:
    """A note in the tree: the link that cites it, its passage, and what only links the two."""

    link: Element
    holder: Element
    marks: list[Element]

    @property
    def mark(self) -> str:
        return _mark(self.link)

    def take(self, read: Callable[[Element], list[SourceLine]]) -> SourceNote:
        """The note, its passage taken out of the tree."""
        for element in self.marks:
            _drop(element)
        html = "".join(f"<p>{line.html}</p>" for line in read(self.holder) if line.html)
        _drop(self.holder)
        return SourceNote(mark=self.mark, html=html)


def find_notes(root: Element) -> list[FoundNote]:
    """The notes of a tree in the order they are cited."""
    targets: dict[str, Element] = {}
    links: list[Element] = []
    for element in root.iter():
        for name in (element.get("id"), element.get("name")):
            if name:
                targets.setdefault(name, element)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            links.append(element)
    found: list[FoundNote] = []
    taken: set[Element] = set()
    for link in links:
        holder = _holder(targets.get((link.get("href") or "")[1:]))
        if not _mark(link) or holder is None or holder in taken:
            continue
        if any(ancestor in taken for ancestor in link.iterancestors()):
            continue
        if _leads_back(holder, link):
            taken.add(holder)
            found.append(FoundNote(link, holder, _marks(link, holder)))
    return found


def demote_emptied_headings(root: Element) -> None:
    """Make "Footnotes" a paragraph where the notes below it have gone to the text that cites them.

    The word is kept; a section that holds nothing is not made of it.
    """
    for heading in list(root.iter(*HEADINGS)):
        if _NOTES_TITLE.fullmatch(_text(heading)) and not _has_text_below(heading):
            heading.tag = "p"


def _has_text_below(heading: Element) -> bool:
    if file_line(heading.tail or ""):
        return True
    for sibling in heading.itersiblings():
        if sibling.tag in HEADINGS:
            return False
        if file_line("".join(map(str, sibling.itertext())) + (sibling.tail or "")):
            return True
    return False


def _drop(element: Element) -> None:
    cast(HtmlElement, element).drop_tree()


def _mark(link: Element) -> str:
    mark = _text(link)
    return mark if len(mark) <= MAX_MARK else ""


def _holder(target: Element | None) -> Element | None:
    """The passage that a link's target stands for."""
    if target is None:
        return None
    near = [target, *target.iterancestors()]
    holder = next((element for element in near if element.tag in _HOLDERS), None)
    parent = holder.getparent() if holder is not None else None
    if holder is None or parent is None or holder.tag != "p":
        return holder
    owned = parent.tag in {"div", "aside"} and _OWN_BLOCK.match(parent.get("id") or "")
    return parent if parent.tag == "li" or owned else holder


def _leads_back(holder: Element, link: Element) -> bool:
    if any(ancestor is holder for ancestor in link.iterancestors()):
        return False
    if next(holder.iter(*HEADINGS, "table"), None) is not None:
        return False
    backs = {f"#{name}" for name in _names(link)}
    return any(back.get("href") in backs for back in holder.iter("a"))


def _names(link: Element) -> set[str]:
    near = [link, *link.iterdescendants()]
    parent = link.getparent()
    if parent is not None and parent.tag in {"sup", "span"}:
        near.append(parent)
    previous = link.getprevious()
    if previous is not None and previous.tag == "a" and not previous.get("href"):
        near.append(previous)
    return {name for element in near for name in (element.get("id"), element.get("name")) if name}


def _marks(link: Element, holder: Element) -> list[Element]:
    """The links back and the mark the passage begins with."""
    backs = {f"#{name}" for name in _names(link)}
    marks = [back for back in holder.iter("a") if back.get("href") in backs]
    for element in holder.iter():
        if element.tag == "sup" and _text(element) == _mark(link):
            return [*marks, element]
        if file_line(element.text or "") and element not in marks:
            break
    return marks


def _text(element: Element) -> str:
    return file_line("".join(map(str, element.itertext()))).strip(_BRACKETS)
