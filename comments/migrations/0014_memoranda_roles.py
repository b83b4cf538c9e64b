"""Who may keep the register of memoranda: the permissions are new, the groups are not."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("reports.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0013_memoranda"),
        ("reports", "0004_approvals"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
