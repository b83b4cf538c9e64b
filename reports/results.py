"""Published reports, for everybody."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from home.visibility import may_read
from reports.heard_figures import heard_figures
from reports.models import Report, ReportFile
from reports.renderers import report_content
from reports.report_files import attachment
from reports.selectors import frozen_header, public_reports, reconciliation_of, shows_all


def public_report(request: HttpRequest, uid: UUID) -> Report:
    """The report, if the reader may read all that it is about. Raises `Http404`."""
    reports = public_reports().select_related("policy__locale", "edition__policy__locale")
    found = get_object_or_404(reports, uid=uid)
    if not may_read(request, found.policy) or not shows_all(found):
        raise Http404
    return found


@require_safe
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a report was made from, what became of the comments, and its files."""
    published = public_report(request, uid)
    header = frozen_header(published)
    context = {
        "report": published,
        "policy": published.policy.localized,
        "files": ReportFile.objects.filter(report=published).done(),
        "reconciliation": reconciliation_of(header),
        "represented": header.get("represented") if header else None,
        "heard": heard_figures(header),
        "announced": report_content.announced(header) if header else [],
    }
    return render(request, "reports/report.html", context)


@require_safe
def report_file(request: HttpRequest, uid: UUID, file_id: int) -> FileResponse:
    """A file of a published report."""
    files = ReportFile.objects.filter(report=public_report(request, uid)).done()
    file = get_object_or_404(files, pk=file_id)
    try:
        content = file.path.open("rb")
    except OSError as error:
        raise Http404 from error
    return attachment(file, content)
