"""From a reviewed outline to pages: a new policy, or a new edition of one there is."""

from collections.abc import Callable, Collection, Mapping
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
from policies.staff.effects import effects_of_first_text, mark_of
from policies.staff.forms import NewPolicyForm
from policies.staff.outline_views import ReviewPage
from texts.outline.model import Outline


class MakingPage(ReviewPage):
    """The last step: a form, then the worker makes the pages."""

    header_icon = "check"
    confirmed = ""
    asked: Mapping[str, Any] = {}

    @cached_property
    def newest(self) -> ImportOutline:
        return super().newest

    @cached_property
    def outline(self) -> Outline:
        return super().outline

    def trail(self) -> list[TrailStep]:
        review = TrailStep(url("outline", self.row.pk), self.row.file_name)
        return [*super().trail(), review]

    def subject(
        self, filled: Collection[str], field_link: Callable[[str], StaffLink] = StaffLink
    ) -> Subject:
        """The outline, as a policy that has yet to be made of it."""
        return subject_of_outline(
            self.outline,
            filled=filled,
            field_link=field_link,
            section_url=lambda index: url("outline_section", self.row.pk, index),
        )

    def typed(self, form: EditionForm) -> dict[str, Any]:
        """What somebody typed in the form before, as initial values of its fields."""
        kept = MultiValueDict(self.row.typed)
        return {
            name: field.widget.value_from_datadict(kept, MultiValueDict(), name)
            for name, field in form.fields.items()
            if name in kept
        }

    def keep(self) -> None:
        """All that was typed and chosen, right or wrong, for whoever goes on with it."""
        sent = self.request.POST
        names = sent.keys() - {"csrfmiddlewaretoken", "confirmed", "do"}
        keep_typed(row=self.row, typed={name: sent.getlist(name) for name in names})

    def kept_for_later(self) -> HttpResponse:
        said = _("What you typed and chose is kept: the import waits here until you go on.")
        messages.success(self.request, said)
        return redirect(self.request.path)

    def unasked(self, form: EditionForm, plan: ImportPlan, effects: list[str]) -> bool:
        """Whether this very thing was not looked at yet; the page is then told what to show."""
        self.confirmed = mark_of(effects, form.window_shown, plan.without_times)
        if self.request.POST.get("confirmed") == self.confirmed:
            return False
        edition = form.plan
        remarks = remarks_on_window(edition.opens_at, edition.closes_at)
        self.asked = {"effects": effects, "window_remarks": remarks}
        return True

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


class CreateView(MakingPage):
    """A new policy of the outline, as a draft or published."""

    template_name = "policies/admin/create.html"
    page_title = gettext_lazy("Create the policy")

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
        self, form: NewPolicyForm, status: int = 200, revision: int | None = None
    ) -> HttpResponse:
        return self.show(
            status=status,
            row=self.row,
            form=form,
            revision=revision or request_revision(self) or self.newest.revision,
            count=len(self.outline.sections),
            warnings=self.outline.warnings,
            checklist=self._checklist(form),
            confirmed=self.confirmed,
            **self.asked,
        )

    def _checklist(self, form: NewPolicyForm) -> list[Remark]:
        on_label = remarks_on_label(form["label_sw"].value()) if form.may_publish else []
        subject = self.subject(
            form.filled(),
            lambda name: StaffLink(str(form[name].label), f"#{form[name].id_for_label}"),
        )
        return in_order([*on_label, *remarks_on(subject)])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        self.keep()
        if request.POST.get("do") == "back":
            return redirect(url("outline", pk))
        if request.POST.get("do") == "keep":
            return self.kept_for_later()
        if not form.is_valid():
            return self.page(form, status=422)
        publish = bool(form.cleaned_data.get("publish"))
        plan = ImportPlan(policy=form.policy, edition=form.plan if publish else None)
        if publish:
            effects = effects_of_first_text(len(self.outline.sections), form.plan)
            if self.unasked(form, plan, effects):
                return self.page(form)
        return self.ask(plan) or self.page(form, status=409, revision=self.newest.revision)


def request_revision(view: MakingPage) -> int:
    """The revision that the form in hand is about, 0 where there is none."""
    text = view.request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
