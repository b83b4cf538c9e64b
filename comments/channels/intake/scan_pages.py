"""Scans of paper forms, kept with the entries that were typed from them: for staff alone."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from comments.attachments.services import NoRoomError, attach_scan, remove_scan
from comments.channels.intake import selectors
from comments.channels.intake.forms import ScanForm
from comments.channels.intake.views import IntakePage, url
from comments.channels.web.file_views import as_download
from comments.models import Attachment, Comment
from comments.permissions import may_enter
from comments.querysets import CommentQuerySet
from consult.staff import StaffView, TrailStep

OFFERED = 50  # entries that may stand on one sheet


class AttachScanPage(IntakePage):
    """A scan for an entry, and for others of its batch that stand on the same sheet."""

    template_name = "comments/admin/scan.html"
    header_icon = "image"

    @cached_property
    def comment(self) -> Comment:
        found = selectors.entered_comment(self.user, self.kwargs["pk"])
        if found is None or found.comment.is_erased:
            raise Http404
        return found.comment

    def get_page_title(self) -> str:
        return _("Attach a scan to %(number)s") % {"number": self.comment.ref}

    def trail(self) -> list[TrailStep]:
        first = TrailStep(url("choose"), str(self.page_title))
        return [first, TrailStep(url("entered"), self.list_title())]

    def entries(self) -> CommentQuerySet:
        """This one, and the newest of its batch: what came as it did, of the same clerk."""
        clerk = selectors.clerk_of(self.comment)
        batch = selectors.batch_of(self.comment.submission, self.comment.edition, clerk)
        others = selectors.standing_in(batch).filter(erased_at=None).exclude(pk=self.comment.pk)
        newest = list(others.order_by("-pk").values_list("pk", flat=True)[: OFFERED - 1])
        found = Comment.objects.filter(Q(pk=self.comment.pk) | Q(pk__in=newest))
        return found.for_display().select_related("policy").order_by("-pk")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(ScanForm(entries=self.entries(), initial={"entries": [pk]}))

    def page(self, form: ScanForm, status: int = 200) -> HttpResponse:
        scans = Attachment.objects.scans().filter(comment=self.comment)
        return self.show(status, comment=self.comment, form=form, scans=scans)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "remove" in request.POST:
            return self.remove(request.POST["remove"])
        form = ScanForm(request.POST, request.FILES, entries=self.entries())
        if not form.is_valid():
            return self.page(form, 422)
        chosen = list(form.cleaned_data["entries"])
        try:
            lost = attach_scan(comments=chosen, file=form.cleaned_data["file"], user=self.user)
        except NoRoomError as error:
            full = ", ".join(each.ref for each in error.comments)
            form.add_error("entries", _("No more files fit with %(numbers)s.") % {"numbers": full})
            return self.page(form, 422)
        self.say(len(chosen), lost)
        return redirect(url("scan", pk))

    def say(self, chosen: int, lost: int) -> None:
        if lost:
            said = _("The scan could not be kept: the disk may be full. Keep the paper.")
            messages.error(self.request, said)
            return
        said = ngettext(
            "The scan is kept with %(n)d entry.", "The scan is kept with %(n)d entries.", chosen
        )
        messages.success(self.request, said % {"n": chosen})

    def remove(self, key: str) -> HttpResponse:
        """A scan of another sheet, taken off this entry once that was ticked."""
        scans = Attachment.objects.scans().filter(comment=self.comment)
        scan = scans.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
        if "sure" not in self.request.POST:
            messages.error(self.request, _("Nothing is removed yet: tick the box."))
        elif scan and remove_scan(scan=scan, user=self.user):
            messages.success(self.request, _("The scan is removed from this entry."))
        else:
            messages.error(self.request, _("It was removed already, or a moderator released it."))
        return redirect(url("scan", self.comment.pk))


class ScanView(StaffView):
    """A scan for who entered what stands on it, or is to check that."""

    def is_allowed(self) -> bool:
        return may_enter(self.user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        scan = get_object_or_404(Attachment.objects.scans(), pk=pk)
        is_own = selectors.entries(self.user).filter(object_id=str(scan.comment_id)).exists()
        to_check = selectors.entered_by_others(self.user).filter(pk=scan.comment_id)
        if not is_own and not to_check.exists():
            raise Http404
        return as_download(scan)
