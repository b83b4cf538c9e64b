"""What the owner of a site is told before it goes public."""

from typing import Any

from django.core import checks

from consult.outgoing_mail import mail_is_set_up


@checks.register(checks.Tags.compatibility, deploy=True)
def check_mail(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    if mail_is_set_up():
        return []
    return [
        checks.Warning(
            "No mail server is set: nobody can follow a policy by e-mail.",
            hint="Set EMAIL_URL and DEFAULT_FROM_EMAIL (docs/reference/settings.md). Until then"
            " readers are offered the feed and the calendar.",
            id="policies.W001",
        )
    ]
