"""An update that goes public is queued for those who follow its policy."""

from typing import Any

from wagtail.signals import page_published

from home.models import UpdatePage
from policies.follow.services import announce


def update_published(sender: type[UpdatePage], instance: UpdatePage, **kwargs: Any) -> None:
    """An alias shows its source's text: nothing new."""
    if instance.alias_of_id is None:
        announce(instance)


def connect() -> None:
    page_published.connect(update_published, sender=UpdatePage, dispatch_uid="policies.announce")
