"""From a reviewed outline to pages: a new policy, or a new edition of one there is."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from consult.staff import TrailStep
from policies import permissions
from policies.imports.import_plan import ImportPlan
from policies.imports.review import OutlineChanged, keep_typed, request_pages
from policies.models import ImportOutline
from policies.publishing.checklist import (
    Remark,
    StaffLink,
    Subject,
    in_order,
    remarks_on,
    remarks_on_label,
    remarks_on_window,
    subject_of_outline,
)
from policies.publishing.services import PolicyError
from policies.staff.base import url
from policies.staff.edition_forms import EditionForm
from policies.staff.forms import NewPolicyForm
from policies.staff.outline_views import ReviewPage
from texts.outline.model import Outline


class MakingPage(ReviewPage):
    """The last step: a form, then the worker makes the pages."""

    header_icon = "check"

    @cached_property
    def newest(self) -> ImportOutline:
        return super().newest

    @cached_property
    def outline(self) -> Outline:
        return super().outline

    def trail(self) -> list[TrailStep]:
        review = TrailStep(url("outline", self.row.pk), self.row.file_name)
        return [*super().trail(), review]

    def typed(self, form: EditionForm) -> dict[str, Any]:
        """What somebody typed in the form before, as initial values of its fields."""
        kept = MultiValueDict(self.row.typed)
        return {
            name: field.widget.value_from_datadict(kept, MultiValueDict(), name)
            for name, field in form.fields.items()
            if name in kept
        }

    def keep(self, form: EditionForm) -> None:
        sent = self.request.POST
        typed = {name: sent.getlist(name) for name in form.fields if name in sent}
        keep_typed(row=self.row, typed=typed)

    def ask(self, plan: ImportPlan) -> HttpResponse | None:
        """Ask the worker; where that cannot be, tell the editor and return None."""
        link = messages.button(url("outline", self.row.pk), _("Back to the outline"))
        try:
            revision = int(self.request.POST.get("revision", "0"))
            user = self.user
            request_pages(row=self.row, revision=revision, plan=plan, user=user)
        except OutlineChanged:
            said = _(
                "The outline was changed meanwhile, in another window or by somebody else. What you"
                " typed is kept: look at the outline, then press the button again."
            )
            messages.error(self.request, said, buttons=[link])
            return None
        except (ValueError, PolicyError) as error:
            messages.error(self.request, str(error), buttons=[link])
            return None
        return redirect(url("import", self.row.pk))

    def unconfirmed(self, form: EditionForm) -> list[Remark]:
        """Remarks on the dates, the first time that the form is sent with them."""
        self.confirmed = form.window_shown
        if self.request.POST.get("confirmed") == self.confirmed:
            return []
        return remarks_on_window(form.plan.opens_at, form.plan.closes_at)


class CreateView(MakingPage):
    """A new policy of the outline, as a draft or published."""

    template_name = "policies/admin/create.html"
    page_title = gettext_lazy("Create the policy")
    confirmed = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_allowed() and self.row.target:
            return redirect(url("match", self.row.pk))
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> NewPolicyForm:
        index = permissions.import_index(self.request.user)
        may_publish = permissions.may_publish_import(self.request.user)
        form = NewPolicyForm(data, may_publish=may_publish, index=index)
        form.initial = {"title": self.newest.data["title"], **self.typed(form)}
        return form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.form())

    def page(
        self,
        form: NewPolicyForm,
        remarks: Iterable[Remark] = (),
        status: int = 200,
        revision: int | None = None,
    ) -> HttpResponse:
        return self.show(
            status=status,
            row=self.row,
            form=form,
            revision=revision or request_revision(self) or self.newest.revision,
            count=len(self.outline.sections),
            warnings=self.outline.warnings,
            checklist=self._checklist(form),
            window_remarks=remarks,
            confirmed=self.confirmed,
        )

    def _checklist(self, form: NewPolicyForm) -> list[Remark]:
        on_label = remarks_on_label(form["label_sw"].value()) if form.may_publish else []
        return in_order([*on_label, *remarks_on(self._subject(form))])

    def _subject(self, form: NewPolicyForm) -> Subject:
        return subject_of_outline(
            self.outline,
            filled=form.filled(),
            field_link=lambda name: StaffLink(str(form[name].label), f"#{form[name].id_for_label}"),
            section_url=lambda index: url("outline_section", self.row.pk, index),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        self.keep(form)
        if request.POST.get("do") == "back":
            return redirect(url("outline", pk))
        if not form.is_valid():
            return self.page(form, status=422)
        publish = bool(form.cleaned_data.get("publish"))
        if publish and (remarks := self.unconfirmed(form)):
            return self.page(form, remarks)
        plan = ImportPlan(policy=form.policy, edition=form.plan if publish else None)
        return self.ask(plan) or self.page(form, status=409, revision=self.newest.revision)


def request_revision(view: MakingPage) -> int:
    """The revision that the form in hand is about, 0 where there is none."""
    text = view.request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
