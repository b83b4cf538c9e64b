"""What counts as a change of the site, and when it is told."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from wagtail.models import Page

from consult.pages import dependencies
from home.models import Theme


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ('INSERT INTO "home_theme" ("name") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "home_theme" ("name") VALUES (%s)', True),
        ('UPDATE "home_theme" SET "name" = %s WHERE "home_theme"."id" = %s', True),
        ('DELETE FROM "home_theme" WHERE "home_theme"."id" IN (%s)', True),
        ("update home_theme set position = 1", True),
        ('SELECT "home_theme"."id" FROM "home_theme"', False),
        ("SAVEPOINT x", False),
        ('INSERT INTO "django_session" ("session_key") VALUES (%s)', False),
        ('UPDATE "auth_user" SET "last_login" = %s WHERE "auth_user"."id" = %s', False),
        ('INSERT INTO "comments_comment" ("text") VALUES (%s)', False),
        ('UPDATE "analysis_decision" SET "is_published" = %s', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, "latest_revision_id" = %s', False),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, "title" = %s', True),
        ("UPDATE wagtailcore_page SET path = '0001' || path", True),
        ('INSERT INTO "wagtailcore_page" ("draft_title") VALUES (%s)', True),
        ('UPDATE "reports_report" SET "progress" = %s WHERE "published_at" = %s', False),
        ('UPDATE "reports_report" SET "published_at" = %s WHERE "id" = %s', True),
        ('DELETE FROM "reports_report" WHERE "id" = %s', True),
    ],
)
def test_statement__counts_where_it_changes_what_pages_show(sql, shown):
    assert dependencies.changes_pages(sql) is shown


def test_ignored_tables__are_there():
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    wrong = [
        name
        for name in dependencies._ignored
        if not any(table.startswith(name) if name[-1] == "_" else table == name for table in tables)
    ]
    assert wrong == []


@pytest.mark.django_db
def test_ignored_columns__are_there():
    with connection.cursor() as cursor:
        for name, columns in dependencies._ignored.items():
            if columns:
                found = connection.introspection.get_table_description(cursor, name)
                assert columns <= {column.name for column in found}


def make_theme(**fields) -> Theme:
    return Theme.objects.create(name="Water", slug="water", **fields)


@pytest.mark.django_db(transaction=True)
def test_site__is_another_once_a_change_is_committed_and_not_before():
    before = dependencies.part_version()
    with transaction.atomic():
        make_theme()
        assert dependencies.part_version() == before
    assert dependencies.part_version() != before


@pytest.mark.django_db(transaction=True)
def test_site__is_the_same_after_a_change_that_was_undone_or_touched_no_row():
    before = dependencies.part_version()
    with transaction.atomic():
        make_theme()
        transaction.set_rollback(True)
    Theme.objects.filter(slug="nowhere").update(name="x")
    Theme.objects.filter(slug="nowhere").delete()
    assert dependencies.part_version() == before


@pytest.mark.django_db(transaction=True)
def test_site__is_another_after_a_change_that_follows_an_undone_one():
    before = dependencies.part_version()
    with transaction.atomic():
        with transaction.atomic():
            make_theme()
            transaction.set_rollback(True)
        make_theme()
    second = dependencies.part_version()
    assert second != before
    with transaction.atomic():
        Theme.objects.all().delete()
        transaction.set_rollback(True)
    with transaction.atomic():
        Theme.objects.all().delete()
    assert dependencies.part_version() not in (before, second)


@pytest.mark.django_db
def test_site__is_renewed_once_for_all_the_statements_of_a_transaction(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as told:
        for number in range(5):
            Theme.objects.create(name=str(number), slug=str(number))
    assert told.count(dependencies._renew_site) == 1


@pytest.mark.django_db
def test_draft__that_is_saved_does_not_change_the_site(django_capture_on_commit_callbacks):
    page = Page.objects.filter(depth=2).first().specific
    page.title = "Not yet"
    with django_capture_on_commit_callbacks() as told:
        revision = page.save_revision()
    assert dependencies._renew_site not in told
    with django_capture_on_commit_callbacks() as told:
        revision.publish()
    assert dependencies._renew_site in told
