"""What the worker does for the register by the clock."""

from celery import shared_task

from comments.memoranda.services import clear_drafts
from comments.register.ledger import checkpoints


@shared_task(name="comments.keep_checkpoints", expires=60)
def keep_checkpoints() -> None:
    checkpoints.keep_checkpoints()


@shared_task(name="comments.clear_memorandum_drafts", expires=600)
def clear_memorandum_drafts() -> None:
    clear_drafts()
