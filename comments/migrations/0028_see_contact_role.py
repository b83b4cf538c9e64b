"""Those who answer get the right to see how to reach who wants an answer."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("reports.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0027_see_contact"),
        ("reports", "0005_checkpoint_of_the_ledger"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
