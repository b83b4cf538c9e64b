"""What a screen needs to know about comments, in a constant number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from comments.choices import State
from comments.models import Comment
from home.routing import reader_url
from home.visibility import may_read, open_to_all, passes, published, restricted
from policies.models import Edition, EditionSection, SectionPage, SectionVersion
from texts.section_names import Listed, SectionNames


@dataclass(frozen=True, slots=True)
class ShownSection:
    """What a comment is on, for its reader; ``language`` is empty where it is the page's.

    Without ``url`` the reader may not see the section: nothing of it is named.
    """

    heading: str
    language: str
    url: str


def section_names(edition: Edition, *, in_public: bool = False) -> SectionNames[SectionVersion]:
    """The texts of an edition by what people call them.

    With ``in_public`` only those that whoever may read the policy may read.
    """
    canonical = edition.policy.locale.language_code
    entries = edition.entries.filter(replaced_at=None, version__language=canonical)
    if in_public:
        shown = open_to_all(SectionPage.objects.all(), within=edition.policy)
        entries = entries.filter(version__section__in=shown)
    return SectionNames(
        Listed(entry.level, version.number, version, version.title, version.section.slug)
        for entry in entries.select_related("version__section").order_by("position")
        for version in [entry.version]
    )


def shown_sections(
    comments: Iterable[Comment], request: HttpRequest
) -> list[tuple[Comment, ShownSection]]:
    """Each comment with its section: its page in the reader's language, else the one read.

    A section that left the policy is shown as it stood where it was commented on.
    """
    comments = list(comments)
    sections = SectionPage.objects.filter(
        translation_key__in={each.section_key for each in comments}
    )
    light = sections.select_related("locale").defer("body", "summary", "summary_sw")
    private = {page.pk: page for page in restricted(light)}
    kept_back = {pk for pk, page in private.items() if not passes(request, page)}
    pages: dict = {}
    for page in published(light).exclude(pk__in=kept_back):
        pages.setdefault(page.translation_key, {})[page.language] = page
    policies = {each.policy_id: each.policy for each in comments}
    readable = {pk for pk, policy in policies.items() if may_read(request, policy)}
    shown = []
    for each in comments:
        closed = each.policy_id not in readable or each.version.section_id in kept_back
        found = pages.get(each.section_key, {})
        shown.append((each, _not_public() if closed else _shown(each, found, request)))
    return shown


def beside_earlier(comments: Iterable[Comment]) -> dict[int, Comment]:
    """``{comment's key: the first on the same text}``, where one respondent has said more of it.

    The comments are in the order in which they came; those that were withdrawn stand beside none.
    """
    first: dict[tuple[UUID, str], Comment] = {}
    found: dict[int, Comment] = {}
    for comment in comments:
        if comment.state != State.WITHDRAWN:
            earlier = first.setdefault((comment.section_key, comment.block_id), comment)
            if earlier is not comment:
                found[comment.pk] = earlier
    return found


def editable(comments: Collection[Comment]) -> set[int]:
    """The keys of those whose words can be changed now, in two queries.

    They wait or are published, and the text that they are on still stands in an edition that takes
    comments.
    """
    moderated = (State.RECEIVED, State.PUBLISHED)
    asked = [each for each in comments if each.state in moderated and not each.is_erased]
    editions = Edition.objects.filter(pk__in={each.edition_id for each in asked})
    are_open = {each.pk for each in editions.select_related("policy") if each.takes_comments}
    standing = EditionSection.objects.filter(edition__in=are_open, replaced_at=None).filter(
        version__in={each.version_id for each in asked}
    )
    places = set(standing.values_list("edition", "version"))
    return {each.pk for each in asked if (each.edition_id, each.version_id) in places}


def _not_public() -> ShownSection:
    return ShownSection(gettext("a section that is not public"), "", "")


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
