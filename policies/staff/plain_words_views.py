"""One page to explain the sections of a policy in plain words, many at once."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from consult.typed_fields import PlainLineField, PlainTextField
from policies import permissions
from policies.models import SectionPage
from policies.publishing.checklist import SectionFacts, sections_with_facts
from policies.publishing.indexing import indexed_together
from policies.publishing.plain_words import (
    PlainWords,
    WriteResult,
    may_write,
    seen_mark,
    write_plain_words,
)
from policies.staff.base import PolicyStaffPage
from texts.plain import body_text

PER_PAGE = 20
WORDS = ("summary", "summary_sw")
LONGEST = SectionPage._meta.get_field("summary").max_length
MISSING, OLDER, ALL = "missing", "older", "all"
PROBLEMS = (WriteResult.CONFLICT, WriteResult.NEW_TEXT, WriteResult.LOCKED)


class WordsForm(forms.Form):
    """The words of one section, as they were typed, and the mark of those that were seen."""

    summary = PlainTextField(required=False, max_length=LONGEST)
    summary_sw = PlainTextField(required=False, max_length=LONGEST)
    seen = PlainLineField(required=False, max_length=64)
    still_fit = forms.BooleanField(required=False)

    @property
    def words(self) -> PlainWords:
        return PlainWords.from_form(*(self.cleaned_data[name] for name in WORDS))


@dataclass
class PlainWordsRow:
    """A section on the screen; ``typed`` where its words are in conflict, or cannot be saved."""

    page: SectionPage
    facts: SectionFacts
    is_open: bool
    form: WordsForm | None = None
    written: WriteResult | None = None

    @property
    def words(self) -> PlainWords:
        return PlainWords.of(self.page)

    @property
    def mark(self) -> str:
        return seen_mark(self.page)

    @property
    def has_problem(self) -> bool:
        return self.written in PROBLEMS or bool(self.form and self.form.errors)

    @property
    def typed(self) -> PlainWords:
        if self.form and self.has_problem:
            return PlainWords(*(self.form[name].value() or "" for name in WORDS))
        return self.words

    @cached_property
    def text(self) -> str:
        return body_text(self.page.body.raw_data)

    @property
    def author(self) -> str:
        """Who saved the words that stand there now."""
        revision = self.page.latest_revision
        return str(revision.user) if revision and revision.user else ""


class PlainWordsView(PolicyStaffPage):
    """Lists the sections; saves those whose words were changed, and tells what could not be."""

    page_title = gettext_lazy("Plain words")
    header_icon = "edit"
    template_name = "policies/admin/plain_words.html"

    def is_allowed(self) -> bool:
        return permissions.may_explain(self.request.user, self.policy)

    @property
    def shown(self) -> str:
        asked = self.request.GET.get("show")
        return asked if asked in (OLDER, ALL) else MISSING

    def sections(self) -> list[tuple[SectionPage, SectionFacts]]:
        return [
            (page, facts)
            for page, facts in sections_with_facts(self.policy)
            if facts.has_words or page.summary or page.summary_sw
        ]

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        sections = self.sections()
        chosen = [pair for pair in sections if _is_in(pair[1], self.shown)]
        page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("p"))
        rows = [self.row(section, facts) for section, facts in page.object_list]
        return self.page(sections, rows, page)

    def row(self, page: SectionPage, facts: SectionFacts, **more: Any) -> PlainWordsRow:
        rights = page.permissions_for_user(self.request.user)
        return PlainWordsRow(page, facts, is_open=bool(may_write(rights)), **more)

    def page(
        self,
        sections: list[tuple[SectionPage, SectionFacts]],
        rows: list[PlainWordsRow],
        shown: Page | None = None,
        status: int = 200,
    ) -> HttpResponse:
        counts = {
            name: sum(_is_in(facts, name) for _page, facts in sections)
            for name in (MISSING, OLDER, ALL)
        }
        return self.show(
            status=status,
            policy=self.policy,
            rows=rows,
            has_problems=any(row.has_problem for row in rows),
            page=shown,
            shown=self.shown,
            filters=[
                (name, label, counts[name])
                for name, label in (
                    (MISSING, _("Without plain words")),
                    (OLDER, _("Written for an older text")),
                    (ALL, _("All sections with a text")),
                )
                if counts[name] or name != OLDER
            ],
        )

    def post(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        forms_sent = self.forms_sent()
        written = self.write(forms_sent)
        self.tell(written)
        if all(pk in written for pk in forms_sent) and not set(written.values()) & set(PROBLEMS):
            return redirect(request.get_full_path())
        sections = self.sections()
        rows = [
            self.row(page, facts, form=forms_sent[page.pk], written=written.get(page.pk))
            for page, facts in sections
            if page.pk in forms_sent
        ]
        return self.page(sections, rows, status=422)

    def forms_sent(self) -> dict[int, WordsForm]:
        """By the id of the section, of this policy alone."""
        sent = self.request.POST.getlist("section")[:PER_PAGE]
        ids = [text for text in sent if text.isdecimal() and len(text) < 10]
        pages = SectionPage.objects.descendant_of(self.policy).filter(pk__in=ids)
        return {
            pk: WordsForm(self.request.POST, prefix=str(pk))
            for pk in pages.order_by("path").values_list("pk", flat=True)
        }

    def write(self, forms_sent: dict[int, WordsForm]) -> dict[int, WriteResult]:
        """What became of each whose words can be stored."""
        user = cast(User, self.request.user)
        with indexed_together():
            return {
                pk: write_plain_words(
                    section_id=pk,
                    words=form.words,
                    seen=form.cleaned_data["seen"],
                    still_fit=form.cleaned_data["still_fit"],
                    user=user,
                )
                for pk, form in forms_sent.items()
                if form.is_valid()
            }

    def tell(self, written: dict[int, WriteResult]) -> None:
        counts = Counter(written.values())
        public, drafts = counts[WriteResult.PUBLIC], counts[WriteResult.DRAFT]
        if public:
            said = ngettext(
                "Readers see the plain words of %(n)d section now.",
                "Readers see the plain words of %(n)d sections now.",
                public,
            )
            messages.success(self.request, said % {"n": public})
        if drafts:
            said = ngettext(
                "The plain words of %(n)d section are saved with its draft; readers see them when"
                " it is published.",
                "The plain words of %(n)d sections are saved with their drafts; readers see them"
                " when those are published.",
                drafts,
            )
            messages.success(self.request, said % {"n": drafts})
        if counts[WriteResult.UNCHANGED] == counts.total():
            messages.info(self.request, _("Nothing was changed."))


def _is_in(facts: SectionFacts, shown: str) -> bool:
    if shown == ALL:
        return True
    if shown == OLDER:
        return facts.plain_words_are_older
    return facts.has_words and not (facts.is_explained and facts.has_kiswahili)
