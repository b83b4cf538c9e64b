"""What beat asks for: updates that are due, and the mails about them."""

from celery import shared_task

from policies.follow import sending, services
from policies.publishing import standard_updates

EVERY_S = 60


@shared_task(name="policies.post_updates", expires=EVERY_S)
def post_updates() -> None:
    """Post the standard updates whose moment has passed."""
    standard_updates.post_due()


@shared_task(name=services.SEND)
def send_mails(_wake_up: int = 0) -> None:
    """Send what is due."""
    sending.send_due()


@shared_task(name="policies.prune_mails", expires=3600)
def prune_mails() -> None:
    """Erase the record of mails that are long settled."""
    services.prune_deliveries()


@shared_task(name="policies.sweep_mails", expires=EVERY_S)
def sweep_mails() -> None:
    """Free what silent senders held, forget what was not confirmed, send what is due."""
    sending.put_back_lapsed()
    services.forget_requests()
    sending.send_due()
