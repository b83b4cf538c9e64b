"""Where a policy took the address of another one: what the reader of the old address is given.

A page says so itself, on top. A file cannot, and whoever follows a printed link would take it for
what was printed: so it is asked which policy is meant, unless the link names it. What was
subscribed to goes on for both: a deadline that goes missing in a calendar is noticed by nobody.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from home.old_addresses import stood_here
from policies.models import PolicyPage
from policies.selectors import public_policy

_PARAMETER = "policy"
FileView = Callable[..., HttpResponseBase]


def policy_before(policy: PolicyPage) -> PolicyPage | None:
    """The policy that everybody may read and whose address this was last."""
    page = stood_here(policy)
    return page if isinstance(page, PolicyPage) else None


def named_query(policy: PolicyPage) -> str:
    """What a link to a file of the policy ends in, where its address alone is not enough."""
    return f"?{urlencode({_PARAMETER: policy.reference})}" if policy_before(policy) else ""


def asks_which(view: FileView) -> FileView:
    """For a view that sends a file of the policy at a slug: it is asked first which one is meant.

    The view raises `Http404` where there is no policy.
    """

    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = public_policy(request, slug)
        before = policy_before(policy)
        if before is None or request.GET.get(_PARAMETER) == policy.reference:
            return view(request, slug, *args, **kwargs)
        context = {
            "here": policy.localized,
            "former": before,
            "file_url": f"{request.path}{named_query(policy)}",
        }
        return render(request, "policies/which_policy.html", context, status=300)

    return answer
