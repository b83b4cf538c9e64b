"""Tags that show policies on pages of others."""

from django import template

from policies.models import PolicyIndexPage, PolicyPage
from policies.selectors import OutlineEntry, listed_policies

register = template.Library()


@register.simple_tag
def open_policies() -> list[PolicyPage]:
    """Policies that take comments now or soon, for the home page."""
    index = PolicyIndexPage.objects.live().select_related("locale").first()
    if index is None:
        return []
    return [policy for policy in listed_policies(index) if policy.phase in ("open", "upcoming")]


@register.simple_tag
def nested(entries: list[OutlineEntry]) -> list[dict]:
    """An outline's lines as a tree: ``[{"entry", "children"}]``. A skipped level is no error."""
    root: list[dict] = []
    branches: list[tuple[int, list[dict]]] = [(0, root)]
    for entry in entries:
        while len(branches) > 1 and entry.level <= branches[-1][0]:
            branches.pop()
        node: dict = {"entry": entry, "children": []}
        branches[-1][1].append(node)
        branches.append((entry.level, node["children"]))
    return root
