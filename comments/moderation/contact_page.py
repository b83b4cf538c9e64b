"""How to reach a respondent who wants an answer: for those who answer, and each look on record."""

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from comments.models import Comment, Contact
from comments.moderation.chosen_pages import comments_url
from comments.permissions import may_see_contact
from consult.staff import StaffPage, TrailStep

LOOKED = "comments.contact_seen"
SHOWN = 20


class ContactPage(StaffPage):
    """The telephone number and e-mail of a comment's respondent, asked for by a button."""

    template_name = "comments/admin/contact.html"
    header_icon = "mail"
    page_title = gettext_lazy("How to reach the respondent")

    def is_allowed(self) -> bool:
        return may_see_contact(self.user)

    @cached_property
    def comment(self) -> Comment:
        comments = Comment.objects.select_related("policy", "submission")
        return get_object_or_404(comments, pk=self.kwargs["pk"])

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("inspect", self.comment.pk), self.comment.ref)]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        contact = Contact.objects.filter(submission=self.comment.submission_id).first()
        if contact is None:
            raise Http404
        earlier = list(looks(self.comment)[:SHOWN])
        log(instance=self.comment, action=LOOKED, user=self.user)
        return self.show(comment=self.comment, contact=contact, earlier=earlier)


def wants_answer(comment: Comment) -> bool:
    """Whether its respondent has left a way to be reached, whichever that is."""
    return Contact.objects.filter(submission=comment.submission_id).exists()


def looks(comment: Comment) -> QuerySet[ModelLogEntry]:
    """Who has looked before, at this comment or another under the same receipt; newest first."""
    same = Comment.objects.filter(submission=comment.submission_id)
    keys = same.values_list(Cast("pk", CharField()), flat=True)
    made = ModelLogEntry.objects.filter(action=LOOKED, object_id__in=list(keys))
    return made.select_related("user").order_by("-timestamp", "-pk")
