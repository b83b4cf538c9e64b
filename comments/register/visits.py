"""A visit: comments sent one after the other from one browser share a submission and a receipt.

The visit is a signed cookie that ends after two quiet hours, or when the reader says so: phones
are shared.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from comments.models import Submission
from policies.models import PolicyPage

COOKIE = "maoni_visit"
SECONDS = 2 * 60 * 60


def current_submission(request: HttpRequest, policy: PolicyPage) -> Submission | None:
    """The submission this visit has begun to the policy, or None."""
    try:
        pk = str(request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=SECONDS))
    except (KeyError, signing.BadSignature):
        return None
    if not pk.isdigit():
        return None
    return Submission.objects.filter(pk=int(pk), policy=policy).first()


def remember(response: HttpResponse, submission: Submission) -> None:
    """Let the browser's next comment join this submission."""
    response.set_signed_cookie(
        COOKIE,
        str(submission.pk),
        salt=COOKIE,
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponseBase) -> None:
    """End the visit: the next comment from this browser is somebody else's."""
    response.delete_cookie(COOKIE)
