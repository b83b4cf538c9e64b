from django.contrib.auth.management import create_permissions
from django.db import migrations

from consult.roles import apply_roles


def make_roles(apps, schema_editor):
    """Permissions are made after all migrations have run; the roles need them now.

    Applied again, it gives the groups just what the table says: undone, they stay as they are.
    """
    for app_config in apps.get_app_configs():
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    apply_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("analysis", "0001_initial"),
        ("policies", "0002_policy_index"),
        ("home", "0003_site"),
        ("simple_translation", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
