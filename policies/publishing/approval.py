"""What an approval does at its end; Wagtail reads this by name before there are models."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: "WorkflowState", user: "User | None" = None) -> None:
    """Publish the text that was approved, and none that was written after.

    Whoever approves need not be one who may publish whatever they like: their word on this text is
    what the workflow asked for. A workflow that has no step left asked nobody: nothing goes public.
    """
    approved = workflow_state.current_task_state
    if approved is not None:
        approved.revision.publish(user=user, skip_permission_checks=True)
