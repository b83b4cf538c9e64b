"""What a screen needs to know about comments, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from comments.models import Comment
from home.routing import reader_url
from policies.models import SectionPage


@dataclass(frozen=True, slots=True)
class ShownSection:
    """What a comment is on, for its reader; ``language`` is empty where it is the page's."""

    heading: str
    language: str
    url: str


def shown_sections(
    comments: Iterable[Comment], request: HttpRequest
) -> list[tuple[Comment, ShownSection]]:
    """Each comment with its section: its page in the reader's language, else the one read.

    A section that left the policy is shown as it stood where it was commented on.
    """
    comments = list(comments)
    keys = {comment.section_key for comment in comments}
    live = SectionPage.objects.live().filter(translation_key__in=keys)
    pages: dict = {}
    for page in live.select_related("locale").defer("body", "summary", "summary_sw"):
        pages.setdefault(page.translation_key, {})[page.language] = page
    return [(each, _shown(each, pages.get(each.section_key, {}), request)) for each in comments]


def _shown(comment: Comment, pages: dict[str, SectionPage], request: HttpRequest) -> ShownSection:
    version, active = comment.version, get_language()
    page = pages.get(str(active)) or pages.get(version.language)
    if page is None:
        args = [comment.policy.slug, comment.edition.number, version.pk]
        heading, language = version.heading, version.language
        url = reverse("policies:section_text", args=args)
    else:
        heading, language, url = page.heading, page.language, reader_url(page, request)
    return ShownSection(heading, "" if language == active else language, url)
