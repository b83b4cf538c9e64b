"""What the comments add to Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    for state, label, message in (
        ("published", _("Publish comment"), _("Published the comment")),
        ("hidden", _("Hide comment"), _("Hid the comment")),
        ("received", _("Reopen comment"), _("Put the comment back to received")),
        ("withdrawn", _("Withdraw comment"), _("The respondent withdrew the comment")),
    ):
        actions.register_action(f"comments.{state}", label, message)
