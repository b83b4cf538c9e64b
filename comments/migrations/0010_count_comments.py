"""Ledgers count their comments, of which each had one entry until words could be edited."""

from django.db import migrations
from django.db.models import F


def count(apps, schema_editor):
    apps.get_model("comments", "Ledger").objects.update(comments=F("size"))


def refuse_where_words_went(apps, schema_editor):
    """Raises `RuntimeError`: before this, a comment had one state, and kept its words for ever."""
    if apps.get_model("comments", "EarlierWords").objects.exists():
        raise RuntimeError("Comments were edited: going back would lose their words, and proofs.")
    if apps.get_model("comments", "Comment").objects.exclude(erased_at=None).exists():
        raise RuntimeError("Comments were erased: going back would lose when and why.")


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_states_of_words")]

    operations = [migrations.RunPython(count, refuse_where_words_went)]
