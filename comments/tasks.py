"""What the worker does for the register by the clock."""

from celery import shared_task

from comments.register.ledger import checkpoints


@shared_task(name="comments.keep_checkpoints", expires=60)
def keep_checkpoints() -> None:
    checkpoints.keep_checkpoints()
