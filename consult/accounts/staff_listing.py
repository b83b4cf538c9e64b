"""Wagtail's list of users: who was invited and has not come yet, and the button to invite."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import ModelLogEntry
from wagtail.users.views.users import IndexView, UserViewSet

from consult.accounts.invitation_views import NAMESPACE
from consult.accounts.invitations import INVITE, INVITE_AGAIN, is_invited, with_invitations


class LastLoginColumn(DateColumn):
    """When somebody was last here, or that they have not come yet."""

    cell_template_name = "account/staff/last_login_cell.html"

    def get_cell_context_data(self, instance: User, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "state": invitation_state(instance)}


class StaffIndexView(IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        return [
            LastLoginColumn(
                "last_login",
                label=column.label,
                sort_key=column.sort_key,
                classname="last-login",
                width="20%",
            )
            if column.name == "last_login"
            else column
            for column in super().columns
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.add_url:
            return []
        url = reverse(f"{NAMESPACE}:new")
        return [HeaderButton(_("Invite somebody"), url=url, icon_name="mail")]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """An account with a password that somebody else thinks up is the second choice."""
        if not self.add_url:
            return super().header_more_buttons
        add = Button(self.add_item_label, url=self.add_url, icon_name="plus", priority=10)
        return [add, *super().header_more_buttons]

    def get_base_queryset(self) -> QuerySet[User]:
        """Each with whether it was invited, and when it was last."""
        sent = ModelLogEntry.objects.filter(
            action__in=(INVITE, INVITE_AGAIN),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        latest = sent.order_by("-timestamp").values("timestamp")[:1]
        users = with_invitations(super().get_base_queryset())
        return users.annotate(invited_at=Subquery(latest))


def invitation_state(user: User) -> str:
    """What the list says of an account in which nobody has been."""
    if not is_invited(user):
        return ""
    sent_at = getattr(user, "invited_at", None)
    link_lasts = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    if sent_at is None or timezone.now() - sent_at > link_lasts:
        return _("Not yet come; the link has ended. Send it again")
    return _("Invited, not yet come")


class StaffViewSet(UserViewSet):
    index_view_class = StaffIndexView
