import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0008_attachments"),
        ("policies", "0011_kept_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("block_id", models.CharField(blank=True, max_length=40, verbose_name="paragraph")),
                (
                    "further_blocks",
                    models.TextField(blank=True, verbose_name="further paragraphs"),
                ),
                (
                    "quote",
                    models.CharField(blank=True, max_length=1000, verbose_name="quoted words"),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("support", "I support this"),
                            ("support_with_changes", "I support it with changes"),
                            ("oppose", "I oppose this"),
                            ("question", "A question, or something else"),
                        ],
                        max_length=20,
                        verbose_name="stance",
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="comment")),
                (
                    "proposed",
                    models.TextField(blank=True, max_length=5000, verbose_name="proposed wording"),
                ),
                ("reason", models.TextField(blank=True, max_length=5000, verbose_name="reason")),
                ("revision", models.PositiveSmallIntegerField(verbose_name="state of the words")),
                ("stood_from", models.DateTimeField(verbose_name="stood from")),
                ("replaced_at", models.DateTimeField(verbose_name="replaced at")),
            ],
            options={
                "verbose_name": "earlier words",
                "verbose_name_plural": "earlier words",
                "ordering": ["comment", "revision"],
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="comment",
            options={
                "default_permissions": ("view",),
                "ordering": ["policy", "number"],
                "permissions": [
                    ("moderate_comment", "Can publish and hide comments"),
                    ("erase_comment", "Can erase what a respondent sent"),
                ],
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="edited at"),
        ),
        migrations.AddField(
            model_name="comment",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="erased at"),
        ),
        migrations.AddField(
            model_name="comment",
            name="erased_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("asked", "as the respondent asked"),
                    ("guardian", "as a parent or guardian asked"),
                    ("order", "as an authority ordered"),
                ],
                max_length=10,
                verbose_name="reason for erasing",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="revision",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="state of the words"),
        ),
        migrations.AddField(
            model_name="ledger",
            name="comments",
            field=models.PositiveIntegerField(default=0, verbose_name="comments"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="revision",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="state of the words"),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ledger_entries",
                to="comments.comment",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="salt",
            field=models.CharField(blank=True, max_length=32, verbose_name="salt"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_at", None), ("erased_reason", "")),
                    models.Q(
                        ("erased_at__isnull", False),
                        ("text", ""),
                        models.Q(("erased_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="comments_erased_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                fields=("comment", "revision"), name="comments_ledger_state_once"
            ),
        ),
        migrations.AddField(
            model_name="earlierwords",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="earlier_words",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="earlierwords",
            name="tags",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="policies.policytag", verbose_name="tags"
            ),
        ),
        migrations.AddConstraint(
            model_name="earlierwords",
            constraint=models.UniqueConstraint(
                fields=("comment", "revision"), name="comments_earlier_words_once"
            ),
        ),
    ]
