"""A file of comments in the browser: upload, say what is what, look at what was found, confirm."""

from pathlib import Path
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect
from wagtail.admin import messages

from comments.channels.bulk.bulk_job import mails_of, work_on_bulk
from comments.channels.bulk.forms import BulkUploadForm, MailPlanForm, TablePlanForm
from comments.channels.bulk.services import (
    BulkError,
    cancel_bulk,
    confirm,
    forget_files,
    request_check,
    start_bulk,
)
from comments.models import CommentImport
from comments.permissions import may_enter
from consult.jobs.work import try_again
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
from consult.typed_fields import PlainLineField
from policies.models import Edition

Stage = CommentImport.Stage
LISTED = 50
WAITING = {Stage.PLANNING: "plan", Stage.CHECKED: "checked"}
"""The page on which a person goes on, where it is the person's turn."""
url = addresses("comments_bulk")


class BulkPage(StaffPage):
    """A page for those who may enter comments."""

    page_title = gettext_lazy("Lists of comments")
    header_icon = "upload"

    def is_allowed(self) -> bool:
        return may_enter(self.user)


def lists_seen_by(user: Any) -> QuerySet[CommentImport]:
    """One's own, with which they go on; all, where an administrator asks."""
    rows = CommentImport.objects.select_related("edition__policy__locale", "created_by")
    return rows if user.is_superuser else rows.filter(created_by=user)


class BulkIndexView(BulkPage):
    template_name = "comments/admin/bulk_lists.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(lists=lists_seen_by(self.user)[:LISTED])


class BulkUploadView(BulkPage):
    """The file, and which consultation it is about."""

    page_title = gettext_lazy("Upload a list or e-mails")
    template_name = "comments/admin/bulk_upload.html"

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("lists"), str(BulkPage.page_title))]

    def form(self, *data: Any) -> BulkUploadForm:
        editions = Edition.objects.published().filter(opens_at__lte=timezone.now())
        editions = editions.select_related("policy").order_by("-opens_at")
        initial = {"edition": self.request.GET.get("edition", "")}
        return BulkUploadForm(*data, editions=editions, initial=initial)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, status=422)
        file = form.cleaned_data["file"]
        edition = form.cleaned_data["edition"]
        row = start_bulk(
            file=file, file_name=file.name, size=file.size, edition=edition, user=self.user
        )
        return redirect(url("list", row.pk))


class OneBulk(JobView):
    """A view of one file, for whoever uploaded it, and administrators."""

    fragment = "comments/admin/_bulk_status.html"

    @cached_property
    def row(self) -> CommentImport:
        return get_object_or_404(lists_seen_by(self.user), pk=self.kwargs["pk"])

    def is_allowed(self) -> bool:
        return may_enter(self.user)

    def get_page_title(self) -> str:
        return self.row.file_name

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("lists"), str(BulkPage.page_title))]

    def page_url(self) -> str:
        return url("list", self.row.pk)

    def status_url(self) -> str:
        return url("status", self.row.pk)

    def doing(self) -> str:
        return {
            Stage.READING: _("The file is being read"),
            Stage.CHECKING: _("The rows are being tried: nothing is taken in yet"),
        }.get(Stage(self.row.stage), _("The comments are being taken in"))

    def status(self) -> dict[str, Any]:
        return {**super().status(), "has_rejected": self.row.rejected_path.exists()}

    def next_page(self) -> str:
        """Where a person goes on; empty while the worker does."""
        name = WAITING.get(Stage(self.row.stage), "")
        return url(name, self.row.pk) if name else ""


class BulkView(OneBulk, JobPage):
    header_icon = "upload"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        next_page = self.next_page()
        return redirect(next_page) if next_page else super().get(request, **kwargs)


class BulkStatusView(OneBulk, JobStatusView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        next_page = self.next_page()
        if next_page:
            return HttpResponseClientRedirect(next_page)
        return super().get(request, **kwargs)


class BulkHereView(OneBulk, JobStepView):
    """Do the work in this request, where no worker takes it."""

    def do(self) -> None:
        work_on_bulk(self.row.pk)


class BulkAgainView(OneBulk, JobStepView):
    def do(self) -> None:
        try_again(self.row)


class BulkStep(OneBulk, StaffPage):
    """A page on which a person says something of the file; otherwise the job's page is shown."""

    header_icon = "upload"
    stages: tuple[str, ...]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_allowed() and self.row.stage not in self.stages:
            return redirect(self.page_url())
        return super().dispatch(request, *args, **kwargs)


class BulkPlanView(BulkStep):
    """What is what in the file."""

    stages = (Stage.PLANNING, Stage.CHECKED)

    @property
    def template_name(self) -> str:
        mails = self.row.kind == CommentImport.Kind.MAILS
        return "comments/admin/bulk_mails.html" if mails else "comments/admin/bulk_table.html"

    def form(self) -> TablePlanForm | MailPlanForm:
        data = self.request.POST or None
        if self.row.kind == CommentImport.Kind.MAILS:
            return MailPlanForm(data, row=self.row, mails=mails_of(self.row))
        return TablePlanForm(data, row=self.row)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(row=self.row, form=self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.show(row=self.row, form=form, status=422)
        try:
            request_check(row=self.row, plan=form.plan())
        except BulkError as error:
            messages.error(request, str(error))
        return redirect(self.page_url())


class ConfirmBulkForm(forms.Form):
    """Names what was looked at."""

    digest = PlainLineField(max_length=64)


class BulkCheckedView(BulkStep):
    """What was found, before anything is taken in."""

    stages = (Stage.CHECKED,)
    template_name = "comments/admin/bulk_checked.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(row=self.row, found=self.row.outcome)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ConfirmBulkForm(request.POST)
        digest = form.cleaned_data["digest"] if form.is_valid() else ""
        try:
            confirm(row=self.row, digest=digest, user=self.user)
        except BulkError as error:
            messages.error(request, str(error))
        return redirect(self.page_url())


class BulkRejectedView(OneBulk, StaffView):
    """The rows that do not go in, each with its reason, to be put right and uploaded."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        path = self.row.rejected_path
        if not path.exists():
            raise Http404
        name = f"{Path(self.row.file_name).stem}.rejected.csv"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


class CancelBulkView(OneBulk, JobStepView):
    def do(self) -> None:
        try:
            cancel_bulk(row=self.row, user=self.user)
        except BulkError as error:
            messages.error(self.request, str(error))


class ForgetBulkView(OneBulk, JobStepView):
    def do(self) -> None:
        forget_files(row=self.row, user=self.user)
