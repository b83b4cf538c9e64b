"""A policy whose outcome was "withdrawn" is withdrawn, with its note as the reason."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def give_a_date(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for policy in apps.get_model("policies", "PolicyPage").objects.filter(outcome="withdrawn"):
        policy.withdrawn_at = policy.last_published_at or timezone.now()
        policy.withdrawal_reason, policy.outcome_note, policy.outcome = policy.outcome_note, "", ""
        policy.save()


def take_it_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    policies = apps.get_model("policies", "PolicyPage").objects.exclude(withdrawn_at=None)
    for policy in policies:
        policy.outcome, policy.outcome_note = "withdrawn", policy.withdrawal_reason
        policy.save()


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_withdrawal")]

    operations = [migrations.RunPython(give_a_date, take_it_back)]
