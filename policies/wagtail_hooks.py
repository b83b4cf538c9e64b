"""What the policies add to Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    actions.register_action(
        "policies.publish_edition", _("Publish edition"), _("Published an edition")
    )
    actions.register_action(
        "policies.change_window",
        _("Change the window"),
        _("Changed the consultation window"),
    )
