"""Letting the public have a file that came with a comment, after a question; and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from comments.attachments.services import OtherWordsError, keep_private, release
from comments.models import Attachment
from comments.models.attachment import FileState
from comments.moderation.chosen_pages import comments_url
from comments.permissions import may_moderate
from consult.staff import StaffPage, TrailStep


class ReleaseFilePage(StaffPage):
    """Asks once, says what it will do, and does what was asked of the file as it was looked at."""

    template_name = "comments/admin/release_file.html"
    header_icon = "download"

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return super().dispatch(request, pk=pk)

    @cached_property
    def file(self) -> Attachment:
        files = Attachment.objects.filter(state=FileState.KEPT).select_related("comment__policy")
        return get_object_or_404(files, pk=self.kwargs["pk"])

    @property
    def back_url(self) -> str:
        return comments_url("inspect", self.file.comment_id)

    def get_page_title(self) -> str:
        if self.file.released_at:
            return _("Keep a file private again")
        return _("Release a file to the public")

    def trail(self) -> list[TrailStep]:
        return [TrailStep(self.back_url, self.file.comment.ref)]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(file=self.file, back=self.back_url)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = request.POST.get("asked")
        if asked == "release" and "looked" not in request.POST:
            said = _("Open the file and look at it first, then say that you have.")
            return self.ask_again(said, 422)
        try:
            if asked == "release" and self.release(request.POST.get("seen", "")):
                messages.success(request, _("The file is released. You can take it back here."))
            elif asked == "keep" and keep_private(attachment=self.file, user=self.user):
                messages.success(request, _("The file is private again."))
        except OtherWordsError as error:
            return self.ask_again(str(error), 409)
        return redirect(self.back_url)

    def release(self, seen: str) -> bool:
        """Raises `OtherWordsError`."""
        revision = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else 0
        return release(attachment=self.file, user=self.user, seen=revision)

    def ask_again(self, said: str, status: int) -> HttpResponse:
        messages.error(self.request, said)
        return self.show(status, file=self.file, back=self.back_url)
