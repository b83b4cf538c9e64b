"""Ledgers become Merkle trees over the same commitments, in the same order."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations, models


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def plant(apps, schema_editor):
    """Name each ledger, and compute its tree."""
    host = urlsplit(settings.PUBLIC_URL).netloc
    for ledger in apps.get_model("comments", "Ledger").objects.select_related("policy"):
        ledger.key = ledger.policy.translation_key.hex[:12]
        ledger.origin = f"{host}/ledger/{ledger.key}"
        peaks = []
        entries = apps.get_model("comments", "LedgerEntry").objects.filter(ledger=ledger)
        for size, entry in enumerate(entries.order_by("position").iterator(chunk_size=2_000)):
            completed = [hashlib.sha256(b"\0" + bytes.fromhex(entry.commitment)).digest()]
            while size & 1:
                completed.append(node(peaks.pop(), completed[-1]))
                size >>= 1
            peaks.append(completed[-1])
            entries.filter(pk=entry.pk).update(hashes=b"".join(completed))
        ledger.peaks = b"".join(peaks)
        ledger.save(update_fields=["key", "origin", "peaks"])


def chain(apps, schema_editor):
    """Compute the chain of heads that was kept before there were trees."""
    for ledger in apps.get_model("comments", "Ledger").objects.select_related("policy"):
        head = hashlib.sha256(f"maoni:{ledger.policy.translation_key}".encode()).hexdigest()
        entries = apps.get_model("comments", "LedgerEntry").objects.filter(ledger=ledger)
        for entry in entries.order_by("position").iterator(chunk_size=2_000):
            linked = f"{head}\n{entry.position}\n{entry.commitment}"
            head = hashlib.sha256(linked.encode()).hexdigest()
            entries.filter(pk=entry.pk).update(head=head)
        ledger.head = head
        ledger.save(update_fields=["head"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_hold_reason")]

    operations = [
        migrations.RenameField("ledger", "position", "size"),
        migrations.AlterField(
            "ledger", "size", models.PositiveIntegerField(default=0, verbose_name="entries")
        ),
        migrations.AddField(
            "ledger", "key", models.CharField(default="", max_length=12, verbose_name="key")
        ),
        migrations.AddField(
            "ledger",
            "origin",
            models.CharField(default="", max_length=200, verbose_name="name of the ledger"),
        ),
        migrations.AddField("ledger", "peaks", models.BinaryField(default=bytes)),
        migrations.AddField("ledgerentry", "hashes", models.BinaryField(default=bytes)),
        migrations.AlterField(
            "ledger",
            "head",
            models.CharField(default="", max_length=64, verbose_name="head"),
        ),
        migrations.AlterField(
            "ledgerentry",
            "head",
            models.CharField(default="", max_length=64, verbose_name="head"),
        ),
        migrations.RunPython(plant, chain),
    ]
