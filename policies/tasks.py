"""What beat asks for."""

from celery import shared_task
from celery.signals import worker_ready
from django.core.management import call_command

from policies import jobs

SWEEP_S = 15


@shared_task(name="policies.publish_scheduled", expires=60)
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


@shared_task(name=jobs.IMPORT)
def work_on_import(import_id: int) -> None:
    """Read an uploaded file, or make its pages."""
    jobs.work_on_import(import_id)


@shared_task(name=jobs.PUBLICATION)
def work_on_publication(publication_id: int) -> None:
    """Publish an edition."""
    jobs.work_on_publication(publication_id)


@shared_task(name="policies.sweep", expires=SWEEP_S)
def sweep() -> None:
    jobs.sweep()


@worker_ready.connect
def sweep_at_start(**kwargs) -> None:
    """A worker that starts looks for what the last one left."""
    sweep.delay()
