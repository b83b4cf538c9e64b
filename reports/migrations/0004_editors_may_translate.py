"""For the sites whose groups were made before: editors may make translations of pages."""

from django.db import migrations

WANTED = {"content_type__app_label": "simple_translation", "codename": "submit_translation"}


def give(apps, schema_editor):
    change(apps, lambda group, permissions: group.permissions.add(*permissions))


def take(apps, schema_editor):
    change(apps, lambda group, permissions: group.permissions.remove(*permissions))


def change(apps, step) -> None:
    permissions = apps.get_model("auth", "Permission").objects.filter(**WANTED)
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        step(group, permissions)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_published_at"), ("simple_translation", "0001_initial")]
    operations = [migrations.RunPython(give, take)]
