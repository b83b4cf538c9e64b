"""Tags that show policies on pages of others."""

from django import template

from policies.models import PolicyIndexPage, PolicyPage
from policies.selectors import listed_policies

register = template.Library()


@register.simple_tag
def open_policies() -> list[PolicyPage]:
    """Policies that take comments now or soon, for the home page."""
    index = PolicyIndexPage.objects.live().select_related("locale").first()
    if index is None:
        return []
    return [policy for policy in listed_policies(index) if policy.phase in ("open", "upcoming")]
