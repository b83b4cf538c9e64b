"""What the reports add to Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from reports.viewsets import ReportViewSet


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        ("request", _("Ask for report"), _("Asked for a report")),
        ("compile_again", _("Compile report again"), _("Had a failed report compiled again")),
        ("publish", _("Publish report"), _("Published the report")),
        ("download", _("Download report"), _("Downloaded a file of the report")),
    ):
        actions.register_action(f"reports.{action}", label, message)


@hooks.register("register_admin_viewset")
def register_viewset() -> ReportViewSet:
    return ReportViewSet()
