"""Where analysts publish the answers to an edition's comments."""

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from comments.permissions import may_answer
from comments.services import CommentError, publish_answers
from policies.models import Edition


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The editions with comments, and how many of these are answered."""
    if not may_answer(request.user):
        raise PermissionDenied
    editions = (
        Edition.objects.published()
        .select_related("policy")
        .annotate(
            received=Count("comments"),
            answered=Count("comments", filter=Q(comments__decision__isnull=False)),
        )
        .filter(received__gt=0)
        .order_by("-opens_at")
    )
    return render(request, "comments/admin/answers.html", {"editions": editions})


@require_POST
def publish(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Make an edition's answers public."""
    if not may_answer(request.user):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.published(), pk=edition_id)
    try:
        publish_answers(edition=edition, user=cast(User, request.user))
    except CommentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The answers are public."))
    return redirect("comments_answers:overview")


app_name = "comments_answers"
urlpatterns = [
    path("", overview, name="overview"),
    path("<number:edition_id>/publish/", publish, name="publish"),
]
