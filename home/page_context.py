"""What the template of a page is given besides the page.

A model that looked it up itself would need the selectors, which need the models: so the app that
reads it says so here, once, when it is ready.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

PageContext = Callable[[Any, HttpRequest], dict[str, Any]]

_known: dict[type[Page], PageContext] = {}


def provide_context(model: type[Page], context: PageContext) -> None:
    """Have ``context(page, request)`` asked for every page of the model that is shown."""
    _known[model] = context


def provided_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """What has been provided for pages of this model; nothing for others."""
    context = _known.get(type(page))
    return context(page, request) if context else {}
