"""Publish an edition of a policy, watch it go public, and move its window."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from consult.jobs.work import try_again
from consult.staff import JobPage, JobStatusView, JobStepView, JobView, TrailStep
from policies import permissions
from policies.models import Edition, KeptPlan, Publication
from policies.phases import Phase
from policies.publishing.checklist import (
    Remark,
    in_order,
    remarks_on,
    remarks_on_label,
    remarks_on_shorter_window,
    remarks_on_window,
    subjects_of,
)
from policies.publishing.publication_job import (
    DraftsChanged,
    request_publication,
    waiting_drafts,
    work_on_publication,
)
from policies.publishing.services import (
    PolicyError,
    change_window,
    keep_plan,
    open_now,
    open_window,
    translate_edition,
)
from policies.staff.base import PolicyStaffPage, policy_trail, url
from policies.staff.edition_forms import (
    FIRST_LABEL,
    EditionForm,
    EditionWordsForm,
    LateOpeningForm,
    WindowForm,
)
from policies.staff.effects import (
    effects_of_closing,
    effects_of_opening,
    effects_of_publishing,
    mark_of,
)
from policies.staff.next_steps import next_steps_of
from policies.staff.shown_drafts import drafts_of, left_out, revisions_named

LONGEST = 2000  # characters of a field that are kept


class PublishEditionView(PolicyStaffPage):
    """The form, beside what to look at before; nothing is refused for a remark."""

    page_title = gettext_lazy("Publish an edition")
    header_icon = "upload"
    template_name = "policies/admin/publish.html"

    def is_allowed(self) -> bool:
        return permissions.may_publish_edition(self.user, self.policy)

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        first = not self.policy.editions.exists()
        kept = KeptPlan.objects.filter(policy=self.policy).first()
        typed = kept.typed if kept else FIRST_LABEL if first else {}
        return self.page(EditionForm(initial=typed))

    def page(
        self, form: EditionForm, remarks: list[Remark] | None = None, **more: Any
    ) -> HttpResponse:
        current = self.edition
        (subject,) = subjects_of([self.policy])
        running = self.policy.publications.filter(edition=None).unfinished().first()
        return self.show(
            form=form,
            policy=self.policy,
            checklist=in_order([*remarks_on_label(form["label_sw"].value()), *remarks_on(subject)]),
            window_remarks=remarks or [],
            drafts=drafts_of(self.policy, self.left_out),
            open_edition=current if current and current.is_open else None,
            running=running,
            **more,
        )

    def post(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        form = EditionForm(request.POST)
        if request.POST.get("do") == "keep":
            return self.keep(form)
        if not form.is_valid():
            return self.page(form, status=422)
        seen = revisions_named(request.POST.getlist("seen"))
        if request.POST.get("confirmed") != self.mark(form, seen):
            return self.ask(form)
        try:
            row = request_publication(
                policy=self.policy,
                plan=form.plan,
                user=self.user,
                seen=seen,
                left_out=self.left_out,
            )
        except PolicyError as error:
            form.add_error(None, str(error))
            return self.page(form, status=409 if isinstance(error, DraftsChanged) else 422)
        return redirect(url("publication", row.pk))

    def keep(self, form: EditionForm) -> HttpResponse:
        """As it was typed, right or wrong, for whoever goes on with it."""
        sent = self.request.POST
        typed = {name: sent[name][:LONGEST] for name in form.fields if name in sent}
        keep_plan(policy=self.policy, typed=typed, user=self.user)
        messages.success(self.request, _("What you typed of the edition is kept with its drafts."))
        return redirect(url("publish", self.policy.pk))

    def mark(self, form: EditionForm, drafts: Mapping[int, int]) -> str:
        """All that is looked at: words, times, each draft and if it stays, the edition before."""
        before = self.edition and self.edition.pk
        words = replace(form.plan, opens_at=None, closes_at=None)
        going = sorted(drafts.items()), sorted(self.left_out)
        return mark_of(form.window_shown, words, going, before)

    def ask(self, form: EditionForm) -> HttpResponse:
        """What publishing does, and what is to be said of the times."""
        drafts = waiting_drafts(self.policy)
        return self.page(
            form,
            remarks_on_window(form.plan.opens_at, form.plan.closes_at),
            effects=effects_of_publishing(self.policy, form.plan, len(set(drafts) - self.left_out)),
            edition=self.edition,
            confirmed=self.mark(form, drafts),
        )

    @cached_property
    def left_out(self) -> set[int]:
        return left_out(self.request.POST)


class OnePublication(JobView):
    """A view of one publication, for those who may publish editions of its policy."""

    fragment = "policies/admin/_publication_status.html"

    @cached_property
    def row(self) -> Publication:
        rows = Publication.objects.select_related("policy", "edition")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def is_allowed(self) -> bool:
        return permissions.may_publish_edition(self.user, self.row.policy)

    def trail(self) -> list[TrailStep]:
        return policy_trail(self.row.policy)

    def page_url(self) -> str:
        return url("publication", self.row.pk)

    def status_url(self) -> str:
        return url("publication_status", self.row.pk)

    def doing(self) -> str:
        return _("Sections are being published")

    def status(self) -> dict[str, Any]:
        after = next_steps_of(self.row.policy, self.user) if self.row.edition else {}
        return {**super().status(), **after}


class PublicationView(OnePublication, JobPage):
    header_icon = "upload"

    def get_page_title(self) -> str:
        return _("Publishing “%(edition)s”") % {"edition": self.row.label}


class PublicationStatusView(OnePublication, JobStatusView):
    """How far it is."""


class PublishHereView(OnePublication, JobStepView):
    """Do the work in this request, where no worker takes it."""

    def do(self) -> None:
        work_on_publication(self.row.pk)


class PublishAgainView(OnePublication, JobStepView):
    def do(self) -> None:
        try_again(self.row)


class EditionWordsView(PolicyStaffPage):
    """The current edition's name and note in Kiswahili."""

    page_title = gettext_lazy("The edition in Kiswahili")
    header_icon = "edit"
    template_name = "policies/admin/edition_words.html"

    def is_allowed(self) -> bool:
        return permissions.may_publish_edition(self.user, self.policy)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page of the window says what to do where there is no edition yet."""
        if self.is_allowed() and self.edition is None:
            return redirect(url("window", self.policy.pk))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        return self.show(form=EditionWordsForm(instance=self.edition), edition=self.edition)

    def post(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        form = EditionWordsForm(request.POST, instance=self.edition)
        if not form.is_valid():
            return self.show(form=form, edition=self.edition, status=422)
        translate_edition(edition=form.instance, user=self.user, **form.cleaned_data)
        messages.success(request, _("Readers of Kiswahili see it from now on."))
        return redirect(url("window", self.policy.pk))


class WindowView(PolicyStaffPage):
    """Open the window, extend it, or close it early: with the reason that the public sees."""

    page_title = gettext_lazy("Consultation window")
    header_icon = "time"
    template_name = "policies/admin/window.html"

    def is_allowed(self) -> bool:
        return permissions.may_change_window(self.user, self.policy)

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        return self.page(self.form())

    def form(self, data: Any = None) -> LateOpeningForm | WindowForm:
        if self.edition and not self.edition.opens_at:
            return LateOpeningForm(data)
        return WindowForm(data, edition=self.edition)

    def page(self, form: Form, status: int = 200, **more: Any) -> HttpResponse:
        edition = self.edition
        changes = edition.window_changes.select_related("created_by") if edition else []
        return self.show(
            status=status,
            form=form,
            policy=self.policy,
            edition=edition,
            changes=changes,
            opens_later=self.policy.phase == Phase.UPCOMING,
            **more,
        )

    def post(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        edition, user = self.edition, self.user
        if edition and edition.opens_at and request.POST.get("do") == "open":
            return self.open_now(edition)
        form = self.form(request.POST)
        if edition is None or not form.is_valid():
            return self.page(form, status=422)
        if not self.was_seen(form.window_shown):
            return self.ask(form, edition)
        if isinstance(form, WindowForm):
            return self.change(
                form,
                lambda: change_window(edition=edition, user=user, **form.change),
                _("The window is changed; the public sees the reason."),
            )
        times = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at")}
        return self.change(
            form,
            lambda: open_window(edition=edition, user=user, **times),
            _("The edition has its window now."),
        )

    def open_now(self, edition: Edition) -> HttpResponse:
        if not self.was_seen("open"):
            effects = effects_of_opening(self.policy, timezone.now(), edition.closes_at)
            mark = self.mark("open")
            return self.page(self.form(), effects=effects, confirmed=mark, asks_to_open=True)
        return self.change(
            self.form(),
            lambda: open_now(edition=edition, user=self.user),
            _("Comments are open now."),
        )

    def mark(self, shown: str) -> str:
        """The times that were looked at, as they are and as they are to be."""
        edition = self.edition
        now = edition and (edition.pk, edition.opens_at, edition.closes_at)
        return mark_of(now, shown)

    def was_seen(self, shown: str) -> bool:
        return self.request.POST.get("confirmed") == self.mark(shown)

    def ask(self, form: LateOpeningForm | WindowForm, edition: Edition) -> HttpResponse:
        """What it does, before anything is done; once more where the times changed meanwhile."""
        mark = self.mark(form.window_shown)
        times = form.cleaned_data
        if isinstance(form, WindowForm):
            effects = effects_of_closing(edition, times["closes_at"])
            remarks = remarks_on_shorter_window(edition, times["closes_at"])
            return self.page(form, effects=effects, window_remarks=remarks, confirmed=mark)
        opens_at, closes_at = times["opens_at"], times["closes_at"]
        return self.page(
            form,
            effects=effects_of_opening(self.policy, opens_at, closes_at),
            window_remarks=remarks_on_window(opens_at, closes_at),
            confirmed=mark,
        )

    def change(self, form: Form, make: Callable[[], object], said: str) -> HttpResponse:
        try:
            make()
        except PolicyError as error:
            if not form.is_bound:
                messages.error(self.request, str(error))
                return redirect(url("window", self.policy.pk))
            form.add_error("closes_at", str(error))
            return self.page(form, status=422)
        messages.success(self.request, said)
        return redirect(url("window", self.policy.pk))
