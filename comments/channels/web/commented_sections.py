"""What a form on a section is made of, read once and kept until the site changes."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from consult.pages.kept_reads import KeptReads
from home.visibility import published
from policies.models import Edition, PolicyPage, PolicyTag, SectionPage, SectionVersion
from policies.selectors import current_version_in


@dataclass(frozen=True, slots=True)
class CommentedSection:
    """A section with what can be said of it; whether it is open now, is asked of the clock.

    ``policy`` is the canonical page, ``standing`` the section's newest text, where its newest
    edition has it.
    """

    page: SectionPage
    policy: PolicyPage
    edition: Edition | None
    standing: SectionVersion | None
    tags: tuple[PolicyTag, ...]
    is_published: bool
    restrictions: tuple[PageViewRestriction, ...]

    @property
    def open_version(self) -> SectionVersion | None:
        """The text that may be commented on now, or None."""
        return self.standing if self.edition and self.edition.takes_comments else None

    def may_be_read_by(self, request: HttpRequest) -> bool:
        """As `home.visibility.may_read` says of its page."""
        return self.is_published and all(rule.accept_request(request) for rule in self.restrictions)


def _read(section_id: int) -> CommentedSection | None:
    page = SectionPage.objects.filter(pk=section_id).select_related("locale").first()
    if page is None:
        return None
    policy = page.policy.canonical
    edition = policy.current_edition
    version, stands = current_version_in(page, edition)
    return CommentedSection(
        page=page,
        policy=policy,
        edition=edition,
        standing=version if stands else None,
        tags=tuple(policy.tags.order_by("name")),
        is_published=published(Page.objects.filter(pk=page.pk)).exists(),
        restrictions=tuple(page.get_view_restrictions()),
    )


commented_section = KeptReads(_read)
