"""An outline under review as its editor sees it: sections, doubts, what was left out or done."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from texts.kept_words import KeptWords
from texts.outline.hand_edits import HandEdit
from texts.outline.model import FRONT_MATTER, Outline, Section
from texts.outline.offers import Offer, offers
from texts.outline.passages import Passage, block_passages, pictures
from texts.outline.remark_costs import RANKS
from texts.outline.word_measure import block_text
from texts.redline import redline_text_html
from texts.source import ImageData

PER_PAGE = 200
FIRST_WORDS, PASSAGE_CHARS, SAID_CHARS = 12, 4_000, 300
LEFT_OUT_SHOWN = 100
COSTLY_REDLINE = 20_000  # characters of both sides, from which they are shown apart
REASONS = {
    "not_understood": gettext_lazy("Not found a place for"),
    "by_editor": gettext_lazy("Left out by you"),
    "part": gettext_lazy("In parts of the file that are not read"),
    "chart": gettext_lazy("In charts"),
    "hidden": gettext_lazy("Hidden text"),
    "deleted": gettext_lazy("Text deleted by tracked changes"),
    "comment": gettext_lazy("Comments in the margin"),
    "alt_text": gettext_lazy("Descriptions of drawings"),
    "header_footer": gettext_lazy("Page headers and footers"),
    "page_number": gettext_lazy("Page numbers"),
    "contents": gettext_lazy("Printed contents"),
    "settings": gettext_lazy("Words for programs"),
}
"""By `Dropped.reason`: what an editor is told."""
DONE = {
    "title": gettext_lazy("The title of the document"),
    "heading": gettext_lazy("Numbers and titles"),
    "words": gettext_lazy("Words corrected"),
    "describe": gettext_lazy("Pictures described"),
    "level": gettext_lazy("Levels"),
    "split": gettext_lazy("Sections split"),
    "merge": gettext_lazy("Sections merged with the one before"),
    "leave_out": gettext_lazy("Sections left out"),
    "cut": gettext_lazy("Passages left out"),
    "take_in": gettext_lazy("Passages taken in"),
}
"""By `HandEdit.kind`: what an editor did."""


def left_out(outline: Outline, whole: str) -> list[dict[str, Any]]:
    """What of the file is in no section, by reason, what may be a loss first; `whole`: the reason
    of which all is shown and not only the first.
    """
    found: dict[str, list[dict[str, Any]]] = {reason: [] for reason in REASONS}
    for which, item in enumerate(outline.dropped):
        found[item.reason].append({"which": which, "item": item})
    return [
        {
            "reason": reason,
            "said": REASONS[reason],
            "count": len(items),
            "items": items if reason == whole else items[:LEFT_OUT_SHOWN],
            "open": reason in (whole, "not_understood", "by_editor"),
        }
        for reason, items in found.items()
        if items
    ]


def doubts(outline: Outline) -> list[dict[str, Any]]:
    """What the importer was unsure of, each kind once: what costs most first, then the rarest.

    Remarks that differ in the words of the file that they quote are of one kind.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for index, section in enumerate(outline.sections):
        for remark in dict.fromkeys(section.unsure):
            said = {"remark": remark, "quoted": f"“{remark.named.get('words', '')}”"}
            found.setdefault(remark.message, []).append(link_to(outline, index) | said)
    kinds = sorted(found, key=lambda kind: (RANKS.get(kind, 0), len(found[kind])))
    return [_doubt(kind, found[kind]) for kind in kinds]


def _doubt(message: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    remarks = {section["remark"] for section in sections}
    differ, kind = len(remarks) > 1, KeptWords(message, {"words": "…"})
    text = str(kind if differ else sections[0]["remark"])
    return {"text": text, "kind": kind, "remarks": remarks, "differ": differ, "sections": sections}


def link_to(outline: Outline, index: int) -> dict[str, Any]:
    """What a link to the section's line of the outline needs."""
    return {"heading": heading(outline.part(index)), "page": index // PER_PAGE + 1, "index": index}


def shown_offers(outline: Outline) -> dict[str, Any]:
    """What was done by hand to an earlier file: by kind, where in this one it could be again."""
    found = list(enumerate(offers(outline)))
    open_ones = [(n, offer) for n, offer in found if offer.state in ("same", "other")]
    return {
        "count": len(open_ones),
        "same": sum(offer.state == "same" for _n, offer in open_ones),
        "numbers": [n for n, _offer in open_ones],
        "groups": list(_groups(outline, open_ones)),
        "gone": [_done(offer.edit) for _n, offer in found if offer.state == "gone"],
    }


def _groups(outline: Outline, numbered: Sequence[tuple[int, Offer]]) -> Iterator[dict[str, Any]]:
    for kind, said in DONE.items():
        lines = [_offer(outline, n, offer) for n, offer in numbered if offer.edit.kind == kind]
        if lines:
            same = sum(not line["other"] for line in lines)
            yield {"kind": kind, "said": said, "offers": lines, "same": same}


def _offer(outline: Outline, n: int, offer: Offer) -> dict[str, Any]:
    where = {} if offer.at is None else link_to(outline, offer.at)
    there = offer.edit.done_to(offer.there)
    return {"n": n, "other": offer.state == "other", "where": where, **_done(there)}


def shown_edits(edits: Iterable[HandEdit]) -> list[dict[str, Any]]:
    """What was done by hand to this file, in order."""
    return [{"said": DONE[edit.kind], **_done(edit)} for edit in edits]


def _done(edit: HandEdit) -> dict[str, Any]:
    """What an edit does, in words: a redline, or the words that it is about."""
    if edit.kind == "level":
        level = _("level %(was)s → level %(now)s") % {"was": edit.was, "now": edit.now}
        return {"section": Truncator(edit.section).chars(120), "redline": level, "words": ""}
    row = edit.beside.replace("\t", " | ")
    picture = _("A picture") if edit.picture else ""
    return {
        "section": Truncator(" · ".join(filter(None, [edit.section, row]))).chars(120),
        "redline": _redline(edit.was, edit.now) if edit.now else "",
        "words": "" if edit.now else Truncator(edit.was or picture).chars(SAID_CHARS),
    }


def _redline(was: str, now: str) -> SafeString | str:
    if len(was) + len(now) > COSTLY_REDLINE:
        return f"{Truncator(was).chars(SAID_CHARS)} → {Truncator(now).chars(SAID_CHARS)}"
    return redline_text_html(was, now)


def heading(part: Section | None) -> str:
    """Of a section; what stands before the first has none of its own."""
    if part is None or not (part.number or part.title):
        return _("Words before the first section")
    return f"{Truncator(part.number).chars(60)} {Truncator(part.title).chars(60)}".strip()


def front_line(outline: Outline) -> dict[str, Any] | None:
    """What stands before the first section, as a line of the outline."""
    front = outline.part(FRONT_MATTER)
    return tree_line(FRONT_MATTER, front) | {"title": heading(front)} if front else None


def tree_line(index: int, section: Section) -> dict[str, Any]:
    words = " ".join(block_text(block) for block in section.blocks[:3]).split()
    count = sum(len(block_text(block).split()) for block in section.blocks)
    said = ngettext("%(n)s word", "%(n)s words", count) % {"n": f"{count:,}"}
    return {
        "index": index,
        "number": section.number,
        "title": Truncator(section.title).chars(160),
        "level": min(section.level, 8),
        "unsure": section.unsure,
        "words": said if section.blocks else _("heading only"),
        "first": Truncator(" ".join(words[:FIRST_WORDS])).chars(120),
    }


def pieces(section: Section, *, is_front: bool = False) -> Iterator[dict[str, Any]]:
    """The text of a section, and where a new one could begin: items of a list one by one.

    What is before the first section may become one as a whole.
    """
    for at, block in enumerate(section.blocks):
        found = [_piece(passage) for passage in block_passages(at, block)]
        begins = str(at) if at or is_front else ""
        if block["type"] == "image":
            yield {"split": begins, "picture": picture_line(block["value"], at)}
        elif block["type"] == "table":
            rows = _rows(block["value"]["data"], found)
            places = [cell["where"] for cell in found]
            yield {"split": begins, "rows": rows, "places": places}
        elif block["type"] == "list":
            for n, piece in enumerate(found):
                yield piece | {"split": f"{at}.{n}" if n else begins}
        else:
            for n, piece in enumerate(found):
                yield piece | {"split": "" if n else begins}


def picture_line(picture: ImageData, block: int) -> dict[str, Any]:
    """A picture with the field that says what it shows."""
    return {"key": picture.key, "alt": picture.alt, "where": f"{block}.0"}


def undescribed(outline: Outline) -> list[dict[str, Any]]:
    """The pictures that say nothing to those who cannot see them, in order."""
    return [
        picture_line(picture, block) | {"at": f"{index}.{block}", **link_to(outline, index)}
        for index, section in outline.parts()
        for block, picture in pictures(section)
        if not picture.alt.strip()
    ]


def _piece(passage: Passage) -> dict[str, Any]:
    return {
        "where": f"{passage.block}.{passage.item}",
        "anchor": f"w{passage.block}-{passage.item}",
        "text": Truncator(passage.words).chars(PASSAGE_CHARS),
    }


def _rows(data: list[list[Any]], cells: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The cells that a table shows, by row; those under merged ones are None."""
    left = iter(cells)
    return [[next(left) for cell in row if cell is not None] for row in data]
