"""What the worker does for the register by the clock."""

from celery import shared_task

from comments.channels.bulk import bulk_job
from comments.models import CommentImport
from comments.register.ledger import checkpoints
from consult.jobs import work

SWEEP_S = 15


@shared_task(name="comments.keep_checkpoints", expires=60)
def keep_checkpoints() -> None:
    checkpoints.keep_checkpoints()


@shared_task(name=CommentImport.task)
def work_on_comment_import(import_id: int) -> None:
    """Read an uploaded list, try it, or take it in."""
    bulk_job.work_on_bulk(import_id)


@shared_task(name="comments.sweep", expires=SWEEP_S)
def sweep_comment_imports() -> None:
    """Put right what was lost of lists on their way."""
    work.sweep(CommentImport)
