"""Where an organisation writes a memorandum and hands it in: three steps, kept after each."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from comments.memoranda.draft_rows import DraftRow, match, rows_of
from comments.memoranda.forms import AboutMemorandumForm, ChangeFormSet, ConfirmRowsForm
from comments.memoranda.services import (
    MemorandumError,
    attach_document,
    file_memorandum,
    keep_rows,
    keep_typed,
)
from comments.models import Memorandum, MemorandumDraft
from comments.register.services import CommentError
from comments.selectors import section_names
from consult.language.times_in_words import minute_in_words
from consult.rate_limits import Event, Limit, visitor_network
from home.visibility import may_read
from policies.models import Edition, PolicyPage, SectionVersion
from policies.selectors import public_policy
from texts.section_names import SectionNames
from texts.source import UnreadableDocument

TEN_MINUTES = 600
NEW_DRAFTS = Limit("memoranda-drafts", most=60, seconds=TEN_MINUTES)
DOCUMENTS = Limit("memoranda-documents", most=30, seconds=TEN_MINUTES)
STEPS = ("about", "table", "check")


@method_decorator(never_cache, name="dispatch")
class MemorandumStep(View):
    """A step of one draft, whose address is the key to it: it goes nowhere from its pages."""

    http_method_names = ["get", "head", "post"]
    step = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.answer(request)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """What the step says, where there is such a draft, and the policy takes comments."""
        self.draft = self.found()
        if self.draft.filed:
            return redirect(_thanks(self.draft.filed))
        if not may_read(request, self.policy):
            return self.refuse(_("This policy is not public now. What you wrote is kept."))
        if self.edition is None:
            return self.refuse(_("This consultation is not open for comments."))
        return super().dispatch(request)

    def found(self) -> MemorandumDraft:
        """The draft of the address. Raises `Http404`."""
        drafts = MemorandumDraft.objects.select_related("policy__locale", "filed__submission")
        return get_object_or_404(drafts, key=self.kwargs["draft_key"])

    @property
    def policy(self) -> PolicyPage:
        return self.draft.policy

    @cached_property
    def edition(self) -> Edition | None:
        """The edition that takes comments now."""
        edition = self.policy.current_edition
        return edition if edition and edition.takes_comments else None

    @cached_property
    def names(self) -> SectionNames[SectionVersion]:
        edition = self.edition
        return section_names(edition, in_public=True) if edition else SectionNames([])

    @property
    def rows(self) -> list[DraftRow]:
        return rows_of(self.draft.rows)

    def url(self, step: str) -> str:
        return reverse(f"comments:memorandum_{step}", args=[self.draft.key])

    def onward(self, step: str) -> HttpResponse:
        """To the step, or to this one again: for more rows, or in the language that was chosen."""
        stays = {"unsent", "more"} & self.request.POST.keys()
        return redirect(self.url(self.step if stays else step))

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        shown = {
            "policy": self.policy.localized,
            "edition": self.edition,
            "draft": self.draft,
            "step": self.step,
            "steps": self.steps(),
        }
        template = f"comments/memoranda/{self.step}.html"
        return render(self.request, template, {**shown, **context}, status=status)

    def steps(self) -> list[tuple[str, str, str]]:
        """Each with its name and, once there is a draft, its address."""
        names = (_("About it"), _("The changes"), _("Check and send"))
        return [
            (step, name, self.url(step) if self.draft.pk else "")
            for step, name in zip(STEPS, names, strict=True)
        ]

    def refuse(self, message: str) -> HttpResponse:
        """What was typed comes back: what was just sent, and what the draft has kept."""
        typed = [*typed_words(self.request), *(row.said for row in self.rows)]
        context = {"message": message, "draft": self.draft, "typed": typed}
        return render(self.request, "comments/memoranda/refused.html", context, status=403)


def _thanks(memorandum: Memorandum) -> str:
    """The address of its receipt, as who has just handed it in is shown it."""
    return reverse("comments:receipt", args=[memorandum.printed_receipt]) + "?handed_in=yes"


def reached(request: HttpRequest, limit: Limit) -> datetime | None:
    """Count one from the visitor's connection; where that is too many, when it can be tried."""
    event = Event((limit, visitor_network(request)))
    return event.again_at if event.reached else None


def typed_words(request: HttpRequest) -> list[str]:
    """What was just sent in the fields of words."""
    hidden = ("csrfmiddlewaretoken", "email", "phone")
    return [
        str(value) for name, value in request.POST.items() if name not in hidden and " " in value
    ]


class AboutStep(MemorandumStep):
    """Whose it is and its covering text; the first time, at the address of the policy."""

    step = "about"

    def found(self) -> MemorandumDraft:
        if "slug" not in self.kwargs:
            return super().found()
        return MemorandumDraft(policy=public_policy(self.request, self.kwargs["slug"]))

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=AboutMemorandumForm(initial=self.draft.typed))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AboutMemorandumForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, status=422)
        if self.draft.pk is None and (again_at := reached(request, NEW_DRAFTS)):
            said = _("Many memoranda were begun from here just now. Send this at %(time)s.")
            form.add_error(None, said % {"time": minute_in_words(again_at)})
            return self.show(form=form, status=429)
        keep_typed(draft=self.draft, typed=form.typed())
        upload = form.cleaned_data["document"]
        if upload and (problem := self.problem_with(upload)):
            form.add_error("document", problem)
            return self.show(form=form, status=422)
        return self.onward("table")

    def problem_with(self, upload: Any) -> str:
        """Why the document was not kept; empty where it was. All that was typed is."""
        if again_at := reached(self.request, DOCUMENTS):
            said = _("Many files came from here just now. Choose it again at %(time)s.")
            return said % {"time": minute_in_words(again_at)}
        try:
            attach_document(draft=self.draft, upload=upload, names=self.names)
        except UnreadableDocument as error:
            return str(error.args[0])
        return ""


class TableStep(MemorandumStep):
    """The table: section, proposed change, rationale."""

    step = "table"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(ChangeFormSet(initial=self.known(), prefix="row"))

    def post(self, request: HttpRequest) -> HttpResponse:
        # Without what is known: a row that says the same would count as one that says nothing.
        forms = ChangeFormSet(request.POST, prefix="row")
        if not forms.is_valid():
            return self.page(forms, status=422)
        before = {row.said: row for row in self.rows}
        rows = [form.row() for form in forms]
        for row in rows:
            if row.said not in before:
                match(row, self.names)
        keep_rows(draft=self.draft, rows=[before.get(row.said, row) for row in rows])
        return self.onward("check")

    def known(self) -> list[dict[str, str]]:
        return [
            {"section": row.section, "change": row.change, "rationale": row.rationale}
            for row in self.rows
        ]

    def page(self, forms: Any, status: int = 200) -> HttpResponse:
        return self.show(forms=forms, labels=self.names.labels, status=status)


class CheckStep(MemorandumStep):
    """Each row with its section, to be confirmed; then it is handed in."""

    step = "check"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form())

    def form(self) -> ConfirmRowsForm:
        return ConfirmRowsForm(self.request.POST or None, rows=self.rows, names=self.names)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form()
        is_valid = form.is_valid()
        if not form.has_error("rows_key"):
            keep_rows(draft=self.draft, rows=form.chosen())
        if "unsent" in request.POST:
            return self.onward("check")
        if not is_valid:
            return self.page(form, status=422)
        try:
            memorandum = file_memorandum(draft=self.draft)
        except (CommentError, MemorandumError) as error:
            form.add_error(None, str(error))
            return self.page(form, status=422)
        return redirect(_thanks(memorandum))

    def page(self, form: ConfirmRowsForm, status: int = 200) -> HttpResponse:
        if form.has_error("rows_key"):
            form = ConfirmRowsForm(rows=self.rows, names=self.names, table_changed=True)
        return self.show(form=form, typed=self.draft.typed, status=status)
