"""Tags that show reports on pages of the policies."""

from django import template

from comments.models import Submission
from policies.models import PolicyPage
from reports.models import Report
from reports.selectors import readable_reports, reports_over

register = template.Library()


@register.simple_tag
def published_reports(policy: PolicyPage) -> list[Report]:
    """The published reports of a policy that is being shown, the newest first."""
    return readable_reports(policy)


@register.simple_tag
def reports_holding(submission: Submission) -> list[Report]:
    """Those that may hold its words, for staff: what is erased in the register stays in them."""
    return reports_over(submission)
