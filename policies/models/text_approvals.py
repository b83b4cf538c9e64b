"""The step of a workflow in which somebody else than its author approves a text."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from policies.models.section_blocks import pictures_lack_words


class TextApproval(AbstractGroupApprovalTask):
    """Members of its groups approve a text or send it back, never one that they sent themselves.

    Unlike Wagtail's own task it gives nobody the right to edit the page, and what waits for an
    approval stays as it was sent: whoever wants to change it takes it back first.
    """

    class Meta:
        verbose_name = _("approval of a text")
        verbose_name_plural = _("approvals of texts")

    @classmethod
    def get_description(cls) -> str:
        return gettext(
            "Members of these groups approve the text as it was sent; nobody edits it there."
        )

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return False

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return True

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return False

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return []
        actions = super().get_actions(obj, user)
        lacking = pictures_lack_words(state.current_task_state.revision.as_object()) if state else 0
        text = ngettext(
            "%(n)d picture is not described", "%(n)d pictures are not described", lacking
        )
        added = {"approve": f" ({text % {'n': lacking}})"} if lacking else {}
        return [(name, f"{label}{added.get(name, '')}", asks) for name, label, asks in actions]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)
