"""Wagtail tells us when a page goes public; the text then goes on record."""

from wagtail.signals import page_published

from policies.models import SectionPage
from policies.services import record_version


def section_published(sender, instance, **kwargs) -> None:
    """Record the version of a published section. An alias shows its source's text: nothing new."""
    if instance.alias_of_id is None:
        record_version(instance)


def connect() -> None:
    page_published.connect(
        section_published, sender=SectionPage, dispatch_uid="policies.record_version"
    )
