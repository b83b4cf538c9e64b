import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import comments.models.ledger_entries


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_ledger_as_a_tree")]

    operations = [
        migrations.RemoveField("ledger", "head"),
        migrations.RemoveField("ledgerentry", "head"),
        migrations.AlterField(
            "ledger",
            "key",
            models.CharField(max_length=12, unique=True, verbose_name="key"),
        ),
        migrations.AlterField(
            "ledger",
            "origin",
            models.CharField(max_length=200, unique=True, verbose_name="name of the ledger"),
        ),
        migrations.AlterField("ledgerentry", "hashes", models.BinaryField()),
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation", models.CharField(max_length=160, verbose_name="organisation")),
                (
                    "key",
                    models.CharField(
                        help_text="The line that command new-key of the checker prints: NAME+ID+KEY.",
                        max_length=300,
                        unique=True,
                        validators=[comments.models.ledger_entries.check_witness_key],
                        verbose_name="public key",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="accepted")),
            ],
            options={
                "verbose_name": "witness",
                "verbose_name_plural": "witnesses",
                "ordering": ["organisation"],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="entries")),
                ("note", models.TextField(verbose_name="signed note")),
                (
                    "cosignatures",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="signatures of witnesses"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at"),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkpoints",
                        to="comments.ledger",
                    ),
                ),
            ],
            options={
                "ordering": ["ledger", "-size"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ledger", "size"), name="comments_checkpoint_once"
                    )
                ],
            },
        ),
    ]
