"""Reports in Wagtail's admin. Every view names the permission it asks for."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from django_htmx.http import HttpResponseStopPolling
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from consult.jobs.job import JobState
from policies.models import Edition
from reports.forms import ChooseEditionForm, ReportForm, published_editions
from reports.models import Report, ReportFile
from reports.permissions import report_permissions
from reports.report_files import attachment
from reports.selectors import frozen_header, progress_of
from reports.services import (
    ReportError,
    compile_again,
    log_download,
    publish_report,
    request_report,
)

NAMESPACE = "consultation-reports"


def url(name: str, *args: Any) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


class ReportIndexView(IndexView):
    any_permission_required = ["view"]
    default_ordering = "-created_at"
    list_filter = ["policy", "state", "language"]
    add_item_label = gettext_lazy("New report")

    def get_base_queryset(self):
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


class ReportAdminMixin(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page below the list of reports."""

    permission_policy = report_permissions
    header_icon = "doc-full-inverse"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": url("index"), "label": _("Reports")}, here]


class NewReportView(ReportAdminMixin, FormView):
    """Two steps that work without JavaScript: the edition, then what of it."""

    permission_required = "add"
    page_title = gettext_lazy("New report")
    form_class = ReportForm

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

    def get_form_class(self):
        return ReportForm if self.edition else ChooseEditionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.edition:
            return {**super().get_form_kwargs(), "edition": self.edition}
        return {"data": self.request.GET if "edition" in self.request.GET else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["edition"] = self.edition
        context["action_url"] = url("new")
        if self.edition:
            context["action_url"] += f"?edition={self.edition.pk}"
        context["submit_button_label"] = _("Compile")
        context["submit_button_active_label"] = _("Asking for the report…")
        context["media"] = context["form"].media
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.edition is None:
            return redirect(url("new"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ReportForm) -> HttpResponse:
        try:
            report = request_report(
                policy=form.edition.policy,
                edition=form.edition,
                formats=form.cleaned_data["formats"],
                language=form.cleaned_data["language"],
                filters=form.filters(),
                user=cast(User, self.request.user),
            )
        except ReportError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The report is on its way: see how far it is below."))
        return redirect(url("report", report.pk))


class OneReportMixin(ReportAdminMixin):
    permission_required = "view"

    @cached_property
    def report(self) -> Report:
        reports = Report.objects.select_related("policy", "edition", "created_by")
        return get_object_or_404(reports, pk=self.kwargs["pk"])

    def status(self) -> dict[str, Any]:
        """What the fragment shows that is asked for until the report is finished."""
        progress = progress_of(self.report)
        header = frozen_header(progress.report)
        return {
            "progress": progress,
            "report": progress.report,
            "reconciliation": header and header["reconciliation"],
            "may_download": self.user_has_permission("download"),
            "may_add": self.user_has_permission("add"),
            "seen": f"{progress.percent} {progress.step}",
        }


class ReportView(OneReportMixin, TemplateView):
    template_name = "reports/admin/report.html"

    def get_page_title(self) -> str:
        return _("Report %(n)d: %(policy)s") % {
            "n": self.report.pk,
            "policy": self.report.policy.title,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        header = frozen_header(self.report)
        return {**context, **self.status(), "filters": header["filters"] if header else []}


class ReportStatusView(OneReportMixin, View):
    """The fragment alone: nothing where it has been seen, the last one stops the asking."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        status = self.status()
        finished = status["report"].is_finished
        if request.GET.get("seen") == status["seen"] and not finished:
            return HttpResponse(status=204)
        html = render_to_string("reports/admin/_status.html", status, request)
        return HttpResponseStopPolling(html) if finished else HttpResponse(html)


class CompileAgainView(OneReportMixin, View):
    permission_required = "add"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            compile_again(report=self.report, user=cast(User, request.user))
        except ReportError as error:
            messages.error(request, str(error))
        return redirect(url("report", pk))


class PublishReportView(OneReportMixin, View):
    permission_required = "add"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            publish_report(report=self.report, user=cast(User, request.user))
        except ReportError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The report is public, and an update says so."))
        return redirect(url("report", pk))


class DownloadView(OneReportMixin, View):
    permission_required = "download"

    def get(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse | FileResponse:
        files = ReportFile.objects.filter(report=self.report).done()
        file = get_object_or_404(files, pk=file_pk)
        try:
            content = file.path.open("rb")
        except OSError:
            messages.error(request, _("The file is no longer on the server: ask for a new report."))
            return redirect(url("report", pk))
        log_download(file=file, user=cast(User, request.user))
        response = attachment(file, content)
        response["Cache-Control"] = "private, no-store"
        return response
