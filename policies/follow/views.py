"""Pages to follow a policy by e-mail, to confirm it, and to stop.

No page says whether an address follows. A link from a mail only shows a page with a button, since
programs that look for harmful links open them all.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consult.outgoing_mail import mail_is_set_up
from consult.rate_limits import Event, Limit, visitor_network
from consult.views import too_many_tries
from home.visibility import is_private, open_to_all
from policies.follow import services
from policies.follow.forms import FollowForm
from policies.follow.links import InvalidLink
from policies.models import Frequency, PolicyPage
from policies.selectors import public_policy

FROM_NETWORK = Limit("follow-network", most=60, seconds=600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """The ways to follow a policy, with the form for an e-mail address."""
    policy = public_policy(request, slug)
    initial = {"language": get_language(), "frequency": Frequency.AT_ONCE}
    context = {
        "policy": policy.localized,
        "slug": slug,
        "form": FollowForm(request.POST or None, initial=initial),
        "by_mail": mail_is_set_up() and not is_private(policy),
    }
    if request.method == "POST" and context["by_mail"]:
        return _accept_address(request, policy, context)
    return render(request, "policies/follow/follow.html", context)


def _accept_address(
    request: HttpRequest, policy: PolicyPage, context: dict[str, Any]
) -> HttpResponse:
    """Counted are mails that are asked for, not forms: one sent twice is told the same twice."""
    event = Event((FROM_NETWORK, visitor_network(request)))
    if event.reached:
        return too_many_tries(request, event.again_at)
    form = context["form"]
    if not form.is_valid():
        event.give_back()
        return render(request, "policies/follow/follow.html", context, status=422)
    data = form.cleaned_data
    if data.pop("website") or not services.ask_to_follow(policy=policy, **data):
        event.give_back()
    return redirect("policies:follow_sent", slug=policy.slug)


@require_safe
def follow_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for every address."""
    policy = public_policy(request, slug).localized
    return render(request, "policies/follow/sent.html", {"policy": policy, "slug": slug})


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin to follow. The token is the proof: the browser that opens it needs no cookie."""
    try:
        asked = services.request_to_confirm(token)
        if request.method == "POST":
            services.confirm(token)
    except InvalidLink:
        return _private(render(request, "policies/follow/invalid.html", status=410))
    template = "confirmed" if request.method == "POST" else "confirm"
    context = {"policy": _named(asked.policy), "asked": asked}
    return _private(render(request, f"policies/follow/{template}.html", context))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop following; also by the one request that a mail program sends (RFC 8058)."""
    try:
        follower = services.follower_to_stop(token)
    except InvalidLink:
        return _private(render(request, "policies/follow/invalid.html", status=410))
    if request.method == "POST" and follower is not None:
        services.stop_following(follower)
    stopped = follower is None or request.method == "POST"
    context = {"policy": _named(follower.policy) if follower else None}
    template = "stopped" if stopped else "stop"
    return _private(render(request, f"policies/follow/{template}.html", context))


def _named(policy: PolicyPage) -> PolicyPage | None:
    """The policy where everybody may know of it: whoever has the link need not be who asked."""
    page = open_to_all(PolicyPage.objects.filter(pk=policy.pk)).select_related("locale").first()
    return page.localized if page else None


def _private(response: HttpResponse) -> HttpResponse:
    """Keep an address with a token out of logs, other sites' and ours, and of search engines."""
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
