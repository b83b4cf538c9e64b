import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0008_same_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="policytag",
            name="name",
            field=models.CharField(max_length=100, verbose_name="name"),
        ),
        migrations.AddConstraint(
            model_name="policytag",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="policies_tag_once_in_any_case",
                violation_error_message="There is a tag of this name already.",
            ),
        ),
    ]
