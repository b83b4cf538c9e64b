"""A second look on a comment's page in the admin."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from comments.choices import SecondView
from comments.models import Comment, SecondLook
from comments.moderation.redaction_pages import OneComment, mark_of_change
from comments.moderation.second_looks import decide_second_look, may_look_again
from comments.moderation.services import ModerationError


def second_look_context(comment: Comment, user: User | AnonymousUser) -> dict[str, Any]:
    """What was asked, what was decided, and whether this moderator may decide."""
    look = SecondLook.objects.filter(comment=comment).select_related("decided_by").first()
    if look is None or isinstance(user, AnonymousUser):
        return {}
    look.comment = comment
    return {
        "second_look": look,
        "may_look_again": look.is_open and may_look_again(look, user),
        "second_views": SecondView.choices,
        "seen": mark_of_change(comment),
    }


class SecondViewView(OneComment):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.POST.get("seen", "") == mark_of_change(self.comment):
            self.decide(request.POST.get("view", ""))
        else:
            said = _("The comment has changed since you opened it: look once more.")
            messages.error(request, said)
        return self.back()

    def decide(self, view: str) -> None:
        try:
            decide_second_look(comment=self.comment, view=view, user=self.user)
        except ModerationError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("Decided: the author sees it by receipt."))
