"""Printed packs to download."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from comments.channels.paper.pack import NothingToAnswerError, pack_path
from home.visibility import passes
from home.which_page import asks_which
from policies.models import Edition, PolicyPage, SectionPage
from policies.phases import Phase, phase_of
from policies.reading.notices.views import announced_edition
from policies.reading.views import sent_file
from policies.selectors import public_policy


@require_safe
@asks_which(public_policy)
def policy_pack(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """A sheet for every section that has a text, and a cover."""
    policy = public_policy(request, slug)
    return _sent(request, policy, language, None)


@require_safe
def section_pack(
    request: HttpRequest, slug: str, section_id: int, language: str
) -> HttpResponseBase:
    """The sheet of one section."""
    policy = public_policy(request, slug)
    section = get_object_or_404(SectionPage, pk=section_id)
    if not passes(request, section):
        raise Http404
    return _sent(request, policy, language, section)


def _sent(
    request: HttpRequest, policy: PolicyPage, language: str, section: SectionPage | None
) -> HttpResponseBase:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    edition = announced_edition(policy)
    if phase_of(outcome=policy.final_phase, edition=edition) not in (Phase.UPCOMING, Phase.OPEN):
        raise Http404
    key = section.translation_key if section else None
    number = f"-{slugify(section.number)[:20]}" if section and section.number else ""
    return sent_file(
        request,
        lambda: _made(edition, language, key),
        policy=policy,
        name=f"{slugify(policy.slug)[:80] or 'policy'}-paper{number}-{language}.pdf",
        media_type="application/pdf",
    )


def _made(edition: Edition, language: str, section_key: UUID | None) -> Path:
    try:
        return pack_path(edition, language, section_key)
    except NothingToAnswerError as error:
        raise Http404 from error
