"""Tags that show reports on pages of the policies."""

from django import template

from policies.models import PolicyPage
from reports.models import Report
from reports.selectors import readable_reports

register = template.Library()


@register.simple_tag
def published_reports(policy: PolicyPage) -> list[Report]:
    """The published reports of a policy that is being shown, the newest first."""
    return readable_reports(policy)
