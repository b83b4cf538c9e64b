"""What migrations put into an empty database can be taken out and put in again."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Page, Site

from tests.factories import PolicyPageFactory

OURS = ("consult", "home", "policies", "comments", "analysis", "reports")


def tree() -> list[tuple]:
    return list(Page.objects.order_by("path").values_list("path", "numchild", "slug", "url_path"))


@pytest.fixture
def site():
    return import_module("home.migrations.0003_site")


@pytest.fixture
def index():
    return import_module("policies.migrations.0002_policy_index")


@pytest.mark.django_db
def test_migrations__can_each_be_undone():
    loader = MigrationLoader(connection)
    ours = [found for key, found in loader.disk_migrations.items() if key[0] in OURS]
    operations = [operation for migration in ours for operation in migration.operations]
    assert len(ours) > len(OURS)
    assert all(operation.reversible for operation in operations)


@pytest.mark.django_db
def test_site__undone_and_made_again_is_as_before(site, index):
    before = tree()
    index.unmake_index(apps, None)
    site.unmake_site(apps, None)
    assert [path for path, *_rest in tree()] == ["0001"]
    assert not Site.objects.exists()
    site.make_site(apps, None)
    index.make_index(apps, None)
    assert tree() == before
    assert Site.objects.get().root_page.slug == "home"


@pytest.mark.django_db
def test_site__with_pages_of_somebody_stays(site, index):
    PolicyPageFactory()
    with pytest.raises(IrreversibleError, match="their list"):
        index.unmake_index(apps, None)
    with pytest.raises(IrreversibleError, match="below the home page"):
        site.unmake_site(apps, None)
