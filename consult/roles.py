"""Who may do what in the admin: the one table of the staff roles.

A permission is ``app.codename``. Page rights hold for the whole tree; collection rights for every
image and document.
"""

from dataclasses import dataclass
from typing import Any

ADMIN = "wagtailadmin.access_admin"


@dataclass(frozen=True)
class Role:
    permissions: tuple[str, ...]
    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


def crud(model: str, *actions: str) -> tuple[str, ...]:
    """``crud("home.theme", "add", "view")`` → ``("home.add_theme", "home.view_theme")``."""
    app, name = model.split(".")
    return tuple(f"{app}.{action}_{name}" for action in actions)


ALL = ("add", "change", "delete", "view")

ROLES: dict[str, Role] = {
    "Editors": Role(
        permissions=(
            ADMIN,
            *crud("home.theme", *ALL),
            *crud("home.organisation", *ALL),
            *crud("policies.policytag", *ALL),
            *crud("policies.edition", "add", "change", "view"),
            *crud("comments.memorandum", "add", "change", "view"),
            *crud("comments.askedabout", *ALL),
            *crud("comments.moderationrule", "add", "change", "view"),
            "home.change_contactsettings",
            "wagtailcore.publish_page",
            "simple_translation.submit_translation",
        ),
        pages=("add", "change", "publish", "lock", "unlock"),
        collections=(
            "wagtailimages.add_image",
            "wagtailimages.change_image",
            "wagtailimages.choose_image",
            "wagtaildocs.add_document",
            "wagtaildocs.change_document",
            "wagtaildocs.choose_document",
        ),
    ),
    "Moderators": Role(
        permissions=(ADMIN, "comments.view_comment", "comments.moderate_comment"),
    ),
    "Analysts": Role(
        permissions=(
            ADMIN,
            "comments.view_comment",
            "comments.see_contact",
            "comments.view_memorandum",
            *crud("analysis.decision", "add", "change", "view"),
            *crud("analysis.code", *ALL),
            *crud("reports.report", "add", "view"),
            "reports.download_report",
        ),
    ),
    "Approvers": Role(permissions=(ADMIN,)),
    "Clerks": Role(
        permissions=(
            ADMIN,
            *crud("comments.submission", "add", "view"),
            *crud("comments.memorandum", "add", "change", "view"),
        ),
    ),
}


def apply_roles(apps: Any) -> None:
    """Make the groups and give each exactly what the table says. ``apps`` may be a migration's.

    What a later migration makes is not there yet: that one applies the table again.
    """
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")

    def permission(name: str) -> Any:
        app, codename = name.split(".")
        return Permission.objects.filter(content_type__app_label=app, codename=codename).first()

    root_page = Page.objects.get(depth=1)
    root_collection = Collection.objects.get(depth=1)
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(filter(None, map(permission, role.permissions)))
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        for right in role.pages:
            GroupPagePermission.objects.create(
                group=group,
                page=root_page,
                permission=permission(f"wagtailcore.{right}_page"),
            )
        for right in role.collections:
            GroupCollectionPermission.objects.create(
                group=group, collection=root_collection, permission=permission(right)
            )
