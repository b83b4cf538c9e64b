"""Where analysts publish the decisions on an edition's comments."""

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from analysis.permissions import may_decide
from analysis.selectors import editions_with_comments
from analysis.services import DecisionError, publish_decisions
from policies.models import Edition


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The editions with comments, and on how many of these there is a decision."""
    if not may_decide(request.user):
        raise PermissionDenied
    return render(request, "analysis/admin/decisions.html", {"editions": editions_with_comments()})


@require_POST
def publish(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Make an edition's decisions public."""
    if not may_decide(request.user):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.published(), pk=edition_id)
    try:
        publish_decisions(edition=edition, user=cast(User, request.user))
    except DecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The answers are public."))
    return redirect("analysis_admin:overview")
