"""What workers are woken for."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from reports import compiling
from reports.models import Report

SWEEP_S = 15


@shared_task(name=Report.task)
def work(report_id: int) -> None:
    """Do one row's work of the report, whichever is next."""
    compiling.work_on(report_id)


@shared_task(name="reports.sweep", expires=SWEEP_S)
def sweep() -> None:
    compiling.sweep()


@worker_ready.connect
def sweep_at_start(**kwargs: Any) -> None:
    """A worker that starts looks for what the last one left."""
    sweep.delay()
