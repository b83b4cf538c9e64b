from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0006_text_approval"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="drafts",
            field=models.JSONField(
                help_text="By page the revision that was looked at; null for all.",
                null=True,
                verbose_name="drafts",
            ),
        ),
    ]
