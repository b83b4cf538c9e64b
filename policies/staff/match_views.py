"""A new text of a policy: which of its sections continues which page, and in whose words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from policies.imports.hand_corrections import HandCorrection, hand_corrections
from policies.imports.import_plan import FRONT, Continuation, ImportPlan
from policies.imports.making import section_page
from policies.imports.section_matches import MatchProposal, existing_sections, propose_matches
from policies.models import Edition, KeptPlan, SectionPage
from policies.publishing.checklist import (
    Remark,
    in_order,
    remarks_on_label,
    remarks_on_new_text,
    subjects_of,
)
from policies.publishing.drafts import is_pending
from policies.publishing.services import PolicyError, check_new_edition
from policies.staff.base import url
from policies.staff.edition_forms import EditionForm
from policies.staff.effects import effects_of_new_text
from policies.staff.making_views import MakingPage, request_revision
from policies.staff.shown_drafts import ShownDraft, drafts_of, left_out, revisions_named
from texts.outline.model import continued_heading, without_images
from texts.redline import redline_html, redline_text_html
from texts.section_names import Listed, SectionNames, UnknownSectionError

Corrections = dict[int | str, HandCorrection]
REASONS = {
    "same": gettext_lazy("nothing changed"),
    "number and title": gettext_lazy("same number and title"),
    "title": gettext_lazy("same or similar title"),
    "text": gettext_lazy("similar text"),
    "number": gettext_lazy("same number, text somewhat similar"),
    "new": gettext_lazy("nothing like it before"),
}


class MatchView(MakingPage):
    """A new edition: which section of the new text continues which page."""

    template_name = "policies/admin/match.html"
    page_title = gettext_lazy("Match the sections")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_allowed() and not self.row.target:
            return redirect(url("create", self.row.pk))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def pages(self) -> dict[int, SectionPage]:
        return (
            {page.pk: page for page in existing_sections(self.row.target)}
            if self.row.target
            else {}
        )

    @cached_property
    def named(self) -> SectionNames[int]:
        return SectionNames(
            Listed(page.depth, page.number, pk, page.title, page.slug, _name(page))
            for pk, page in self.pages.items()
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EditionForm()
        kept = KeptPlan.objects.filter(policy=self.row.target).first()
        form.initial = (kept.typed if kept else {}) | self.typed(form)
        return self.page(form, self._chosen(self.sent) if self.sent else None)

    @cached_property
    def sent(self) -> MultiValueDict[str, str]:
        """What is chosen: in the form in hand, or as it was kept, while the outline is the same."""
        kept = MultiValueDict(self.row.typed)
        same = kept.get("revision") == str(self.newest.revision) and "match-0" in kept
        if self.request.method == "POST":
            return self.request.POST
        return kept if same else MultiValueDict()

    def _chosen(self, sent: MultiValueDict[str, str]) -> list[str]:
        """The name of the page that each section continues."""
        return [sent.get(f"match-{n}") or "" for n in range(len(self.newest.data["sections"]))]

    def page(
        self,
        form: EditionForm,
        chosen: list[str] | None = None,
        errors: dict[int, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        proposals, removed = propose_matches(self.outline, list(self.pages.values()))
        if chosen is None:
            chosen = [_name(proposal.page) if proposal.page else "" for proposal in proposals]
        else:
            removed = []
        matches = self._matches(chosen)[0]
        corrections = self.corrections(matches)
        return self.show(
            status=status,
            row=self.row,
            form=form,
            revision=request_revision(self) or self.newest.revision,
            lines=[
                _line(proposal, chosen[proposal.index], (errors or {}).get(proposal.index, ""))
                | {"correction": self._choice(proposal.index, corrections)}
                for proposal in proposals
            ],
            front=self._choice(FRONT, corrections),
            names=self.named.labels,
            removed=removed,
            corrected=len(corrections.keys() - {FRONT}),
            drafts=self.drafts(matches),
            warnings=self.outline.warnings,
            checklist=self._checklist(form),
            confirmed=self.confirmed,
            has_errors=bool(errors),
            policy=self.row.target,
            edition=self.edition,
            **self.asked,
        )

    def _checklist(self, form: EditionForm) -> list[Remark]:
        (subject,) = subjects_of([self.row.target] if self.row.target else [])
        remarks = remarks_on_new_text(subject, self.subject(()))
        return in_order([*remarks_on_label(form["label_sw"].value()), *remarks])

    @property
    def edition(self) -> Edition | None:
        return self.row.target.editions.last() if self.row.target else None

    def drafts(self, matches: Sequence[int | None]) -> list[ShownDraft]:
        """What waits and would go public with the new text; what that takes out does not."""
        if self.row.target is None:
            return []
        gone = {pk for pk, page in self.pages.items() if page.live} - set(matches)
        given = {*matches, self.row.target.pk} if self.outline.front_matter else set(matches)
        return [
            replace(draft, goes=draft.page.pk in given)
            for draft in drafts_of(self.row.target, left_out(self.sent))
            if draft.page.pk not in gone
        ]

    def _chosen_drafts(self, matches: Sequence[int | None]) -> dict[int, int] | None:
        """By page the revision of what waited and goes public; None where some were not seen."""
        drafts = self.drafts(matches)
        seen = {draft.seen for draft in drafts}
        if seen - set(self.request.POST.getlist("seen")):
            return None
        chosen = [draft.seen for draft in drafts if draft.must_go or not draft.stays]
        return revisions_named(chosen)

    def corrections(self, matches: Sequence[int | None]) -> Corrections:
        """By index, the words corrected by hand that the new text would overwrite."""
        if self.row.target is None:
            return {}
        pages = [None if pk is None else self.pages[pk] for pk in matches]
        return hand_corrections(self.row.target, self.outline, pages)

    def _choice(self, index: int | str, corrections: Corrections) -> dict | None:
        """What the editor is asked of a corrected section, or of the front matter."""
        found = corrections.get(index)
        if found is None:
            return None
        now, new = found.corrected, found.wanted
        return {
            "at": found.at,
            "undone": found.undone,
            "pictures": found.pictures,
            "keeps": self._keeps(index, found),
            "title": "" if now.title == new.title else redline_text_html(now.title, new.title),
            "redline": redline_html(without_images(now.blocks), without_images(new.blocks), fold=3),
        }

    def _keeps(self, index: int | str, correction: HandCorrection) -> bool:
        """As the editor chose; before that, words that the file does not know stay."""
        if not self._was_asked(index, correction):
            return correction.undone
        return f"keep-{index}" in self.sent

    def _was_asked(self, index: int | str, correction: HandCorrection) -> bool:
        return self.sent.get(f"corrected-{index}") == correction.at.isoformat()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EditionForm(request.POST)
        self.keep()
        if request.POST.get("do") == "keep":
            return self.kept_for_later()
        chosen = self._chosen(self.sent)
        matches, errors = self._matches(chosen)
        if form.is_valid() and self.row.target:
            try:
                check_new_edition(self.row.target)
            except PolicyError as error:
                form.add_error(None, str(error))
        if not form.is_valid() or errors:
            return self.page(form, chosen, errors, status=422)
        corrections = self.corrections(matches)
        if not all(self._was_asked(index, found) for index, found in corrections.items()):
            said = _("Some sections were corrected by hand: choose which words they get.")
            messages.warning(request, said)
            return self.page(form, chosen)
        drafts = self._chosen_drafts(matches)
        if drafts is None:
            said = _("Drafts wait that would go public with the text: look at them below.")
            messages.warning(request, said)
            return self.page(form, chosen, status=409)
        kept = [index for index, found in corrections.items() if self._keeps(index, found)]
        replaced = [at for at in corrections if isinstance(at, int) and at not in kept]
        continuation = Continuation(
            matches=matches, keep=kept, replaced=replaced, seen=self._seen(matches)
        )
        plan = ImportPlan(continuation=continuation, edition=form.plan, drafts=drafts)
        if self.unasked(form, plan, self._effects(form, matches)):
            return self.page(form, chosen)
        if asked := self.ask(plan):
            return asked
        if request_revision(self) == self.newest.revision:
            return self.page(form, chosen, status=409)
        return redirect(url("match", pk))

    def _effects(self, form: EditionForm, matches: Sequence[int | None]) -> list[str]:
        if self.row.target is None:
            return []
        waited = [draft for draft in self.drafts(matches) if not (draft.goes or draft.stays)]
        live = {pk for pk, page in self.pages.items() if page.live}
        return effects_of_new_text(
            self.row.target,
            form.plan,
            sections=len(matches),
            new=matches.count(None),
            gone=len(live - set(matches)),
            drafts=len(waited),
        )

    def _seen(self, matches: Sequence[int | None]) -> dict[int, int | None]:
        """By page, the revision by which the editor chose."""
        pages: list[Page] = [self.pages[pk] for pk in matches if pk is not None]
        if self.outline.front_matter and self.row.target:
            pages.append(self.row.target)
        return {page.pk: page.latest_revision_id for page in pages}

    def _matches(self, chosen: list[str]) -> tuple[list[int | None], dict[int, str]]:
        """Page ids by index, and what is wrong with those that cannot be."""
        matches: list[int | None] = []
        errors: dict[int, str] = {}
        used: dict[int, int] = {}
        for index, text in enumerate(chosen):
            try:
                page = self.named.one(text) if text.strip() else None
            except UnknownSectionError as error:
                errors[index], page = str(error), None
            if page is not None and page in used:
                errors[index] = _("This section is continued by another one already.")
            elif page is not None:
                used[page] = index
            matches.append(page)
        return matches, errors


def _name(page: SectionPage) -> str:
    """What stands in the list of sections; the number in brackets makes it the only one."""
    gone = not page.live and not is_pending(page)
    removed = " " + _("(removed earlier)") if gone else ""
    return f"{page.heading[:100]}{removed} [{page.pk}]"


def _line(proposal: MatchProposal, chosen: str, error: str) -> dict[str, Any]:
    page, wanted = proposal.page, section_page(proposal.section, None)
    number, title = wanted.number, wanted.title
    if page:
        number, title = continued_heading((page.number, page.title), (number, title))
    return {
        "index": proposal.index,
        "heading": f"{number} {title[:160]}".strip(),
        "level": min(proposal.section.level, 8),
        "value": chosen,
        "reason": REASONS[proposal.reason],
        "error": error,
    }
