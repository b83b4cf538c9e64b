import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0003_same_names"),
        ("policies", "0008_tag_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="code",
            name="analysis_code_once_a_policy",
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(
                models.F("policy"),
                django.db.models.functions.text.Lower("name"),
                name="analysis_code_once_a_policy",
                violation_error_message="The policy has a code of this name already.",
            ),
        ),
    ]
