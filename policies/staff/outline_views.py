"""Review: the proposed outline as a tree, with a section opened to be renamed or split."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from consult.staff import StaffPage, TrailStep
from consult.typed_fields import LONGEST
from policies.imports.capitals import sentence_titles, titles_in_capitals
from policies.imports.review import (
    Correction,
    correct_outline,
    from_the_end,
    retitle,
    shift,
    split,
    undo,
)
from policies.models import ImportOutline, PolicyImport
from policies.publishing.services import PolicyError
from policies.staff.base import url
from policies.staff.forms import SectionForm
from policies.staff.import_views import OneImport
from texts.cleaning import typed_line
from texts.outline import edits
from texts.outline.model import Outline, Section
from texts.outline.word_measure import block_text

PER_PAGE, BLOCKS_PER_PAGE = 200, 200
FIRST_WORDS, BLOCK_CHARS = 12, 600
MISSING_SHOWN, LEFT_OUT_SHOWN = 20, 100
_QUOTED = re.compile("“.*”")


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


class NothingChosen(PolicyError):
    """The editor pressed a button without having ticked a section."""


class ReviewPage(OneImport, StaffPage):
    """A page of an import under review; others send to where the import is."""

    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_allowed() and self.row.stage != PolicyImport.Stage.REVIEW:
            if request.method == "POST":
                said = _("This import is no longer under review. Here is what became of it.")
                messages.warning(request, said)
            return redirect(url("import", self.row.pk))
        return super().dispatch(request, *args, **kwargs)

    @property
    def newest(self) -> ImportOutline:
        return self.row.outlines.latest("revision")

    @property
    def outline(self) -> Outline:
        return Outline.from_dict(self.newest.data)

    def outline_url(self, index: int, changed: Sequence[int] = ()) -> str:
        """The outline where that section stands, with some sections marked."""
        query = urlencode({"page": index // PER_PAGE + 1, "changed": changed}, doseq=True)
        return f"{url('outline', self.row.pk)}?{query}#s{index}"

    def correct_several(self, action: str, indexes: list[int]) -> bool:
        correction, one, many = SEVERAL[action]
        sections = self.outline.sections
        chosen = [index for index in indexes if 0 <= index < len(sections)]
        if len(chosen) == 1:
            step = one % {"section": _heading(sections[chosen[0]])}
        else:
            step = many % {"n": len(chosen)}
        return self.correct(correction(indexes), step)

    def correct(self, correction: Correction, step: str) -> bool:
        """Whether it was done; if not, the editor is told why."""
        try:
            revision = int(self.request.POST.get("revision", ""))
            correct_outline(row=self.row, revision=revision, correction=correction, step=step)
        except ValueError:
            messages.error(self.request, _("The form was incomplete. Reload the page."))
        except (edits.CannotEdit, PolicyError) as error:
            messages.error(self.request, str(error))
        else:
            return True
        return False


class OutlineView(ReviewPage):
    template_name = "policies/admin/outline.html"

    def get_page_title(self) -> str:
        return _("Review of %(file)s") % {"file": self.row.file_name}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        newest = self.newest
        outline = Outline.from_dict(newest.data)
        pages = max(1, -(-len(outline.sections) // PER_PAGE))
        page = min(max(1, _number(request.GET.get("page"), 1)), pages)
        first = (page - 1) * PER_PAGE
        changed = request.GET.getlist("changed")
        return self.show(
            row=self.row,
            outline=outline,
            revision=newest.revision,
            undoes=newest.step if self.row.outlines.count() > 1 else "",
            lines=[
                _line(index, section) | {"changed": str(index) in changed}
                for index, section in enumerate(outline.sections[first : first + PER_PAGE], first)
            ],
            page=page,
            pages=range(1, pages + 1),
            in_capitals=titles_in_capitals(outline),
            doubtful=sum(bool(section.unsure) for section in outline.sections),
            doubts=_doubts(outline),
            missing=outline.words.missing[:MISSING_SHOWN],
            added=outline.words.added[:MISSING_SHOWN],
            left_out=_left_out(outline, request.GET.get("whole", "")),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = _number(request.POST.get("page"), 1)
        where = f"{url('outline', pk)}?page={page}"
        try:
            where = self._do(*request.POST.get("do", "").split(" ", 1)) or where
        except (PolicyError, edits.CannotEdit) as error:
            messages.error(request, str(error))
        return redirect(where)

    def _do(self, action: str, of: str = "") -> str | None:
        """The address of what was corrected, where that is some sections."""
        if action == "undo":
            step = undo(row=self.row, revision=_number(self.request.POST.get("revision"), 0))
            messages.success(self.request, _("Undone: %(step)s.") % {"step": step})
        elif action == "title":
            title = typed_line(self.request.POST.get("title", "")[:LONGEST])[:255]
            self.correct(retitle(title), _("the new title"))
        elif action == "sentence_case":
            self._sentence_case()
        elif action == "looked":
            self._settle_doubt(_number(of, -1))
        elif action in TAKING:
            return self._take(action, _number(of, -1))
        elif action in SEVERAL:
            indexes = [_number(index, -1) for index in self.request.POST.getlist("section")]
            if not indexes:
                raise NothingChosen(_("Tick the sections first."))
            if self.correct_several(action, indexes):
                at = _index_after(action, indexes)
                return self.outline_url(at, indexes if action in MOVES else [at])
        return None

    def _take(self, action: str, which: int) -> str | None:
        """Take in what was left out, or leave it out again."""
        outline = self.outline
        correction, step = TAKING[action]
        at = edits.where_taken_in(outline, which) if action == "take_in" else None
        text = outline.dropped[which].text if 0 <= which < len(outline.dropped) else ""
        said = step % {"text": Truncator(text).chars(60)}
        if self.correct(lambda outline: correction(outline, which), said) and at is not None:
            return self.outline_url(at, [at])
        return None

    def _settle_doubt(self, which: int) -> None:
        doubts = _doubts(self.outline)
        if 0 <= which < len(doubts):
            doubt = doubts[which]
            step = _("looked at “%(remark)s”") % {"remark": doubt["text"].rstrip(".")}
            self.correct(lambda outline: edits.settle_remarks(outline, doubt["remarks"]), step)

    def _sentence_case(self) -> None:
        count = titles_in_capitals(self.outline)
        if self.correct(sentence_titles, _("titles in sentence case")):
            said = ngettext(
                "%(n)d title is in sentence case now. Look it through: a name may have lost its"
                " capital. “Undo” brings the capitals back.",
                "%(n)d titles are in sentence case now. Look them through: a name may have lost its"
                " capital. “Undo” brings the capitals back.",
                count,
            )
            messages.success(self.request, said % {"n": count})


SEVERAL: dict[str, tuple[Callable[[list[int]], Correction], Any, Any]] = {
    "promote": (
        lambda indexes: shift(indexes, edits.promote),
        gettext_lazy("“%(section)s” one level up"),
        gettext_lazy("%(n)d sections one level up"),
    ),
    "demote": (
        lambda indexes: shift(indexes, edits.demote),
        gettext_lazy("“%(section)s” one level down"),
        gettext_lazy("%(n)d sections one level down"),
    ),
    "merge": (
        lambda indexes: from_the_end(indexes, edits.merge),
        gettext_lazy("“%(section)s” merged with the one before"),
        gettext_lazy("%(n)d sections merged with the ones before"),
    ),
    "drop": (
        lambda indexes: from_the_end(indexes, edits.drop),
        gettext_lazy("“%(section)s” left out"),
        gettext_lazy("%(n)d sections left out"),
    ),
}
"""By button: what it does with some sections, and how that is said of one and of several."""
TAKING: dict[str, tuple[Callable[[Outline, int], Outline], Any]] = {
    "take_in": (edits.take_in, gettext_lazy("“%(text)s” taken in")),
    "leave_out": (edits.leave_out, gettext_lazy("“%(text)s” left out again")),
}
MOVES = {"promote", "demote"}
"""Those after which each section has the index it had."""


def _index_after(action: str, indexes: Collection[int]) -> int:
    """The index of what the first of the sections has become or gone into, or of what follows."""
    return max(0, min(indexes) - (action == "merge"))


class OutlineSectionView(ReviewPage):
    """One section: its number and title, its text block by block."""

    template_name = "policies/admin/outline_section.html"

    def trail(self) -> list[TrailStep]:
        review = TrailStep(url("outline", self.row.pk), self.row.file_name)
        return [*super().trail(), review]

    def get(self, request: HttpRequest, pk: int, index: int) -> HttpResponse:
        newest = self.newest
        outline = Outline.from_dict(newest.data)
        if index >= len(outline.sections):
            messages.error(request, _("This section is no longer there."))
            return redirect(url("outline", pk))
        section = outline.sections[index]
        self.page_title = _heading(section)
        start = max(0, _number(request.GET.get("from"), 0))
        following = start + BLOCKS_PER_PAGE
        pieces = list(_pieces(section))
        return self.show(
            row=self.row,
            revision=newest.revision,
            index=index,
            section=section,
            form=SectionForm({"number": section.number, "title": section.title}),
            blocks=pieces[start:following],
            following=following if following < len(pieces) else None,
            back=self.outline_url(index),
            previous_index=index - 1 if index else None,
            next_index=index + 1 if index + 1 < len(outline.sections) else None,
        )

    def post(self, request: HttpRequest, pk: int, index: int) -> HttpResponse:
        verb, _space, block = request.POST.get("do", "").partition(" ")
        form = SectionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The number or the title is too long."))
            return redirect(url("outline_section", pk, index))
        if verb == "split":
            at, _dot, item = block.partition(".")
            if self._split(index, _number(at, -1), _number(item, 0)):
                return redirect(url("outline_section", pk, index + 1))
        elif verb == "rename":
            self._rename(index, **form.cleaned_data)
        elif verb in SEVERAL and self.correct_several(verb, [index]):
            return redirect(self.outline_url(_index_after(verb, [index])))
        return redirect(self.outline_url(index))

    def _rename(self, index: int, *, number: str, title: str) -> None:
        """Who saves number and title, changed or not, has seen what the importer was unsure of."""

        def correction(outline: Outline) -> Outline:
            return edits.settle(edits.rename(outline, index, number=number, title=title), index)

        step = _("number and title of “%(section)s”") % {"section": self._named(index)}
        self.correct(correction, step)

    def _named(self, index: int) -> str:
        sections = self.outline.sections
        return _heading(sections[index]) if index < len(sections) else ""

    def _split(self, index: int, block: int, item: int) -> bool:
        step = _("“%(section)s” split") % {"section": self._named(index)}
        done = self.correct(split(index, block, item), step)
        if done:
            said = _("This is the new section: give it its number and title.")
            messages.success(self.request, said)
        return done


def _left_out(outline: Outline, whole: str) -> list[dict[str, Any]]:
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
            "open": reason in (whole, "not_understood"),
        }
        for reason, items in found.items()
        if items
    ]


def _doubts(outline: Outline) -> list[dict[str, Any]]:
    """What the importer was unsure of, each kind once: those on the fewest sections first.

    Remarks that differ in the words of the file that they quote are of one kind.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for index, section in enumerate(outline.sections):
        where = {"heading": _heading(section), "page": index // PER_PAGE + 1, "index": index}
        for text in dict.fromkeys(section.unsure):
            said = {"remark": text, "quoted": "".join(_QUOTED.findall(text))}
            found.setdefault(_QUOTED.sub("“…”", text), []).append(where | said)
    return [_doubt(kind, found[kind]) for kind in sorted(found, key=lambda kind: len(found[kind]))]


def _doubt(kind: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    remarks = {section["remark"] for section in sections}
    differ = len(remarks) > 1
    text = kind if differ else sections[0]["remark"]
    return {"text": text, "remarks": remarks, "differ": differ, "sections": sections}


def _heading(section: Section) -> str:
    return f"{section.number} {Truncator(section.title).chars(60)}".strip()


def _line(index: int, section: Section) -> dict[str, Any]:
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


def _pieces(section: Section) -> Iterator[tuple[str, str]]:
    """Where a new section could begin, and the words there; the items of a list one by one."""
    for at, block in enumerate(section.blocks):
        if block["type"] != "list":
            yield str(at or ""), Truncator(_block_words(block)).chars(BLOCK_CHARS)
            continue
        for n, item in enumerate(block["value"]["items"]):
            alone = {"type": "list", "value": {"items": [item]}}
            where = f"{at}.{n}" if n else str(at or "")
            yield where, Truncator(block_text(alone)).chars(BLOCK_CHARS)


def _block_words(block: dict[str, Any]) -> str:
    if block["type"] == "image":
        return _("[Image] %(alt)s") % {"alt": block["value"].alt}
    return block_text(block)


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
