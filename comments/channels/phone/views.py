"""The survey form of an open consultation, to be carried to people without a connection."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from comments.channels.phone.survey_form import survey_path
from policies.reading.views import published_edition, sent_file
from policies.selectors import public_policy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def survey(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """As an XLSForm, while comments are taken."""
    policy = public_policy(request, slug)
    edition = published_edition(policy, number)
    if not edition.takes_comments:
        raise Http404
    return sent_file(
        request,
        lambda: survey_path(edition),
        policy=policy,
        name=f"{slugify(policy.slug)[:80] or 'policy'}-edition-{number}-survey.xlsx",
        media_type=XLSX,
    )
