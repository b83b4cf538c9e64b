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
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry
from wagtail.users.views.users import IndexView, UserViewSet

from consult.accounts.invitation_views import NAMESPACE
from consult.accounts.invitations import INVITE, INVITE_AGAIN, is_invited, may_invite


class StaffIndexView(IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        state = Column("invitation", accessor=invitation_state, label=gettext_lazy("Invitation"))
        return [*super().columns, state]

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not may_invite(self.request.user):
            return super().header_buttons
        url = reverse(f"{NAMESPACE}:new")
        return [
            HeaderButton(_("Invite somebody"), url=url, icon_name="mail"),
            *super().header_buttons,
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        """Each with when it was last invited."""
        sent = ModelLogEntry.objects.filter(
            action__in=(INVITE, INVITE_AGAIN),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        latest = sent.order_by("-timestamp").values("timestamp")[:1]
        return super().get_base_queryset().annotate(invited_at=Subquery(latest))


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
