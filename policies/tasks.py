"""What beat asks for."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.management import call_command

from consult.jobs import work
from policies.imports import import_job
from policies.models import PolicyImport, Publication
from policies.publishing import publication_job
from texts import scratch

SWEEP_S = 15


@shared_task(name="policies.publish_scheduled", expires=60)
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


@shared_task(name=PolicyImport.task)
def work_on_import(import_id: int) -> None:
    """Read an uploaded file, or make its pages."""
    import_job.work_on_import(import_id)


@shared_task(name=Publication.task)
def work_on_publication(publication_id: int) -> None:
    """Publish an edition."""
    publication_job.work_on_publication(publication_id)


@shared_task(name="policies.sweep", expires=SWEEP_S)
def sweep() -> None:
    """Put right what was lost of imports and publications, and what killed processes left."""
    work.sweep(PolicyImport)
    work.sweep(Publication)
    scratch.sweep()


@worker_ready.connect
def sweep_at_start(**kwargs: Any) -> None:
    """A worker that starts looks for what the last one left."""
    sweep.delay()
