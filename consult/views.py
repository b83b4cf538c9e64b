"""The address that people type."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """To the home page in the reader's language, without the page of an error in between."""
    return redirect(f"/{get_language()}/")
