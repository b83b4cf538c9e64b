"""What the templates of policies and their sections show besides the page."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from home.page_context import provide_context
from policies import selectors
from policies.models import PolicyIndexPage, PolicyPage, SectionPage


def index_context(index: PolicyIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"policies": selectors.listed_policies(index)}


def policy_context(policy: PolicyPage, request: HttpRequest) -> dict[str, Any]:
    edition = policy.current_edition
    if edition and edition.has_window_changes:
        prefetch_related_objects([edition], "window_changes")
    return {
        "policy": policy,
        "edition": edition,
        "editions": policy.public_editions,
        "outline": selectors.outline(policy, request),
        "held_back": selectors.leaves_out(policy),
        "updates": selectors.policy_updates(policy),
        "meetings": selectors.policy_meetings(policy),
    }


def section_context(section: SectionPage, request: HttpRequest) -> dict[str, Any]:
    """``commentable`` is the text that readers may comment on now, if any."""
    policy = section.policy.localized
    edition = policy.current_edition
    position = selectors.position_of(section, selectors.outline(policy, request, within=section))
    version, stands = selectors.current_version_in(section, edition)
    open_now = edition is not None and edition.takes_comments
    return {
        "policy": policy,
        "edition": edition,
        "position": position,
        "held_back": selectors.leaves_out(section),
        "version": version,
        "stands": stands,
        "commentable": version if open_now and stands else None,
    }


def connect() -> None:
    provide_context(PolicyIndexPage, index_context)
    provide_context(PolicyPage, policy_context)
    provide_context(SectionPage, section_context)
