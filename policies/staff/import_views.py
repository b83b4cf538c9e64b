"""Upload a file, watch it being read and its pages being made, or cancel it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect
from wagtail.admin import messages

from consult.jobs.work import try_again
from consult.staff import JobPage, JobStatusView, JobStepView, JobView, StaffPage, TrailStep
from policies import permissions
from policies.imports.import_job import work_on_import
from policies.imports.review import cancel, start_import
from policies.models import PolicyImport, PolicyPage
from policies.publishing.services import PolicyError, check_new_edition
from policies.staff.base import policy_trail, url
from policies.staff.forms import UploadForm
from policies.staff.next_steps import next_steps_of

Stage = PolicyImport.Stage
LISTED = 100


class ImportIndexView(StaffPage):
    """Imports on their way, and the newest of those that are over."""

    page_title = gettext_lazy("Imports")
    header_icon = "upload"
    template_name = "policies/admin/imports.html"

    def is_allowed(self) -> bool:
        return permissions.may_import(self.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = PolicyImport.objects.select_related("policy", "target", "created_by")
        seen = [row for row in rows[:LISTED] if permissions.may_see(self.user, row)]
        return self.show(imports=seen)


class UploadView(StaffPage):
    """The first step: the file. With a policy, it becomes a new edition of that."""

    header_icon = "upload"
    template_name = "policies/admin/upload.html"

    @cached_property
    def policy(self) -> PolicyPage | None:
        pk = self.kwargs.get("policy_pk")
        return get_object_or_404(PolicyPage, pk=pk).canonical if pk else None

    def is_allowed(self) -> bool:
        if self.policy:
            return permissions.may_reimport(self.user, self.policy)
        return permissions.may_import(self.user)

    def get_page_title(self) -> str:
        return _("Import a new edition") if self.policy else _("Import a policy")

    def trail(self) -> list[TrailStep]:
        return policy_trail(self.policy) if self.policy else []

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.policy:
            self.warn_if_too_early(self.policy)
        return self.show(form=UploadForm(), policy=self.policy)

    def warn_if_too_early(self, policy: PolicyPage) -> None:
        """Say now what would refuse the edition at the end; the file can be prepared."""
        try:
            check_new_edition(policy)
        except PolicyError as error:
            link = messages.button(url("window", policy.pk), _("Consultation window"))
            messages.warning(self.request, str(error), buttons=[link])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, policy=self.policy, status=422)
        file = form.cleaned_data["file"]
        row = start_import(
            file=file, file_name=file.name, size=file.size, target=self.policy, user=self.user
        )
        return redirect(url("import", row.pk))


class OneImport(JobView):
    """A view of one import, for those who could have started it."""

    fragment = "policies/admin/_import_status.html"

    @cached_property
    def row(self) -> PolicyImport:
        rows = PolicyImport.objects.select_related("policy", "target", "created_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def is_allowed(self) -> bool:
        return permissions.may_see(self.user, self.row)

    def trail(self) -> list[TrailStep]:
        if self.row.target:
            return policy_trail(self.row.target)
        return [TrailStep(url("imports"), _("Imports"))]

    def page_url(self) -> str:
        return url("import", self.row.pk)

    def status_url(self) -> str:
        return url("import_status", self.row.pk)

    def doing(self) -> str:
        reading = self.row.stage == Stage.READING
        return _("The file is being read") if reading else _("The pages are being made")

    def status(self) -> dict[str, Any]:
        row, after = self.row, {}
        if row.stage == Stage.MADE and row.policy:
            after = next_steps_of(row.policy, self.user)
        return {**super().status(), **after}


class ImportView(OneImport, JobPage):
    """How far it is; once read, the review."""

    header_icon = "upload"

    def get_page_title(self) -> str:
        return _("Import of %(file)s") % {"file": self.row.file_name}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.stage == Stage.REVIEW:
            return redirect(url("outline", self.row.pk))
        return super().get(request, **kwargs)


class ImportStatusView(OneImport, JobStatusView):
    """How far it is; it says so when there is another page to go to."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.stage == Stage.REVIEW:
            return HttpResponseClientRedirect(url("outline", self.row.pk))
        return super().get(request, **kwargs)


class ImportHereView(OneImport, JobStepView):
    """Do the work in this request, where no worker takes it."""

    def do(self) -> None:
        work_on_import(self.row.pk)


class ImportAgainView(OneImport, JobStepView):
    def do(self) -> None:
        try_again(self.row)


class CancelImportView(OneImport, StaffPage):
    """Asks before the corrections of a review are thrown away."""

    header_icon = "bin"
    template_name = "policies/admin/cancel.html"

    def get_page_title(self) -> str:
        return _("Cancel the import of %(file)s?") % {"file": self.row.file_name}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.row.stage in (Stage.MADE, Stage.CANCELLED):
            return redirect(url("import", pk))
        return self.show(row=self.row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            cancel(row=self.row, user=self.user)
        except PolicyError as error:
            messages.error(request, str(error))
            return redirect(url("import", pk))
        messages.success(request, _("The import is cancelled: nothing was made."))
        if self.row.target:
            return redirect("wagtailadmin_explore", self.row.target.pk)
        return redirect(url("imports"))
