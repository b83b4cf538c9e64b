"""What was typed into a form that could not be taken, given back to who sent it.

A page shows the words, each named as in its form, and a button that sends the same form again. No
database is asked: there may be none.
"""

import re
import sys
from collections.abc import Iterator

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.text import capfirst

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
ACCOUNT_PATH = re.compile(r"/\w\w/account/")
SECRET = re.compile(r"passw|secret|otp", re.IGNORECASE)
"""Names of fields that are never written into a page."""
_PREFIX = re.compile(r"^\d+-")


class _TokenCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponseForbidden(reason)


def given_back(request: HttpRequest) -> dict[str, object]:
    """The fields of a form, to be sent again as they are, and what of them was typed or chosen.

    Nothing of the pages of an account, nor of what another site may have made its visitors send.
    """
    fields = _fields(request) if _is_ours(request) else []
    told = [(name, value) for name, value in fields if not SECRET.search(name)]
    is_whole = len(told) == len(fields) and not request.FILES
    return {
        "address": request.get_full_path(),
        "fields": fields if is_whole else [],
        "token": get_token(request) if fields else "",
        "words": list(_words(request, told)),
    }


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST" or ACCOUNT_PATH.match(request.path):
        return []
    try:
        sent = request.POST.lists()
    except (SuspiciousOperation, UnreadablePostError):
        return []
    return [(name, value) for name, values in sent if name != TOKEN for value in values]


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent it: its token says so, or the browser."""
    if getattr(request, "csrf_processing_done", False):
        return True
    check = _TokenCheck(lambda _request: HttpResponse())
    if request.headers.get("Origin", "null") != "null":
        return check._origin_verified(request)  # type: ignore[attr-defined]
    if _names_this_site(request):
        return True
    return check.process_view(request, None, (), {}) is None  # type: ignore[arg-type]


def _names_this_site(request: HttpRequest) -> bool:
    """What browsers that keep the origin to themselves say of the page; none can make it up."""
    if said := request.headers.get("Sec-Fetch-Site"):
        return said == "same-origin"
    here = f"{request.scheme}://{request.get_host()}/"
    return request.headers.get("Referer", "").startswith(here)


def _words(request: HttpRequest, fields: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    known = _known_fields(request)
    for name, value in fields:
        field = known.get(_PREFIX.sub("", name))
        if field is None:
            if len(value.split()) > 1 and not value.startswith(("{", "[")):
                yield "", value
        elif value.strip() and _is_typed(field):
            chosen = dict(getattr(field, "choices", ()))
            yield capfirst(str(field.label or "")), str(chosen.get(value, value))


def _is_typed(field: forms.Field) -> bool:
    """Whether what is sent says something to who sent it; a choice of rows is a number."""
    numbers = (forms.ModelChoiceField, forms.BooleanField)
    return not field.widget.is_hidden and not isinstance(field, numbers)


def _known_fields(request: HttpRequest) -> dict[str, forms.Field]:
    """Those of the forms that the view's module uses, by name."""
    try:
        module = sys.modules[resolve(request.path_info).func.__module__]
    except (Resolver404, KeyError):
        return {}
    used = [each for each in vars(module).values() if isinstance(each, type)]
    found: dict[str, forms.Field] = {}
    for form in used:
        if issubclass(form, forms.BaseForm):
            found |= getattr(form, "base_fields", {})
    return found


def not_ours(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is wrong or old."""
    page = render_to_string("403_csrf.html", given_back(request))
    return HttpResponseForbidden(page)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The page for a form of staff who are signed out by now."""
    page = render_to_string("account/sign_in_again.html", given_back(request))
    return HttpResponseForbidden(page)
