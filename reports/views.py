"""Reports in Wagtail's admin. Every view names the permission it asks for."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from consult.jobs.job import JobState
from consult.staff import (
    JobPage,
    JobStatusView,
    JobStepView,
    JobView,
    StaffPage,
    StaffView,
    TrailStep,
    addresses,
)
from policies.models import Edition
from reports.filters import Filters
from reports.forms import ChooseEditionForm, ReportForm, published_editions
from reports.models import Report, ReportFile
from reports.permissions import report_permissions
from reports.report_files import attachment
from reports.selectors import frozen_header, progress_of, reconciliation_of
from reports.services import (
    ReportError,
    compile_again,
    log_download,
    publish_report,
    request_report,
)

NAMESPACE = "consultation-reports"
url = addresses(NAMESPACE)


class ReportIndexView(IndexView):
    any_permission_required = ["view"]
    default_ordering = "-created_at"
    list_filter = ["policy", "state", "language"]
    add_item_label = gettext_lazy("New report")

    def get_base_queryset(self) -> QuerySet[Report]:
        return Report.objects.select_related("policy", "edition", "created_by")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "policy",
                label=gettext_lazy("Policy"),
                accessor="policy.title",
                get_url=lambda report: url("report", report.pk),
            ),
            Column("edition", label=gettext_lazy("Edition"), accessor="edition.label"),
            Column("formats", label=gettext_lazy("Formats"), accessor=_formats),
            Column("rows", label=gettext_lazy("Comments"), accessor="rows"),
            Column("created_by", label=gettext_lazy("Asked for by"), accessor="created_by"),
            DateColumn("created_at", label=gettext_lazy("Asked for"), sort_key="created_at"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor="get_state_display",
                primary=lambda report: report.state == JobState.DONE,
            ),
        ]


def _formats(report: Report) -> str:
    return ", ".join(name.upper() for name in report.formats)


class ForReports(StaffView):
    """A view below the list of reports, for those who have the permission it names."""

    permission = "view"
    header_icon = "doc-full-inverse"

    def is_allowed(self) -> bool:
        return self.has_permission(self.permission)

    def has_permission(self, action: str) -> bool:
        return report_permissions.user_has_permission(self.user, action)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("index"), _("Reports"))]


class NewReportView(ForReports, StaffPage):
    """Two steps that work without JavaScript: the edition, then what of it."""

    permission = "add"
    page_title = gettext_lazy("New report")

    @cached_property
    def edition(self) -> Edition | None:
        """The one chosen, or the only one there is."""
        editions = published_editions()
        if "choose" in self.request.GET:
            return None
        if "edition" in self.request.GET:
            form = ChooseEditionForm(self.request.GET)
            return form.cleaned_data["edition"] if form.is_valid() else None
        return editions[0] if len(editions) == 1 else None

    def get_template_names(self) -> list[str]:
        return [f"reports/admin/{'new' if self.edition else 'choose_edition'}.html"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.edition:
            return self.page(ReportForm(edition=self.edition))
        return self.page(ChooseEditionForm(request.GET if "edition" in request.GET else None))

    def page(self, form: ReportForm | ChooseEditionForm) -> HttpResponse:
        query = f"?edition={self.edition.pk}" if self.edition else ""
        return self.show(
            form=form,
            edition=self.edition,
            action_url=url("new") + query,
            submit_button_label=_("Compile"),
            submit_button_active_label=_("Asking for the report…"),
            media=form.media,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.edition is None:
            return redirect(url("new"))
        form = ReportForm(request.POST, edition=self.edition)
        if not form.is_valid():
            return self.page(form)
        try:
            report = request_report(
                policy=self.edition.policy,
                edition=self.edition,
                formats=form.cleaned_data["formats"],
                language=form.cleaned_data["language"],
                filters=form.filters(),
                user=self.user,
            )
        except ReportError as error:
            form.add_error(None, str(error))
            return self.page(form)
        return redirect(url("report", report.pk))


class OneReport(ForReports, JobView):
    fragment = "reports/admin/_status.html"

    @cached_property
    def row(self) -> Report:
        reports = Report.objects.select_related("policy", "edition", "created_by")
        return get_object_or_404(reports, pk=self.kwargs["pk"])

    def page_url(self) -> str:
        return url("report", self.row.pk)

    def status_url(self) -> str:
        return url("status", self.row.pk)

    def status(self) -> dict[str, Any]:
        """The report's own progress, which is that of its files."""
        progress = progress_of(self.row)
        header = frozen_header(progress.report)
        return {
            "job": progress.report,
            "said": progress.step,
            "percent": progress.percent,
            "is_slow": False,
            "progress": progress,
            "report": progress.report,
            "reconciliation": reconciliation_of(header),
            "represented": header.get("represented") if header else None,
            "may_download": self.has_permission("download"),
            "may_add": self.has_permission("add"),
        }


class ReportView(OneReport, JobPage):
    template_name = "reports/admin/report.html"

    def get_page_title(self) -> str:
        return _("Report %(n)d: %(policy)s") % {"n": self.row.pk, "policy": self.row.policy.title}

    def more_context(self) -> dict[str, Any]:
        filters = Filters.from_data(self.row.filters)
        return {"filters": filters.described(self.row.edition)}


class ReportStatusView(OneReport, JobStatusView):
    """How far it is."""


class CompileAgainView(OneReport, JobStepView):
    permission = "add"

    def do(self) -> None:
        try:
            compile_again(report=self.row, user=self.user)
        except ReportError as error:
            messages.error(self.request, str(error))


class PublishReportView(OneReport, JobStepView):
    permission = "add"

    def do(self) -> None:
        try:
            publish_report(report=self.row, user=self.user)
        except ReportError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The report is public, and an update says so."))


class DownloadView(OneReport):
    permission = "download"

    def get(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse | FileResponse:
        files = ReportFile.objects.filter(report=self.row).done()
        file = get_object_or_404(files, pk=file_pk)
        try:
            content = file.path.open("rb")
        except OSError:
            messages.error(request, _("The file is no longer on the server: ask for a new report."))
            return redirect(self.page_url())
        log_download(file=file, user=self.user)
        response = attachment(file, content)
        response["Cache-Control"] = "private, no-store"
        return response
