"""Who named an organisation spoke for it; what respondents are told gets its first version."""

from importlib import import_module

from django.db import migrations

from comments.choices import Channel, RespondentKind

make_roles = import_module("reports.migrations.0002_roles").make_roles

EN = (
    "By sending it you agree that it is kept and used for this consultation, as the privacy notice"
    " says. Until the window closes you can change it or take it back with your receipt."
)
SW = (
    "Kwa kuituma unakubali yahifadhiwe na kutumiwa kwa mashauriano haya, kama ilani ya faragha"
    " inavyosema. Hadi muda utakapofungwa unaweza kuyabadilisha au kuyaondoa kwa risiti yako."
)


def say_who_spoke(apps, schema_editor):
    submissions = apps.get_model("comments", "Submission").objects
    named = submissions.exclude(organisation_name="")
    named.update(kind=RespondentKind.ORGANISATION)
    handed_in = submissions.filter(channel=Channel.MEMORANDUM)
    handed_in.update(kind=RespondentKind.ORGANISATION)


def write_first_words(apps, schema_editor):
    words = apps.get_model("comments", "ConsentText").objects
    if not words.exists():
        words.create(text_en=EN, text_sw=SW)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0017_who_speaks"),
        ("reports", "0005_checkpoint_of_the_ledger"),
    ]
    operations = [
        migrations.RunPython(say_who_spoke, migrations.RunPython.noop),
        migrations.RunPython(write_first_words, migrations.RunPython.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
