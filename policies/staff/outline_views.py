"""Review: the proposed outline as a tree, with what to look at and what was left out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from wagtail.admin import messages

from consult.staff import StaffPage
from consult.typed_fields import LONGEST
from policies.imports.review import correct_outline, undo
from policies.models import ImportOutline, PolicyImport
from policies.publishing.services import PolicyError
from policies.staff.base import url
from policies.staff.import_views import OneImport
from texts.cleaning import typed_line
from texts.kept_words import KeptWords, said
from texts.outline import edits
from texts.outline.capitals import sentence_titles, titles_in_capitals
from texts.outline.model import Outline
from texts.outline.offers import all_done_again, declined, done_again
from texts.outline.several import Correction, from_the_end, shift
from texts.shown_outline import (
    PER_PAGE,
    doubts,
    front_line,
    heading,
    left_out,
    shown_edits,
    shown_offers,
    tree_line,
    undescribed,
)

MISSING_SHOWN = 20
NOWHERE = 10**9
"""No index of a section."""


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
        return self.place_url(f"t{index}", index // PER_PAGE + 1, changed)

    def place_url(
        self, place: str, page: int, changed: Sequence[int | str] = (), whole: str = ""
    ) -> str:
        """The outline with the keyboard at that element: by the fragment, or by a script."""
        query = {"page": page, "changed": changed, "place": place}
        kept = urlencode(query | ({"whole": whole} if whole else {}), doseq=True)
        return f"{url('outline', self.row.pk)}?{kept}#{place}"

    def correct_several(self, action: str, indexes: list[int]) -> bool:
        correction, one, many = SEVERAL[action]
        sections = self.outline.sections
        chosen = [index for index in indexes if 0 <= index < len(sections)]
        if len(chosen) == 1:
            step = KeptWords(one, {"section": heading(sections[chosen[0]])})
        else:
            step = KeptWords(many, {"n": len(chosen)})
        return self.correct(correction(indexes), step)

    def correct(self, correction: Correction, step: KeptWords) -> bool:
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

    def describe(self, typed: Mapping[str, str]) -> bool:
        """Say what pictures show; each is named by its section and block, as "2.0"."""
        shows = {where: typed_line(words[:LONGEST])[:255] for where, words in typed.items()}

        def correction(outline: Outline) -> Outline:
            for where, words in shows.items():
                at, _dot, block = where.partition(".")
                place = number_of(at, NOWHERE), number_of(block.partition(".")[0], NOWHERE)
                outline = edits.describe(outline, *place, shows=words)
            return outline

        message = gettext_noop("picture described: “%(words)s”")
        words = Truncator(" · ".join(shows.values())).chars(60)
        return self.correct(correction, KeptWords(message, {"words": words}))


class OutlineView(ReviewPage):
    template_name = "policies/admin/outline.html"

    def get_page_title(self) -> str:
        return _("Review of %(file)s") % {"file": self.row.file_name}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        newest = self.newest
        outline = Outline.from_dict(newest.data)
        pages = max(1, -(-len(outline.sections) // PER_PAGE))
        page = min(max(1, number_of(request.GET.get("page"), 1)), pages)
        first = (page - 1) * PER_PAGE
        changed = request.GET.getlist("changed")
        place = request.GET.get("place", "")
        whole = request.GET.get("whole", "")
        response = self.show(
            row=self.row,
            outline=outline,
            revision=newest.revision,
            undoes=said(newest.step) if self.row.outlines.count() > 1 else "",
            lines=[
                tree_line(index, section) | {"changed": str(index) in changed}
                for index, section in enumerate(outline.sections[first : first + PER_PAGE], first)
            ],
            page=page,
            pages=range(1, pages + 1),
            place=place,
            in_capitals=titles_in_capitals(outline),
            doubtful=sum(bool(section.unsure) for section in outline.sections),
            doubts=doubts(outline),
            undescribed=undescribed(outline),
            missing=outline.words.missing[:MISSING_SHOWN],
            added=outline.words.added[:MISSING_SHOWN],
            offers=shown_offers(outline),
            edits=shown_edits(outline.by_hand),
            front=front_line(outline) if page == 1 else None,
            left_out=left_out(outline, whole),
            whole=whole,
        )
        if place and request.headers.get(
            "HX-Request"
        ):  # so that the page loaded again is at the same place
            response["HX-Replace-Url"] = self.place_url(place, page, changed, whole)
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        where = self.at_place("review")
        try:
            where = self._do(*request.POST.get("do", "").split(" ", 1)) or where
        except (PolicyError, edits.CannotEdit) as error:
            messages.error(request, str(error))
        return redirect(where)

    def at_place(self, place: str) -> str:
        """The page of the outline that the form was on, at that element."""
        sent = self.request.POST
        page = number_of(sent.get("page"), 1)
        return self.place_url(place, page, whole=sent.get("whole", ""))

    def _do(self, action: str, of: str = "") -> str | None:
        """The address of what was corrected, or of what comes next."""
        if action == "undo":
            return self._undo()
        if action == "title":
            title = typed_line(self.request.POST.get("title", "")[:LONGEST])[:255]
            step = KeptWords(gettext_noop("the new title"))
            self.correct(lambda outline: edits.retitle(outline, title), step)
            return self.at_place("outline-title")
        if action == "sentence_case":
            return self._sentence_case()
        if action == "looked":
            return self._settle_doubt(number_of(of, -1))
        if action == "describe":
            return self._describe()
        if action in TAKING:
            return self._take(action, number_of(of, -1))
        if action in OFFERED:
            return self._offered(action, of)
        return self._several(action) if action in SEVERAL else None

    def _describe(self) -> str:
        """All that was typed beside the pictures."""
        sent = self.request.POST
        shows = {
            name: words
            for name in sent
            if name.startswith("shows-") and (words := sent[name].strip())
        }
        if not shows:
            raise NothingChosen(_("Type what a picture shows first."))
        if self.describe({name.removeprefix("shows-"): words for name, words in shows.items()}):
            said = ngettext(
                "%(n)d picture is described now.", "%(n)d pictures are described now.", len(shows)
            )
            messages.success(self.request, said % {"n": len(shows)})
        return self.at_place("pictures" if undescribed(self.outline) else "tree")

    def _several(self, action: str) -> str | None:
        indexes = [number_of(index, NOWHERE) for index in self.request.POST.getlist("section")]
        if not indexes:
            raise NothingChosen(_("Tick the sections first."))
        at = index_after(action, indexes)
        if self.correct_several(action, indexes):
            return self.outline_url(at, indexes if action in MOVES else [at])
        return self.at_place(f"t{min(indexes)}")

    def _undo(self) -> str:
        step = undo(row=self.row, revision=number_of(self.request.POST.get("revision"), 0))
        messages.success(self.request, _("Undone: %(step)s.") % {"step": step})
        return self.at_place("do-undo" if self.row.outlines.count() > 1 else "review")

    def _take(self, action: str, which: int) -> str:
        """Take in what was left out, or leave it out again; a section goes back to its place."""
        outline = self.outline
        correction, step = TAKING[action]
        item = outline.dropped[which] if 0 <= which < len(outline.dropped) else None
        at = edits.where_taken_in(outline, which) if action == "take_in" else None
        named = {"text": Truncator(item.text if item else "").chars(60)}
        done = self.correct(lambda outline: correction(outline, which), KeptWords(step, named))
        if not done or item is None:
            return self.at_place("left-out")
        if at is not None and item.section:
            return self.outline_url(at, [at])
        if at is not None:
            into = {"section": heading(outline.part(at))}
            messages.success(self.request, _("Taken into “%(section)s”.") % into)
        return self.at_place(f"do-{'in' if action == 'leave_out' else 'out'}-{which}")

    def _settle_doubt(self, which: int) -> str:
        found = doubts(self.outline)
        if 0 <= which < len(found):
            doubt = found[which]
            step = gettext_noop("looked at: %(remark)s")
            self.correct(
                lambda outline: edits.settle_remarks(outline, doubt["remarks"]),
                KeptWords(step, {"remark": doubt["kind"]}),
            )
        left = len(found) - 1
        return self.at_place(f"do-looked-{max(0, min(which, left - 1))}" if left else "tree")

    def _offered(self, action: str, of: str) -> str:
        """Do again what was done to an earlier file, one or all of a kind, or let it be."""
        offered = self.outline.offered
        which = number_of(of, -1)
        if action == "mine_all":
            step = KeptWords(gettext_noop("your corrections again"))
            self.correct(lambda outline: all_done_again(outline, of), step)
        elif 0 <= which < len(offered):
            edit = offered[which]
            correction, message = OFFERED[action]
            step = KeptWords(message, {"words": Truncator(edit.now or edit.was).chars(60)})
            self.correct(lambda outline: correction(outline, edit), step)
        left = shown_offers(self.outline)["numbers"]
        after = next((n for n in left if n >= which), left[-1] if left else None)
        return self.at_place("tree" if after is None else f"do-mine-{after}")

    def _sentence_case(self) -> str:
        count = titles_in_capitals(self.outline)
        if self.correct(sentence_titles, KeptWords(gettext_noop("titles in sentence case"))):
            said = ngettext(
                "%(n)d title is in sentence case now. Look it through: a name may have lost its"
                " capital. “Undo” brings the capitals back.",
                "%(n)d titles are in sentence case now. Look them through: a name may have lost its"
                " capital. “Undo” brings the capitals back.",
                count,
            )
            messages.success(self.request, said % {"n": count})
        return self.at_place("do-undo")


OFFERED: dict[str, tuple[Callable[[Outline, Any], Outline], str]] = {
    "mine": (done_again, gettext_noop("“%(words)s” again")),
    "theirs": (declined, gettext_noop("“%(words)s” not again")),
    "mine_all": (all_done_again, ""),
}
SEVERAL: dict[str, tuple[Callable[[list[int]], Correction], str, str]] = {
    "promote": (
        lambda indexes: shift(indexes, edits.promote),
        gettext_noop("“%(section)s” one level up"),
        gettext_noop("%(n)d sections one level up"),
    ),
    "demote": (
        lambda indexes: shift(indexes, edits.demote),
        gettext_noop("“%(section)s” one level down"),
        gettext_noop("%(n)d sections one level down"),
    ),
    "merge": (
        lambda indexes: from_the_end(indexes, edits.merge),
        gettext_noop("“%(section)s” merged with the one before"),
        gettext_noop("%(n)d sections merged with the ones before"),
    ),
    "drop": (
        lambda indexes: from_the_end(indexes, edits.drop),
        gettext_noop("“%(section)s” left out"),
        gettext_noop("%(n)d sections left out"),
    ),
}
"""By button: what it does with some sections, and how that is said of one and of several."""
TAKING: dict[str, tuple[Callable[[Outline, int], Outline], str]] = {
    "take_in": (edits.take_in, gettext_noop("“%(text)s” taken in")),
    "leave_out": (edits.leave_out, gettext_noop("“%(text)s” left out again")),
}
MOVES = {"promote", "demote"}
"""Those after which each section has the index it had."""


def index_after(action: str, indexes: Collection[int]) -> int:
    """The index of what the first of the sections has become or gone into, or of what follows."""
    return max(0, min(indexes) - (action == "merge"))


def number_of(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
