from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_approvals")]

    operations = [
        migrations.RenameField("report", "ledger_position", "ledger_size"),
        migrations.AlterField(
            "report",
            "ledger_size",
            models.PositiveIntegerField(
                editable=False, null=True, verbose_name="entries in the ledger"
            ),
        ),
        migrations.RemoveField("report", "ledger_head"),
        migrations.AddField(
            "report",
            "checkpoint",
            models.TextField(
                blank=True, default="", editable=False, verbose_name="checkpoint of the ledger"
            ),
            preserve_default=False,
        ),
    ]
