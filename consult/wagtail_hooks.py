"""What the whole house adds to Wagtail's admin: accounts, and what holds for every snippet."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from consult.accounts import invitation_views
from consult.accounts.invitations import (
    INVITE,
    INVITE_AGAIN,
    WITHDRAW,
    is_invited,
    may_invite,
)
from consult.approvals_panel import ApprovalsPanel


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "consult.forget_second_factor",
        gettext_lazy("Forget the second factor"),
        gettext_lazy("Forgot the second factor"),
    )
    actions.register_action(INVITE, gettext_lazy("Invite"), gettext_lazy("Invited"))
    actions.register_action(
        INVITE_AGAIN, gettext_lazy("Invite again"), gettext_lazy("Invited again")
    )
    actions.register_action(
        WITHDRAW, gettext_lazy("Withdraw the invitation"), gettext_lazy("Withdrew the invitation")
    )


@hooks.register("insert_global_admin_css")
def our_stylesheet() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}"><noscript><link rel="stylesheet" href="{}"></noscript>',
        static("css/editors.css"),
        static("css/editors-without-script.css"),
    )


@hooks.register("construct_homepage_panels")
def add_approvals_panel(request: HttpRequest, panels: list) -> None:
    panels.append(ApprovalsPanel(cast(User, request.user)))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLResolver]:
    urls = (invitation_views.urlpatterns, invitation_views.NAMESPACE)
    return [path("invitations/", include(urls))]


@hooks.register("register_user_listing_buttons")
def invitation_buttons(user: User, request_user: User) -> Iterator[Button]:
    if not is_invited(user) or not may_invite(request_user):
        return
    for name, label, icon, priority in (
        ("again", _("Send the invitation again"), "mail", 40),
        ("withdraw", _("Withdraw the invitation"), "cross", 50),
    ):
        url = reverse(f"{invitation_views.NAMESPACE}:{name}", args=[user.pk])
        yield Button(label, url=url, icon_name=icon, priority=priority)


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Say what a snippet is needed for where deleting it would end in an error."""
    for instance in instances:
        try:
            Collector(using=instance._state.db, origin=instance).collect([instance])
        except ProtectedError as error:
            users = error.protected_objects
        except RestrictedError as error:
            users = error.restricted_objects
        else:
            continue
        message = _("“%(name)s” cannot be deleted: it is in use (%(users)s). Rename it instead.")
        kinds = sorted({str(user._meta.verbose_name_plural) for user in users})
        messages.error(request, message % {"name": instance, "users": ", ".join(kinds)})
        return redirect(reverse(instance.snippet_viewset.get_url_name("list")))
    return None
