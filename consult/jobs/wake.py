"""Wake a worker: the only thing the broker is used for.

A wake-up may be lost or come twice: the rows say what is to be done, and the sweep wakes again.
So a broker that is down, or takes its time, costs a request a moment and nothing else.
"""

import logging
from functools import partial
from threading import Thread

from django.db import transaction

from celery_app import app

logger = logging.getLogger(__name__)
PATIENCE_S = 1.0


def wake(task: str, row_id: int) -> None:
    """Tell a worker that the row has work. Never raises; returns within `PATIENCE_S` seconds."""
    thread = Thread(target=_send, args=[task, row_id], name="wake-worker", daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    if thread.is_alive():
        logger.warning("The broker does not answer; %s %s waits for the sweep.", task, row_id)


def wake_on_commit(task: str, row_id: int) -> None:
    """Wake a worker once others can see what is to be done."""
    transaction.on_commit(partial(wake, task, row_id))


def _send(task: str, row_id: int) -> None:
    try:
        app.send_task(task, args=[row_id], retry=False)
    except Exception as error:  # noqa: BLE001
        logger.warning("%s %s waits for the sweep: %s", task, row_id, error)
