"""A visit: comments sent one after the other from one browser share a submission and a receipt.

The visit is a signed cookie that ends after two quiet hours, or when the reader says so: phones
are shared. Whether it is still the same person is asked with each further comment.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from comments.models import Submission
from consult.signed_cookies import SignedCookie
from policies.models import PolicyPage

VISIT = SignedCookie("maoni_visit", seconds=2 * 60 * 60)
# Most have read and written on the next section by then; later a phone may have passed on.
RECENT_SECONDS = 10 * 60


def current_submission(request: HttpRequest, policy: PolicyPage) -> Submission | None:
    """The submission this visit has begun to the policy, or None."""
    pk = _read(request, VISIT.seconds)
    return Submission.objects.filter(pk=int(pk), policy=policy).first() if pk else None


def is_recent(request: HttpRequest) -> bool:
    """Whether the visit's last comment came so lately that the same person goes on, most likely."""
    return bool(_read(request, RECENT_SECONDS))


def _read(request: HttpRequest, max_age_s: int) -> str:
    """The key in a cookie that is no older, or nothing."""
    pk = VISIT.read(request, max_age_s=max_age_s)
    return pk if pk.isdigit() else ""


def remember(response: HttpResponse, submission: Submission) -> None:
    """Let the browser's next comment join this submission."""
    VISIT.write(response, str(submission.pk))


def forget(response: HttpResponseBase) -> None:
    """End the visit: the next comment from this browser is somebody else's."""
    VISIT.forget(response)
