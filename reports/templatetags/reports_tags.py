"""Tags that show reports on pages of the policies."""

from django import template

from policies.models import PolicyPage
from reports.models import Report

register = template.Library()


@register.simple_tag
def published_reports(policy: PolicyPage) -> list[Report]:
    """The published reports of a policy that is being shown, the newest first."""
    reports = Report.objects.filter(policy=policy.canonical, published_at__isnull=False)
    return list(reports.select_related("edition").order_by("-published_at"))
