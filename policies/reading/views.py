"""Public pages beyond a policy's own: editions, comparisons, whole texts, downloads, search.

Who is shown what is asked of `home.visibility`: a policy, its editions and their files by who may
read the policy, one section's texts by who may read that section.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from consult.language.found_words import LONGEST_QUERY
from consult.pages import dependencies
from home.visibility import passes, published
from home.which_page import asks_which
from policies.models import Edition, EditionSection, PolicyPage, SectionPage, SectionVersion
from policies.reading import searching, shown_editions
from policies.reading.downloads import edition_path, file_name, in_language
from policies.reading.old_routes import policy_once_at
from policies.reading.recorded_images import files_now
from policies.reading.section_html import heading_html, shown_blocks, stream
from policies.reading.section_html import whole_text as whole_text_html
from policies.selectors import OutlineEntry, kept_for, public_policy
from texts.printing.typst import TypstError
from texts.writers import FORMATS

logger = logging.getLogger(__name__)

DOWNLOAD_MAX_AGE_S = 300
TEXTS_A_PAGE = 10


def published_edition(policy: PolicyPage, number: int) -> Edition:
    """The policy's published edition of this number. Raises `Http404`."""
    edition = get_object_or_404(policy.editions.published(), number=number)
    edition.policy = policy
    return edition


def render_for_policy(
    request: HttpRequest, template: str, policy: PolicyPage, context: dict
) -> HttpResponse:
    context = {"policy": policy.localized, "slug": policy.slug, **context}
    return render(request, template, context)


@require_safe
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition with its window, and what it changed against the one before."""
    policy = public_policy(request, slug)
    editions = shown_editions.editions_of(policy)
    summaries = shown_editions.summaries(editions)
    rows = [
        {
            "edition": edition,
            "previous": editions[index + 1] if index + 1 < len(editions) else None,
            "summary": summaries.get(edition.pk, ""),
        }
        for index, edition in enumerate(editions)
    ]
    return render_for_policy(request, "policies/edition_list.html", policy, {"rows": rows})


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The contents of an edition, each line leading to the text as it stood in it."""
    policy = public_policy(request, slug)
    one = published_edition(policy, number)
    lines = [
        _line(entry, reverse("policies:section_text", args=[slug, number, entry.version_id]))
        for entry in shown_editions.edition_entries(one)
    ]
    held_back = shown_editions.holds_back(one)
    context = {"edition": one, "lines": lines, "held_back": held_back, **_newest(policy, one)}
    return render_for_policy(request, "policies/edition.html", policy, context)


def _line(entry: EditionSection, url: str) -> OutlineEntry:
    version = entry.version
    return OutlineEntry(
        key=version.section_key,
        number=version.number,
        title=version.title,
        level=entry.level,
        url=url,
        language=version.language,
    )


def _newest(policy: PolicyPage, edition: Edition) -> dict:
    """The newest edition where ``edition`` is an earlier one; and the formats of downloads."""
    current = policy.current_edition
    newest = current if current and current.pk != edition.pk else None
    return {"newest": newest, "formats": FORMATS}


@require_safe
def section_text(request: HttpRequest, slug: str, number: int, version_id: int) -> HttpResponse:
    """One section as it stood in an edition; a text that a correction replaced can be read too."""
    policy = public_policy(request, slug)
    one = published_edition(policy, number)
    entry = get_object_or_404(
        one.entries.select_related("version__section__locale"), version_id=version_id
    )
    version = entry.version
    _check_readable(request, version.section)
    entries = shown_editions.edition_entries(one, version.language)
    index = next((n for n, each in enumerate(entries) if each.position == entry.position), None)
    newest = version.section.current_version
    live = _in_public(version.section)
    context = {
        "edition": one,
        "entry": entry,
        "version": version,
        "blocks": shown_blocks(stream(version.body)),
        "live": live,
        "newer": newest if newest and newest.pk != version.pk else None,
        "previous": entries[index - 1] if index else None,
        "next": entries[index + 1] if index is not None and index + 1 < len(entries) else None,
    }
    return render_for_policy(request, "policies/section_text.html", policy, context)


def _check_readable(request: HttpRequest, section: SectionPage) -> None:
    """A text stays readable when its section has left the policy, unless the section is private."""
    if not passes(request, section):
        raise Http404


def _in_public(section: SectionPage) -> SectionPage | None:
    """The section while it is part of the policy."""
    return published(SectionPage.objects.filter(pk=section.pk)).select_related("locale").first()


@require_safe
def whole_text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition on one page, to read, print or save."""
    policy = public_policy(request, slug)
    one = published_edition(policy, number)
    entries = shown_editions.edition_entries(one)
    marks = ("whole", [entry.version_id for entry in entries], files_now(entries))
    texts = shown_editions.cached(marks, lambda: _texts(entries))
    front = one.front_blocks(get_language() or policy.language)
    sections = [
        {
            "entry": entry,
            "version": entry.version,
            "heading": heading_html(entry.version, entry.level + 1, f"s-{entry.position}-title"),
            "text": text,
        }
        for entry, text in zip(entries, texts, strict=True)
    ]
    lines = [_line(entry, f"#s-{entry.position}") for entry in entries]
    context = {
        "edition": one,
        "front": front and stream(front),
        "front_lang": "" if get_language() in one.front_matter else policy.language,
        "lines": lines,
        "held_back": shown_editions.holds_back(one),
        "sections": sections,
        **_newest(policy, one),
    }
    return render_for_policy(request, "policies/whole_text.html", policy, context)


def _texts(entries: list) -> list:
    versions = shown_editions.with_bodies(entries)
    return whole_text_html([versions[entry.version_id] for entry in entries])


@require_safe
@asks_which(public_policy)
def download(request: HttpRequest, slug: str, number: int, format_name: str) -> HttpResponseBase:
    """An edition as a file, in the reader's language where it is in that language."""
    policy = public_policy(request, slug)
    one = published_edition(policy, number)
    if format_name not in FORMATS:
        raise Http404
    language = get_language() or policy.language
    shown_language, _entries = in_language(one, language)
    return sent_file(
        request,
        lambda: edition_path(one, language, format_name),
        policy=policy,
        name=file_name(one, shown_language, format_name),
        media_type=FORMATS[format_name].media_type,
    )


def sent_file(
    request: HttpRequest,
    make: Callable[[], Path],
    *,
    policy: PolicyPage,
    name: str,
    media_type: str,
) -> HttpResponseBase:
    """A file that is named after its content, streamed; a browser that has it gets a 304.

    Where it cannot be made, a page says so, and the log why.
    """
    try:
        path = make()
    except (TypstError, OSError):
        logger.exception("%s could not be made", name)
        return render(request, "policies/file_failed.html", {"name": name}, status=503)

    @condition(etag_func=lambda _request: quote_etag(path.name))
    def send(request: HttpRequest) -> FileResponse:
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=name, content_type=media_type
        )

    return kept_for(policy, send(request), DOWNLOAD_MAX_AGE_S)


@require_safe
def choose_editions(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to choose two editions leads here, and on to their comparison."""
    policy = public_policy(request, slug)
    old, new = (request.GET.get(name, "") for name in ("old", "new"))
    if not (old.isdecimal() and new.isdecimal()) or max(len(old), len(new)) > 5:
        return redirect("policies:editions", slug=slug)
    first, second = sorted((int(old), int(new)))
    published_edition(policy, first)
    published_edition(policy, second)
    return redirect("policies:compare", slug=slug, old=first, new=second)


@require_safe
def compare(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """Two editions of a policy; only the sections that changed are open."""
    policy = public_policy(request, slug)
    before, after = published_edition(policy, old), published_edition(policy, new)
    comparison = shown_editions.compared(before, after)
    context = {
        "old": before,
        "new": after,
        "comparison": comparison,
        "unasked": shown_editions.unasked(after),
        "held_back": shown_editions.holds_back(before, after),
        "editions": shown_editions.editions_of(policy),
    }
    return render_for_policy(request, "policies/compare.html", policy, context)


@require_safe
def changes(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed between two texts of one section."""
    policy = public_policy(request, slug)
    versions = SectionVersion.objects.filter(policy=policy).select_related("section__locale")
    versions = versions.prefetch_related("entries__edition")
    before, after = get_object_or_404(versions, pk=old), get_object_or_404(versions, pk=new)
    if (before.section_key, before.language) != (after.section_key, after.language):
        raise Http404
    for version in (before, after):
        _check_readable(request, version.section)
    heading, body = shown_editions.redline(
        shown_editions.section_text(before, 1), shown_editions.section_text(after, 1)
    )
    context = {
        "old": before,
        "new": after,
        "sides": [(each, shown_editions.published_in(each)) for each in (before, after)],
        "heading": heading,
        "body": body,
        "live": _in_public(after.section),
        "same": before.content_hash == after.content_hash,
    }
    return render_for_policy(request, "policies/changes.html", policy, context)


@require_safe
def history(request: HttpRequest, slug: str, section_id: int) -> HttpResponse:
    """Every text that a section has had, with what changed from each to the next."""
    policy = public_policy(request, slug)
    section = get_object_or_404(
        SectionPage.objects.filter(versions__policy=policy).select_related("locale").distinct(),
        pk=section_id,
    )
    _check_readable(request, section)
    texts = shown_editions.history(section)
    page = Paginator(texts, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    dependencies.shows_list_page(page.number)
    shown_editions.leave_out_what_has_no_room(list(page.object_list))
    context = {"section": _in_public(section), "newest": texts[0].version, "texts": page}
    return render_for_policy(request, "policies/section_history.html", policy, context)


def _choices(policies: list[PolicyPage]) -> list[PolicyPage]:
    """Each policy once, under its title in the reader's language."""
    return [policy.localized for policy in policies if policy.canonical.pk == policy.pk]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search within one policy or over all of them; where nothing is found, say what to do."""
    query = request.GET.get("q", "").strip()
    policies = searching.public_policies()
    slug = request.GET.get("policy", "")
    if slug and (renamed := policy_once_at(request, slug)):
        slug = renamed.slug
    chosen = [policy for policy in policies if policy.canonical.slug == slug]
    within = (chosen or policies) if slug else policies
    too_long = len(query) > LONGEST_QUERY
    page = searching.paginated(
        [] if too_long else searching.search(query, within), request.GET.get("page")
    )
    context = {
        "query": query,
        "too_long": too_long,
        "longest": LONGEST_QUERY,
        "results": page,
        "hits": searching.search_hits(page.object_list, within, query, request),
        "choices": sorted(_choices(policies), key=lambda policy: policy.title.casefold()),
        "chosen": chosen[0].canonical.slug if chosen else "",
        "rest": urlencode({"q": query, **({"policy": slug} if chosen else {})}),
    }
    response = render(request, "policies/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
