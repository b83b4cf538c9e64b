"""The address that people type, and what whoever asks too often is told."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consult.language.times_in_words import moment_in_words


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """To the home page in the reader's language, without the page of an error in between."""
    return redirect(f"/{get_language()}/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what could not be read. Django's own reads the request once more, and fails."""
    return HttpResponse(render_to_string("400.html"), status=400)


def too_many_tries(request: HttpRequest, again_at: datetime) -> HttpResponse:
    """A page that says when to try again, for where there is no form that could say it.

    It names the minute in which that will surely work, and the day where that is not today.
    """
    minute = timezone.localtime(again_at + timedelta(seconds=59))
    other_day = "" if minute.date() == timezone.localdate() else moment_in_words(minute)
    context = {"again_at": again_at, "minute": minute, "other_day": other_day}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(max(1, round((again_at - timezone.now()).total_seconds())))
    response["Cache-Control"] = "no-store"
    return response
