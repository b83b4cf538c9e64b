"""Acts of moderation in the admin: what was done, how far it is, and the way back."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.models import Comment, ModerationAction
from comments.moderation.chosen_pages import SHOWN, comments_url, say_done, told
from comments.moderation.moderation_job import work_on_moderation
from comments.moderation.services import ModerationError, undo
from comments.permissions import may_moderate
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


class OneAction(JobView):
    fragment = "comments/admin/_acted.html"

    @cached_property
    def row(self) -> ModerationAction:
        actions = ModerationAction.objects.select_related("made_by", "undoes")
        return get_object_or_404(actions, pk=self.kwargs["pk"])

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    def page_url(self) -> str:
        return comments_url("acted", self.row.pk)

    def status_url(self) -> str:
        return comments_url("acted_status", self.row.pk)

    def doing(self) -> str:
        return _("Comments are being changed")

    def status(self) -> dict[str, Any]:
        row = self.row
        stopped = row.stopped.select_related("comment__policy", "comment__moderated_by")
        over = {"said_done": say_done(row), "standing": row.changed.standing().count()}
        return {
            **super().status(),
            "page_url": self.page_url(),
            "here_url": comments_url("act_here", row.pk),
            "again_url": comments_url("act_again", row.pk),
            "undo_url": comments_url("undo", row.pk),
            "stopped_count": row.stopped.count(),
            "stopped": stopped[:SHOWN],
            **(over if row.is_finished else {}),
        }


class ActedPage(OneAction, JobPage):
    header_icon = "history"

    def get_page_title(self) -> str:
        return _("Act of moderation %(number)d") % {"number": self.row.pk}

    def trail(self) -> list[TrailStep]:
        return [
            TrailStep(comments_url("list"), _("Comments")),
            TrailStep(comments_url("actions"), str(ActionsPage.page_title)),
        ]


class ActedStatusView(OneAction, JobStatusView):
    """How far it is."""


class ActHereView(OneAction, JobStepView):
    """Do the work in this request, where no worker takes it."""

    def do(self) -> None:
        work_on_moderation(self.row.pk)


class ActAgainView(OneAction, JobStepView):
    def do(self) -> None:
        try_again(self.row)


class ActionsPage(StaffPage):
    """What was done lately, newest first."""

    page_title = gettext_lazy("What moderators did")
    header_icon = "history"
    template_name = "comments/admin/actions.html"

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("list"), _("Comments"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        actions = ModerationAction.objects.select_related("made_by").defer("seen")
        page = Paginator(actions, PAGE_SIZE).get_page(request.GET.get("p"))
        changed = Count("moderated", filter=Q(moderated__changed_at__isnull=False))
        counted = ModerationAction.objects.filter(pk__in=[each.pk for each in page])
        counts = dict(counted.order_by().annotate(n=changed).values_list("pk", "n"))
        rows = [(each, counts[each.pk]) for each in page]
        return self.show(rows=rows, page=page)


class UndoView(StaffView):
    """Puts what an action did back to what it was: all of it, or one comment (``comment``)."""

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = get_object_or_404(ModerationAction, pk=pk)
        key = request.POST.get("comment", "")
        only = list(Comment.objects.filter(pk=key)) if key.isdecimal() and len(key) < 16 else []
        back = comments_url("inspect", only[0].pk) if only else comments_url("acted", action.pk)
        try:
            return told(request, undo(action=action, comments=only, user=self.user), back)
        except ModerationError as error:
            messages.error(request, str(error))
            return redirect(back)
