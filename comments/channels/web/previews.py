"""A comment as it will stand, before it is sent: nothing is taken in, and all comes along."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString

from comments.channels.web.forms import CommentForm
from comments.models import Comment, Submission
from texts.redline import redline_text_html


def preview_page(
    request: HttpRequest,
    form: CommentForm,
    submission: Submission,
    context: dict[str, Any],
    template: str = "comments/preview.html",
) -> HttpResponse:
    """What a valid form says; its page holds the same form, hidden, to be sent or changed."""
    comment = form.comment()
    shown = {
        "comment": comment,
        "submission": submission,
        "topics": form.chosen_tags(),
        "redline": proposed_change(comment),
        "sent": sent_again(request.POST, form),
    }
    return render(request, template, {**context, **shown})


def sent_again(sent: QueryDict, form: CommentForm) -> list[tuple[str, str]]:
    """Names and values of hidden fields that send what was sent once more, stamp and all."""
    return [(name, value) for name in form.fields for value in sent.getlist(name)]


def proposed_change(comment: Comment) -> SafeString | None:
    """The quoted words with the proposed ones in their place, where there are both."""
    if not (comment.quote and comment.proposed):
        return None
    return redline_text_html(comment.quote, comment.proposed)
