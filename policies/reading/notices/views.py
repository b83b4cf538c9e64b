"""The public notice: a page that offers it, and its files."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from home.which_page import asks_which, named_query
from policies.models import Edition, PolicyPage
from policies.reading.notices.notice import notice_of
from policies.reading.notices.notice_files import KINDS, notice_path, notice_url
from policies.reading.views import render_for_policy, sent_file
from policies.selectors import public_policy


def announced_edition(policy: PolicyPage) -> Edition:
    """The newest edition, which has a window to give notice of. Raises `Http404`."""
    edition = policy.current_edition
    if edition is None or edition.opens_at is None:
        raise Http404
    edition.policy = policy
    return edition


@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice as a page, with its files in both languages."""
    policy = public_policy(request, slug)
    edition = announced_edition(policy)
    which = named_query(policy)
    files = [
        {
            "code": code,
            "language": name,
            "files": [
                {"label": label, "url": notice_url(edition, kind, code) + which}
                for kind, (label, _extension, _type) in KINDS.items()
            ],
        }
        for code, name in settings.LANGUAGES
    ]
    words = notice_of(edition, request.LANGUAGE_CODE)
    context = {"edition": edition, "notice": words, "languages_of_files": files, "which": which}
    return render_for_policy(request, "policies/notice.html", policy, context)


@require_safe
@asks_which(public_policy)
def notice_file(request: HttpRequest, slug: str, kind: str, language: str) -> HttpResponseBase:
    """A notice or a poster, to print."""
    policy = public_policy(request, slug)
    edition = announced_edition(policy)
    if kind not in KINDS or language not in dict(settings.LANGUAGES):
        raise Http404
    _label, extension, media_type = KINDS[kind]
    word = "poster" if kind == "poster" else "notice"
    name = f"{slugify(policy.slug)[:80] or 'policy'}-{word}-{language}.{extension}"
    make = partial(notice_path, edition, language, kind)
    return sent_file(request, make, policy=policy, name=name, media_type=media_type)
