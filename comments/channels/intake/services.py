"""Taking in what a clerk has typed."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from comments.models import Comment, Contact, Submission
from comments.services import submit_comment
from policies.models import Edition, PolicyTag, SectionVersion


@transaction.atomic
def enter_comment(
    *,
    submission: Submission,
    edition: Edition,
    version: SectionVersion,
    comment: Comment,
    tags: Sequence[PolicyTag] = (),
    phone: str = "",
    user: User,
) -> Comment:
    """Take in one view of the submission, which is saved where it is new, and say who typed it."""
    submit_comment(
        submission=submission, edition=edition, version=version, comment=comment, tags=tags
    )
    if phone:
        Contact.objects.create(submission=submission, phone=phone)
    log(instance=comment, action="comments.entered", user=user, data={"number": comment.number})
    return comment
