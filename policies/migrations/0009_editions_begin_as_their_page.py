"""The newest edition of each policy begins as the policy's page does now."""

from django.db import migrations


def begin_as_the_page(apps, schema_editor):
    Edition = apps.get_model("policies", "Edition")
    PolicyPage = apps.get_model("policies", "PolicyPage")
    for policy in PolicyPage.objects.filter(editions__published_at__isnull=False).distinct():
        pages = PolicyPage.objects.filter(translation_key=policy.translation_key, live=True)
        edition = Edition.objects.filter(policy=policy, published_at__isnull=False).latest("number")
        edition.front_matter = {
            page.locale.language_code: list(page.front_matter.raw_data)
            for page in pages.select_related("locale")
            if page.front_matter
        }
        edition.save(update_fields=["front_matter"])


class Migration(migrations.Migration):
    dependencies = [("policies", "0008_edition_front_matter")]
    operations = [migrations.RunPython(begin_as_the_page, migrations.RunPython.noop)]
