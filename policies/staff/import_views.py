"""Upload a file, watch it being read and its pages being made, or cancel it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from policies import permissions
from policies.imports.import_job import work_on_import
from policies.imports.review import cancel, start_import, try_again
from policies.models import PolicyImport, PolicyPage
from policies.publishing.services import PolicyError, check_new_edition
from policies.staff.base import (
    AdminPage,
    CheckedView,
    job_status,
    policy_trail,
    status_fragment,
    url,
)
from policies.staff.forms import UploadForm
from policies.staff.next_steps import outcome

Stage = PolicyImport.Stage
LISTED = 100


class ImportIndexView(AdminPage):
    """Imports on their way, and the newest of those that are over."""

    page_title = gettext_lazy("Imports")
    header_icon = "upload"
    template_name = "policies/admin/imports.html"

    def is_allowed(self) -> bool:
        return permissions.may_import(self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = PolicyImport.objects.select_related("policy", "target", "created_by")
        seen = [row for row in rows[:LISTED] if permissions.may_see(request.user, row)]
        return self.show(imports=seen)


class UploadView(AdminPage):
    """The first step: the file. With a policy, it becomes a new edition of that."""

    header_icon = "upload"
    template_name = "policies/admin/upload.html"

    @cached_property
    def policy(self) -> PolicyPage | None:
        pk = self.kwargs.get("policy_pk")
        return get_object_or_404(PolicyPage, pk=pk).canonical if pk else None

    def is_allowed(self) -> bool:
        if self.policy:
            return permissions.may_reimport(self.request.user, self.policy)
        return permissions.may_import(self.request.user)

    def get_page_title(self) -> str:
        return _("Import a new edition") if self.policy else _("Import a policy")

    def trail(self) -> list[dict[str, str]]:
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
            file=file,
            file_name=file.name,
            size=file.size,
            target=self.policy,
            user=request.user,
        )
        return redirect(url("import", row.pk))


class OneImport(CheckedView):
    """A view of one import, for those who could have started it."""

    fragment = "policies/admin/_import_status.html"

    @cached_property
    def row(self) -> PolicyImport:
        rows = PolicyImport.objects.select_related("policy", "target", "created_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def is_allowed(self) -> bool:
        return permissions.may_see(self.request.user, self.row)

    def trail(self) -> list[dict[str, str]]:
        if self.row.target:
            return policy_trail(self.row.target)
        return [{"url": url("imports"), "label": _("Imports")}]

    def status(self) -> dict[str, Any]:
        reading = self.row.stage == Stage.READING
        said = _("The file is being read") if reading else _("The pages are being made")
        status = job_status(self.row, said)
        if self.row.stage == Stage.MADE and self.row.policy:
            status |= outcome(self.row.policy, self.request.user)
        return status


class ImportView(OneImport, AdminPage):
    """How far it is; once read, the review."""

    header_icon = "upload"
    template_name = "policies/admin/job.html"

    def get_page_title(self) -> str:
        return _("Import of %(file)s") % {"file": self.row.file_name}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.row.stage == Stage.REVIEW:
            return redirect(url("outline", pk))
        return self.show(
            status_url=url("import_status", pk), fragment=self.fragment, **self.status()
        )


class ImportStatusView(OneImport):
    """The fragment alone; it says so when there is another page to go to."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.row.stage == Stage.REVIEW:
            response = HttpResponse()
            response["HX-Redirect"] = url("outline", pk)
            return response
        return status_fragment(request, self.fragment, self.status(), is_over=self.row.is_finished)


class ImportHereView(OneImport):
    """Do the work in this request, where no worker takes it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        work_on_import(pk)
        return redirect(url("import", pk))


class ImportAgainView(OneImport):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try_again(self.row)
        return redirect(url("import", pk))


class CancelImportView(OneImport, AdminPage):
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
            cancel(self.row, user=request.user)
        except PolicyError as error:
            messages.error(request, str(error))
            return redirect(url("import", pk))
        messages.success(request, _("The import is cancelled: nothing was made."))
        if self.row.target:
            return redirect("wagtailadmin_explore", self.row.target.pk)
        return redirect(url("imports"))
