"""What the worker does for the register: what it is woken for, and by the clock."""

from celery import shared_task

from comments.models import ModerationAction
from comments.moderation import moderation_job
from comments.register.ledger import checkpoints
from consult.jobs import work

SWEEP_S = 15


@shared_task(name="comments.keep_checkpoints", expires=60)
def keep_checkpoints() -> None:
    checkpoints.keep_checkpoints()


@shared_task(name=ModerationAction.task)
def work_on_moderation(action_id: int) -> None:
    """Go on with a large act of moderation."""
    moderation_job.work_on_moderation(action_id)


@shared_task(name="comments.sweep", expires=SWEEP_S)
def sweep() -> None:
    """Put right what was lost of acts of moderation."""
    work.sweep(ModerationAction)
