"""How to reach a respondent is seen by a permission of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0026_comment_reservations")]
    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "default_permissions": ("view",),
                "ordering": ["policy", "number"],
                "permissions": [
                    ("moderate_comment", "Can publish and hide comments"),
                    ("erase_comment", "Can erase what a respondent sent"),
                    ("see_contact", "Can see how to reach a respondent who wants an answer"),
                ],
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.AlterModelOptions(
            name="contact",
            options={"default_permissions": ()},
        ),
    ]
