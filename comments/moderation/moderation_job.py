"""A large act of moderation, done by a worker: a transaction a batch, so that none waits long."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from comments.models import ModerationAction
from comments.moderation.services import apply_batch, batches
from consult.jobs.work import work_on

UNFORESEEN = gettext_lazy("It could not be done. The server's log has the details.")


def work_on_moderation(action_id: int) -> bool:
    """Do what is left of an action. Returns False where there is nothing to claim."""
    rows = ModerationAction.objects.filter(pk=action_id)
    return work_on(rows, _moderate, explain=lambda _error: None, unforeseen=UNFORESEEN)


def _moderate(action: ModerationAction) -> None:
    """Batch by batch; who takes over goes on where the last batch ended."""
    total = len(action.seen)
    for start, batch in batches(action):
        at = start + len(batch)
        with transaction.atomic():
            apply_batch(action, batch)
            action.extend(at=at, progress=at / total)
    action.finish()
