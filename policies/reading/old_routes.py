"""Addresses of a policy that was renamed, and of sections that have left their policy.

The routes below `ROUTE`, in any app, name a policy by its slug: one that nobody has any more leads
on to who had it last. A section that an edition left out is read where it stood last.
"""

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import FormerAddress, HomePage
from home.old_addresses import first_readable, instead_of_not_found, lead_on, page_path
from home.visibility import may_read, passes
from policies.models import EditionSection, PolicyPage, SectionPage

ROUTE = "policy/<slug:slug>/"


def policy_once_at(request: HttpRequest, slug: str) -> PolicyPage | None:
    """Whose slug this was last, where no policy that the reader may see has it now."""
    if any(may_read(request, policy) for policy in PolicyPage.objects.filter(slug=slug)):
        return None
    policies = PolicyPage.objects.values("pk")
    left = FormerAddress.objects.filter(slug=slug, page__in=policies).order_by("-pk")
    page = first_readable(request, left)
    return page.canonical if isinstance(page, PolicyPage) else None


def moved_route(request: HttpRequest) -> HttpResponse | None:
    """To the same route of the policy under the slug that it has now."""
    match = request.resolver_match
    slug = match.kwargs["slug"] if match and ROUTE in match.route else None
    policy = slug and policy_once_at(request, slug)
    if not match or not policy:
        return None
    url = reverse(match.view_name, kwargs={**match.kwargs, "slug": policy.slug})
    return lead_on(request, policy, url)


def removed_section(request: HttpRequest) -> HttpResponse | None:
    """To the text of the section that stood here, in the last edition that had it."""
    path = page_path(request)
    sections = sections_once_at(path) if path else []
    found = (last_text_url(request, section) for section in sections)
    url = next((url for url in found if url), None)
    return HttpResponseRedirect(url) if url else None


def sections_once_at(path: str) -> QuerySet[SectionPage]:
    """Sections, public or not, that stand at the path in any language or have left it."""
    roots = HomePage.objects.values_list("url_path", flat=True)
    standing = Q(url_path__in=[f"{root}{path}" for root in roots])
    left = FormerAddress.objects.at(path).order_by().values("page")
    pages = Page.objects.filter(standing | Q(pk__in=left)).values("pk")
    return SectionPage.objects.filter(pk__in=pages).select_related("locale").order_by("-pk")


def last_text_url(request: HttpRequest, section: SectionPage) -> str | None:
    """Where the section can be read that is no longer part of its policy; None where nowhere.

    In the newest edition that had it: the text that stood there last, in the reader's language
    where it was in it.
    """
    entries = EditionSection.objects.filter(
        version__section_key=section.translation_key, edition__published_at__isnull=False
    )
    languages = [get_language() or "", section.language]
    ranks = [When(version__language=code, then=Value(rank)) for rank, code in enumerate(languages)]
    entries = entries.annotate(rank=Case(*ranks, default=Value(len(languages))))
    newest = F("replaced_at").desc(nulls_first=True)
    entries = entries.order_by("-edition__number", "rank", newest, "-pk")
    entry = entries.select_related("edition__policy__locale", "version__section").first()
    if entry is None or not may_read(request, entry.edition.policy):
        return None
    if not passes(request, entry.version.section):
        return None
    args = [entry.edition.policy.slug, entry.edition.number, entry.version_id]
    return reverse("policies:section_text", args=args)


def connect() -> None:
    instead_of_not_found(moved_route)
    instead_of_not_found(removed_section)
