"""Where a page took the address of another one: which of the two a link to a file means.

A page says so itself, on top. A file cannot, and whoever follows a printed link would take it for
what was printed: so it is asked which one is meant, unless the link names it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from wagtail.models import Page

from home.old_addresses import stood_here

_PARAMETER = "of"
FileView = Callable[..., HttpResponseBase]


def named_query(page: Page) -> str:
    """What a link to a file of the page ends in, where its address alone is not enough."""
    return f"?{_PARAMETER}={page.pk}" if stood_here(page) else ""


def asks_which(find: Callable[[HttpRequest, str], Page]) -> Callable[[FileView], FileView]:
    """For a view that sends a file of the page that `find` finds by its slug."""

    def asking(view: FileView) -> FileView:
        @wraps(view)
        def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            page = find(request, slug)
            former = stood_here(page)
            if former is None or request.GET.get(_PARAMETER) == str(page.pk):
                return view(request, slug, *args, **kwargs)
            file_url = f"{request.path}{named_query(page)}"
            context = {"here": page.localized, "former": former, "file_url": file_url}
            return render(request, "home/which_page.html", context, status=300)

        return answer

    return asking
