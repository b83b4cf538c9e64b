"""Tags that show reports on pages of the policies."""

from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.choices import STANCES
from comments.models import Submission
from policies.models import PolicyPage
from reports.charts import bar_chart, describe
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


class StanceShare(NamedTuple):
    stance: str
    label: str
    comments: int
    percent: int


class StanceFigure(NamedTuple):
    """A chart of stances with the rows of its table."""

    svg: SafeString
    rows: list[StanceShare]


@register.simple_tag
def stance_figure(counts: dict[str, int]) -> StanceFigure:
    """How many hold which stance, in the order of the form."""
    total = sum(counts.values()) or 1
    rows = [
        StanceShare(
            value, str(label), counts.get(value, 0), round(100 * counts.get(value, 0) / total)
        )
        for value, label in STANCES.items()
    ]
    bars = [(row.label, row.comments) for row in rows]
    return StanceFigure(bar_chart(_("What they think"), describe(bars), bars), rows)
