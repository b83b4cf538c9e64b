"""What feeds and calendars show: open pages only, in the reader's language where there is one.

Those of a policy are as open as the policy: who may ask for them may read it.
"""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from wagtail.models import Page

from home.models import MeetingPage, UpdatePage
from home.visibility import open_to_all, published
from policies.models import Edition, PolicyPage
from policies.selectors import one_language

NEWEST = 50


def newest_updates(policy: PolicyPage | None = None, count: int = NEWEST) -> list[UpdatePage]:
    """The newest updates, of a policy or of the whole site, each in one language."""
    pages = _under(UpdatePage, policy).order_by("-date", "-first_published_at", "-pk")
    return one_language(pages[: 2 * count])[:count]


def meetings(policy: PolicyPage | None = None) -> list[MeetingPage]:
    """Every public meeting of a policy or of the whole site, the first one first."""
    pages = _under(MeetingPage, policy).select_related("ward__sub_county")
    return one_language(pages.order_by("starts_at", "pk"))


def deadlines(policy: PolicyPage | None = None) -> list[Edition]:
    """Editions of public policies whose window has an end, with the time it was last changed."""
    shown = open_to_all(PolicyPage.objects.all(), within=policy)
    editions = Edition.objects.published().filter(policy__in=shown, closes_at__isnull=False)
    if policy is not None:
        editions = editions.filter(policy=policy.canonical)
    editions = editions.select_related("policy__locale").prefetch_related("window_changes")
    return list(editions.order_by("closes_at", "pk"))


def _under(model: type[Page], policy: PolicyPage | None) -> QuerySet:
    pages = open_to_all(model.objects.filter(alias_of__isnull=True), within=policy)
    pages = pages.select_related("locale")
    if policy is None:
        return pages
    trees = [policy, *published(policy.get_translations())]
    return pages.filter(reduce(or_, [_below(tree) for tree in trees]))


def _below(tree: Page) -> Q:
    return Q(path__startswith=tree.path, depth=tree.depth + 1)
