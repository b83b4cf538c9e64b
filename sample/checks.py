"""What the owner of a site is told of what the sample left there."""

from typing import Any

from django.contrib.auth.models import User
from django.core import checks
from django.db import DatabaseError

from sample.accounts import NAMES


@checks.register(checks.Tags.security, deploy=True)
def check_sample_accounts(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    """All have one password, which stands in a file and was printed."""
    addresses = [f"{name}@example.org" for name in NAMES]
    found = User.objects.filter(username__in=NAMES, email__in=addresses, is_active=True)
    try:
        names = sorted(found.values_list("username", flat=True))
    except DatabaseError:
        return []  # not migrated yet
    if not names:
        return []
    return [
        checks.Warning(
            f"The accounts of the sample can sign in: {', '.join(names)}.",
            hint="Delete them, or make them inactive, in the admin's list of users.",
            id="sample.W001",
        )
    ]
