"""Wagtail tells us when a page goes public; the text then goes on record.

Policies and sections are indexed for search by handlers of our own, which many changes share.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published

from policies.models import PolicyPage, SectionPage
from policies.publishing.indexing import page_deleted, page_saved
from policies.publishing.services import record_front_matter, record_version


def section_published(sender: type[SectionPage], instance: SectionPage, **kwargs: Any) -> None:
    """Record the version of a published section. An alias shows its source's text: nothing new."""
    if instance.alias_of_id is None:
        record_version(instance)


def policy_published(sender: type[PolicyPage], instance: PolicyPage, **kwargs: Any) -> None:
    """Let what stands before the first section join the edition, as a corrected section does."""
    if instance.alias_of_id is None:
        record_front_matter(instance)


def connect() -> None:
    page_published.connect(
        section_published, sender=SectionPage, dispatch_uid="policies.record_version"
    )
    page_published.connect(
        policy_published, sender=PolicyPage, dispatch_uid="policies.record_front_matter"
    )
    for model in (PolicyPage, SectionPage):
        post_save.connect(page_saved, sender=model, dispatch_uid="policies.page_saved")
        post_delete.connect(page_deleted, sender=model, dispatch_uid="policies.page_deleted")
