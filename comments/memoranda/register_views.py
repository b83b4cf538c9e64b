"""The public register of memoranda, and the acknowledgement for whoever handed one in."""

import logging
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.channels.web.views import submission_of, under_a_receipt
from comments.choices import MemorandumStatus
from comments.kept_page_parts import depends_on_comments, depends_on_memoranda
from comments.memoranda.acknowledgement import acknowledgement_path
from comments.memoranda.selectors import (
    RegisterFilter,
    public_memoranda,
    public_years,
    published_rows,
    section_keys,
    with_policies,
)
from comments.models import Memorandum
from comments.selectors import shown_sections
from consult.pages import dependencies
from home.visibility import may_read
from texts.printing.typst import TypstError

logger = logging.getLogger(__name__)
LISTED = 20


@require_safe
def memoranda(request: HttpRequest) -> HttpResponse:
    """The register, the latest first, by status and year."""
    depends_on_memoranda()
    chosen = RegisterFilter.of(request)
    page = Paginator(chosen.apply(public_memoranda()), LISTED).get_page(request.GET.get("page"))
    dependencies.shows_list_page(page.number)
    query = {"status": chosen.status, "year": chosen.year or ""}
    context = {
        "listed": page,
        "rows": with_policies(page),
        "chosen": chosen,
        "years": public_years(),
        "statuses": [each for each in MemorandumStatus.choices if each[0] != "drafted"],
        "query": urlencode({name: value for name, value in query.items() if value}),
    }
    return render(request, "comments/memoranda/register.html", context)


@require_safe
def memorandum(request: HttpRequest, number: int) -> HttpResponse:
    """One of the register: what it says, as far as it is public, and the reply."""
    depends_on_memoranda()
    found = get_object_or_404(
        Memorandum.objects.registered().select_related("policy__locale"), number=number
    )
    if found.policy and not may_read(request, found.policy):
        raise Http404
    for key in section_keys(found):
        depends_on_comments(key)
    policy = found.policy.localized if found.policy else None
    context = {"memorandum": found, "policy": policy, "rows": published_rows(found, request)}
    return render(request, "comments/memoranda/memorandum.html", context)


@never_cache
@require_safe
@under_a_receipt
def memorandum_acknowledgement(request: HttpRequest, code: str) -> HttpResponseBase:
    """The acknowledgement as a PDF, for whoever has the receipt."""
    submission = submission_of(code)
    found = Memorandum.objects.filter(submission=submission).first()
    if found is None:
        raise Http404
    comments = submission.comments.for_display().select_related("policy").order_by("number")
    rows = shown_sections(comments, request)
    policy = submission.policy.localized if may_read(request, submission.policy) else None
    language = get_language() or "en"
    make = partial(acknowledgement_path, found, rows, policy, language)
    name = f"{found.ref}-{language}.pdf"
    try:
        file = make().open("rb")
    except (TypstError, OSError):
        logger.exception("%s could not be made", name)
        return render(request, "policies/file_failed.html", {"name": name}, status=503)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
