"""Sample staff accounts, one a role, with a password made for this installation alone."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from consult.roles import ROLES

NAMES = {"admin": None, **{role.lower().rstrip("s"): role for role in ROLES}}


def password_file() -> Path:
    return settings.DATA_DIR / "sample-password.txt"


def make_accounts() -> dict[str, Any]:
    """The sample accounts by name, made where they are missing."""
    path = password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"maoni-{secrets.token_hex(4)}\n")
    password = path.read_text().strip()
    users = get_user_model().objects
    accounts = {}
    for name, role in NAMES.items():
        user, created = users.get_or_create(
            username=name,
            defaults={
                "is_superuser": role is None,
                "is_staff": role is None,
                "email": f"{name}@example.org",
            },
        )
        if created:
            user.set_password(password)
            user.save()
        if role:
            user.groups.add(Group.objects.get(name=role))
        accounts[name] = user
    return accounts


def account_lines() -> list[str]:
    """What to print so that somebody can sign in."""
    if not password_file().exists():
        return []
    names = ", ".join(NAMES)
    return [f"Sample accounts: {names}", f"Password of each: {password_file().read_text().strip()}"]
