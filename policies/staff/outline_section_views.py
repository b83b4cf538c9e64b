"""One section of an outline under review: its number and title, its text passage by passage."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.admin import messages

from consult.shown_pictures import shown_picture
from consult.staff import StaffView, TrailStep
from policies.staff.base import url
from policies.staff.forms import PassageForm, SectionForm
from policies.staff.import_views import OneImport
from policies.staff.outline_views import SEVERAL, ReviewPage, index_after, number_of
from texts.kept_words import KeptWords
from texts.outline import edits
from texts.outline.model import FRONT_MATTER, Outline, Section
from texts.outline.passages import Passage, passage_at, whole_at
from texts.shown_outline import heading, pieces

PIECES_PER_PAGE = 200


class PictureView(OneImport, StaffView):
    """A picture of the file, for those who are to say what it shows."""

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        return shown_picture(self.row.picture_path(key))


class OutlineSectionView(ReviewPage):
    """A passage is opened by the address, so that one field is shown and not two hundred."""

    template_name = "policies/admin/outline_section.html"

    def trail(self) -> list[TrailStep]:
        review = TrailStep(url("outline", self.row.pk), self.row.file_name)
        return [*super().trail(), review]

    def get(self, request: HttpRequest, pk: int, index: int) -> HttpResponse:
        return self.page(index, request.GET.get("words", ""))

    def page(
        self, index: int, where: str, typed: PassageForm | None = None, status: int = 200
    ) -> HttpResponse:
        newest = self.newest
        outline = Outline.from_dict(newest.data)
        section = outline.part(index)
        if section is None:
            messages.error(self.request, _("This section is no longer there."))
            return redirect(url("outline", self.row.pk))
        self.page_title = heading(section)
        opened = _passage(section, where)
        shown = list(pieces(section, is_front=index == FRONT_MATTER))
        start = self._start(shown, where or self.request.GET.get("at", ""))
        following = start + PIECES_PER_PAGE
        return self.show(
            status=status,
            row=self.row,
            revision=newest.revision,
            index=index,
            section=section,
            is_front=index == FRONT_MATTER,
            form=SectionForm({"number": section.number, "title": section.title}),
            pieces=shown[start:following],
            following=following if following < len(shown) else None,
            opened=where if opened else "",
            passage=typed or (PassageForm.of(opened) if opened else None),
            back=self.outline_url(index),
            previous_index=index - 1 if outline.part(index - 1) else None,
            next_index=index + 1 if outline.part(index + 1) else None,
        )

    def _start(self, shown: list[dict[str, Any]], where: str) -> int:
        """The first piece of the page asked for, or of the one with the passage."""
        for at, piece in enumerate(shown):
            if where and where in piece.get("places", [piece.get("where")]):
                return at - at % PIECES_PER_PAGE
        return max(0, number_of(self.request.GET.get("from"), 0))

    def post(self, request: HttpRequest, pk: int, index: int) -> HttpResponse:
        verb, _space, where = request.POST.get("do", "").partition(" ")
        form = SectionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The number or the title is too long."))
            return redirect(url("outline_section", pk, index))
        if verb == "words":
            return self._reword(index, where, form)
        if verb == "cut":
            return self._cut(index, where)
        if verb == "describe":
            self.describe({f"{index}.{where}": request.POST.get(f"shows-{where}", "")})
            return redirect(self._passage_url(index, where))
        if verb == "drop" and index == FRONT_MATTER:
            step = self._step(gettext_noop("“%(section)s” left out"), index)
            self.correct(lambda outline: edits.drop(outline, index), step)
            return redirect(self.place_url("left-out", 1))
        if verb == "split":
            if self._split(index, *_place(where)):
                return redirect(url("outline_section", pk, index + 1) + "#id_number")
        elif verb == "rename":
            self._rename(index, **form.cleaned_data)
        elif verb in SEVERAL and self.correct_several(verb, [index]):
            return redirect(self.outline_url(index_after(verb, [index])))
        return redirect(self.outline_url(index))

    def _rename(self, index: int, *, number: str, title: str) -> None:
        """Who saves number and title, changed or not, has seen what the importer was unsure of."""

        def correction(outline: Outline) -> Outline:
            return edits.settle(edits.rename(outline, index, number=number, title=title), index)

        step = self._step(gettext_noop("number and title of “%(section)s”"), index)
        self.correct(correction, step)

    def _step(self, message: str, index: int) -> KeptWords:
        front = KeptWords(gettext_noop("Words before the first section"))
        named = front if index == FRONT_MATTER else heading(self.outline.part(index))
        return KeptWords(message, {"section": named})

    def _split(self, index: int, block: int, item: int) -> bool:
        step = self._step(gettext_noop("“%(section)s” split"), index)
        done = self.correct(lambda outline: edits.split(outline, index, block, item=item), step)
        if done:
            said = _("This is the new section: give it its number and title.")
            messages.success(self.request, said)
        return done

    def _reword(self, index: int, where: str, heading_form: SectionForm) -> HttpResponse:
        """Number and title that were typed beside the words are saved with them."""
        form = PassageForm(self.request.POST)
        if not form.is_valid():
            return self.page(index, where, form, status=422)
        block, item = _place(where)
        typed = heading_form.cleaned_data

        def correction(outline: Outline) -> Outline:
            if any(typed.values()):
                outline = edits.rename(outline, index, **typed)
            return edits.reword(outline, index, block, item, **form.cleaned_data)

        step = self._step(gettext_noop("words of “%(section)s”"), index)
        if not self.correct(correction, step):
            return self.page(index, where, form, status=409)
        return redirect(self._passage_url(index, where))

    def _cut(self, index: int, where: str) -> HttpResponse:
        block, item = _place(where)
        section = self.outline.part(index)
        found = whole_at(section, block, item) if section else None
        words = Truncator(found.words if found else "").chars(60)
        step = KeptWords(gettext_noop("“%(text)s” left out"), {"text": words})
        if self.correct(lambda outline: edits.cut(outline, index, block, item), step):
            said = _("Left out. It is listed below the outline, where it can be taken in again.")
            messages.success(self.request, said)
        return redirect(self._passage_url(index, where))

    def _passage_url(self, index: int, where: str) -> str:
        """The section where the passage stands, or what stands there now."""
        block, item = _place(where)
        section = self.outline.part(index)
        if section and not _passage(section, where):
            block, item = min(block, max(0, len(section.blocks) - 1)), 0
        address = url("outline_section", self.row.pk, index)
        return f"{address}?at={block}.{item}#w{block}-{item}"


def _place(where: str) -> tuple[int, int]:
    block, _dot, item = where.partition(".")
    return number_of(block, -1), number_of(item, 0)


def _passage(section: Section, where: str) -> Passage | None:
    return passage_at(section, *_place(where)) if where else None
