"""Where Wagtail takes something from the public: no kept page from before is shown again."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from consult.pages import dependencies


def connect() -> None:
    """Listen to all that can withhold a page or a file."""
    signals = [(page_unpublished, None), (post_page_move, None), (post_delete, Page)]
    for restriction in (PageViewRestriction, CollectionViewRestriction):
        signals += [(post_save, restriction), (m2m_changed, restriction.groups.through)]
    for signal, sender in signals:
        signal.connect(_withheld, sender=sender, dispatch_uid=f"consult.pages.withheld.{sender}")


def _withheld(**_kwargs: Any) -> None:
    dependencies.mark_changed(dependencies.WITHHELD)
