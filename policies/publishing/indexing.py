"""Keep Wagtail's two indexes of pages, for search and for references, once for many changes.

Wagtail updates both at every save of a page, which is most of the time that publishing a long
policy would take. Here the pages that change are remembered, and indexed together: for search at
the end of their transaction, so that what is public is found; for references, which only editors
see, after it.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import models, transaction
from modelsearch import index
from modelsearch.backends import get_search_backends
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

Touched = dict[type[Page], set[int]]

BATCH = 100
_touched: ContextVar[Touched | None] = ContextVar("touched", default=None)


def page_saved(sender: type[Page], instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Index a saved page for search: now, or at the end of `indexed_together`.

    As it stands in the database: what is in memory may hold the words of a draft.
    """
    touched = _touched.get()
    if raw:
        return
    if touched is None:
        stored = sender._default_manager.filter(pk=instance.pk).first()
        if stored is not None:
            index.insert_or_update_object(stored)
    else:
        touched[sender].add(instance.pk)


def page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    index.remove_object(instance)


@contextmanager
def indexed_together() -> Iterator[None]:
    """Everything inside is one transaction, and the pages saved in it are indexed at its end."""
    if _touched.get() is not None:
        with transaction.atomic():
            yield
        return
    touched: Touched = defaultdict(set)
    token = _touched.set(touched)
    try:
        with transaction.atomic():
            with disable_reference_index_auto_update():
                yield
            for model, ids in touched.items():
                _index(model, sorted(ids))
            transaction.on_commit(partial(_note_references, touched), robust=True)
    finally:
        _touched.reset(token)


def _index(model: type[models.Model], ids: list[int]) -> None:
    for pages in _batches(model, ids):
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, pages)


def _note_references(touched: Touched) -> None:
    """In short transactions: on SQLite others wait for each."""
    for model, ids in touched.items():
        for pages in _batches(model, sorted(ids)):
            with transaction.atomic():
                for page in pages:
                    ReferenceIndex.create_or_update_for_object(page)


def _batches(model: type[models.Model], ids: list[int]) -> Iterator[list[models.Model]]:
    for start in range(0, len(ids), BATCH):
        yield list(model._default_manager.filter(pk__in=ids[start : start + BATCH]))
