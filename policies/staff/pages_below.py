"""The pages below others that publishing these would make public with them, counted first."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from policies.models import SectionVersion
from policies.models.section_blocks import pictures_lack_words
from policies.permissions import AnyUser
from policies.staff.effects import mark_of


class Below(NamedTuple):
    """How many; how many of these were public before, and how many have an undescribed picture."""

    pages: int
    taken_out: int
    undescribed: int
    mark: str


def below(pages: Iterable[Page], user: AnyUser) -> Below:
    """What is not public below these pages, and the user may publish."""
    chosen = list(pages)
    trees = (Q(path__startswith=page.path) for page in chosen)
    waiting = Page.objects.not_live().filter(reduce(or_, trees, Q(pk=None)))
    waiting = waiting.exclude(pk__in=[page.pk for page in chosen])
    may = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    found = list(waiting.filter(pk__in=may.values("pk")).order_by("pk"))
    taken_out = SectionVersion.objects.filter(section__in=[page.pk for page in found])
    return Below(
        pages=len(found),
        taken_out=taken_out.values("section").distinct().count(),
        undescribed=sum(pictures_lack_words(p.get_latest_revision_as_object()) > 0 for p in found),
        mark=mark_of(*((page.pk, page.latest_revision_id) for page in found)),
    )
