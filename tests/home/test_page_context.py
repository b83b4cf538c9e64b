import pytest
from django.http import HttpRequest

from home import page_context
from home.models import StandardPage, UpdatePage

pytestmark = pytest.mark.django_db


def test_provided_context__is_what_was_provided_for_pages_of_this_model(monkeypatch):
    monkeypatch.setattr(page_context, "_known", {})
    page_context.provide_context(StandardPage, lambda page, _request: {"shown": page.title})

    assert page_context.provided_context(StandardPage(title="About"), HttpRequest()) == {
        "shown": "About"
    }
    assert page_context.provided_context(UpdatePage(title="News"), HttpRequest()) == {}
