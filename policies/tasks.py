"""What beat asks for."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="policies.publish_scheduled", expires=60)
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")
