"""Tags that show reports on pages of the policies."""

from django import template

from policies.models import PolicyPage
from reports.models import Report
from reports.selectors import public_reports

register = template.Library()


@register.simple_tag
def published_reports(policy: PolicyPage) -> list[Report]:
    """The policy's published reports, the newest first."""
    reports = public_reports().filter(policy=policy.canonical).select_related("edition")
    return list(reports.order_by("-published_at"))
