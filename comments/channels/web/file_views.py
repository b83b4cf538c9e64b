"""Files of comments are handed out as downloads, to staff and to who holds the receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comments.channels.web.views import for_the_holder, submission_of, under_a_receipt
from comments.models import Attachment
from comments.models.attachment import FileKind, FileState
from comments.permissions import may_see
from comments.reading.views import comment_of
from consult.staff import StaffView

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
}


def as_download(attachment: Attachment) -> HttpResponse:
    """The file, never shown in the browser. Raises `Http404` where it is not there."""
    if attachment.state != FileState.KEPT:
        raise Http404
    try:
        content = attachment.path.read_bytes()
    except OSError:
        raise Http404 from None
    kind = CONTENT_TYPES[FileKind(attachment.kind)]
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_GET
@under_a_receipt
def file_of_receipt(request: HttpRequest, code: str, attachment_id: int) -> HttpResponseBase:
    """A file for who sent it."""
    files = Attachment.objects.sent().filter(comment__submission=submission_of(code))
    return for_the_holder(as_download(get_object_or_404(files, pk=attachment_id)))


@never_cache
@require_GET
def released_file(
    request: HttpRequest, slug: str, number: int, attachment_id: int
) -> HttpResponseBase:
    """A file that a moderator has released, for whoever may read its comment."""
    _policy, comment = comment_of(request, slug, number)
    files = Attachment.objects.public().filter(comment=comment)
    response = as_download(get_object_or_404(files, pk=attachment_id))
    response["X-Robots-Tag"] = "noindex"
    return response


class StaffFileView(StaffView):
    """A file for staff who may see comments."""

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return as_download(get_object_or_404(Attachment, pk=pk))
