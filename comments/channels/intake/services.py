"""Taking in what a clerk has typed."""

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from comments.models import Comment, Contact, Submission
from comments.services import CommentData, submit_comment
from policies.models import Edition, SectionVersion


@transaction.atomic
def enter_comment(
    *,
    submission: Submission,
    edition: Edition,
    version: SectionVersion,
    data: CommentData,
    phone: str = "",
    user: User,
) -> Comment:
    """Take in one view of the submission, which is saved where it is new, and say who typed it."""
    comment = submit_comment(submission=submission, edition=edition, version=version, data=data)
    if phone:
        Contact.objects.create(submission=submission, phone=phone)
    log(instance=comment, action="comments.entered", user=user, data={"number": comment.number})
    return comment
