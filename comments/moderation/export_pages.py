"""Pages of lists taken out as files: asking for one, how far it is, the file, and the record."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.exporting.export_job import work_on_export
from comments.exporting.services import ExportError, cancel_export, export_list
from comments.models import ListExport
from comments.moderation.chosen_pages import comments_url
from comments.moderation.comment_filters import in_order, listed_comments
from comments.moderation.narrowed_by import narrowed_by
from comments.moderation.one_comment import narrowing
from comments.permissions import may_see
from consult.jobs.work import try_again
from consult.staff import (
    JobPage,
    JobStatusView,
    JobStepView,
    JobView,
    StaffPage,
    StaffView,
    TrailStep,
)

PAGE_SIZE = 50
TYPES = {
    ListExport.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ListExport.Format.CSV: "text/csv; charset=utf-8",
}


class ExportView(StaffView):
    """Takes out what the list finds at this moment; a short one is handed out at once."""

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def post(self, request: HttpRequest) -> HttpResponse:
        query, kept = request.GET, narrowing(request.GET)
        try:
            export = export_list(
                comments=in_order(listed_comments(query, request), query.get("ordering", "")),
                query=kept.removeprefix("?"),
                filters=narrowed_by(query, request),
                file_format=request.POST.get("format", ""),
                user=self.user,
            )
        except ExportError as error:
            messages.error(request, str(error))
            return redirect(comments_url("list") + kept)
        return redirect(comments_url("export_file" if export.is_there else "exported", export.pk))


class OneExport(JobView):
    """A view of one list, for whoever asked for it alone."""

    fragment = "comments/admin/_exported.html"

    @cached_property
    def row(self) -> ListExport:
        return get_object_or_404(own_exports(self.user), pk=self.kwargs["pk"])

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def page_url(self) -> str:
        return comments_url("exported", self.row.pk)

    def status_url(self) -> str:
        return comments_url("export_status", self.row.pk)

    def doing(self) -> str:
        return _("The file is being made")

    def status(self) -> dict[str, Any]:
        pk = self.row.pk
        return {
            **super().status(),
            "page_url": self.page_url(),
            "here_url": comments_url("export_here", pk),
            "again_url": comments_url("export_again", pk),
            "cancel_url": comments_url("export_cancel", pk),
            "file_url": comments_url("export_file", pk),
        }


def own_exports(user: Any) -> QuerySet[ListExport]:
    return ListExport.objects.filter(asked_by=user).defer("keys")


class ExportedPage(OneExport, JobPage):
    header_icon = "download"

    def get_page_title(self) -> str:
        return self.row.file_name

    def trail(self) -> list[TrailStep]:
        return [
            TrailStep(comments_url("list", query=self.row.query), _("Comments")),
            TrailStep(comments_url("exports"), str(ExportsPage.page_title)),
        ]


class ExportStatusView(OneExport, JobStatusView):
    """How far it is."""


class ExportHereView(OneExport, JobStepView):
    """Make the file in this request, where no worker takes it."""

    def do(self) -> None:
        work_on_export(self.row.pk)


class ExportAgainView(OneExport, JobStepView):
    def do(self) -> None:
        if self.row.removed_at is None:
            try_again(self.row)


class ExportCancelView(OneExport, JobStepView):
    def do(self) -> None:
        try:
            cancel_export(self.row)
        except ExportError as error:
            messages.error(self.request, str(error))


class ExportFileView(OneExport):
    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            content = self.row.path.open("rb") if self.row.is_there else None
        except OSError:
            content = None
        if content is None:
            messages.error(request, _("The file is not there any more: take the list out anew."))
            return redirect(self.page_url())
        response = FileResponse(
            content,
            as_attachment=True,
            filename=self.row.file_name,
            content_type=TYPES[ListExport.Format(self.row.format)],
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class ExportsPage(StaffPage):
    """The record: who took out which lists; one's own lead to their files."""

    page_title = gettext_lazy("Lists taken out as files")
    header_icon = "download"
    template_name = "comments/admin/exports.html"

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("list"), _("Comments"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        exports = ListExport.objects.select_related("asked_by").defer("keys")
        page = Paginator(exports, PAGE_SIZE).get_page(request.GET.get("p"))
        return self.show(page=page)
