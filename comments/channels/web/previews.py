"""A comment as it will stand, before it is sent: nothing is taken in, and all comes along."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from comments.channels.web.forms import CommentForm
from comments.models import Submission


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
        "files_gone": bool(request.FILES) and not form.kept_files,
        "files": form.kept_files,
        "sent": sent_again(cast(QueryDict, form.data), form),
    }
    return render(request, template, {**context, **shown})


def sent_again(sent: QueryDict, form: CommentForm) -> list[tuple[str, str]]:
    """Names and values of hidden fields that send what was sent once more, stamp and all."""
    return [(name, value) for name in form.fields for value in sent.getlist(name)]
