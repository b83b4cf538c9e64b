import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0025_saved_views")]

    operations = [
        migrations.RenameModel("CommentClaim", "CommentReservation"),
        migrations.AlterModelOptions(
            name="commentreservation",
            options={"default_permissions": (), "verbose_name": "reservation of a comment"},
        ),
        migrations.AlterField(
            model_name="commentreservation",
            name="comment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reservation",
                to="comments.comment",
            ),
        ),
    ]
