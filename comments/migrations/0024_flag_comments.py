"""Notes of the comments that are there what stands out in their words."""

from collections import defaultdict

from django.db import migrations
from django.db.models import Q

from comments.flagged_words import flags_of
from comments.public_words import Veil, veiled, words_hash

FIELDS = ("text", "proposed", "reason")
BATCH = 500


def flag_comments(apps, schema_editor):
    comments = apps.get_model("comments", "Comment").objects
    held = defaultdict(list)
    for each in apps.get_model("comments", "Redaction").objects.filter(lifted_at=None):
        held[each.comment_id].append(each)
    flagged = []
    light = comments.order_by("pk").only("pk", "flags", *FIELDS)
    for comment in light.iterator(chunk_size=BATCH):
        comment.flags = flags_of(_shown(comment, name, held[comment.pk]) for name in FIELDS)
        if comment.flags:
            flagged.append(comment)
    comments.bulk_update(flagged, ["flags"], batch_size=BATCH)


def _shown(comment, name, redactions):
    text = getattr(comment, name)
    veils = []
    for each in redactions:
        if each.field == name:
            fits = each.of == words_hash(text)
            veils.append(Veil(*((each.start, each.end) if fits else (0, len(text))), ""))
    return veiled(text, veils)


def forget_flags(apps, schema_editor):
    apps.get_model("comments", "Comment").objects.filter(~Q(flags=0)).update(flags=0)


class Migration(migrations.Migration):
    dependencies = [("comments", "0023_comment_flags")]

    operations = [migrations.RunPython(flag_comments, forget_flags)]
