from django.db import migrations


def take_redirects(apps, schema_editor):
    """Take the ways that Wagtail made by itself at renames, which knew one language each."""
    FormerAddress = apps.get_model("home", "FormerAddress")
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    made = Redirect.objects.filter(automatically_created=True, redirect_page__isnull=False)
    for redirect in made.order_by("pk").iterator():
        path = redirect.old_path.strip("/").partition("/")[2]
        if path and "?" not in path:
            FormerAddress.objects.create(
                page_id=redirect.redirect_page_id,
                path=f"{path}/",
                slug=path.rpartition("/")[2][:255],
            )
    made.delete()


def give_back(apps, schema_editor):
    """As far as each went before: from the page's language to the page."""
    FormerAddress = apps.get_model("home", "FormerAddress")
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    Site = apps.get_model("wagtailcore", "Site")
    site = Site.objects.filter(is_default_site=True).first()
    for row in FormerAddress.objects.select_related("page__locale").order_by("pk").iterator():
        old_path = f"/{row.page.locale.language_code}/{row.path}".rstrip("/")
        if len(old_path) <= 255:
            Redirect.objects.update_or_create(
                old_path=old_path,
                site=site,
                defaults={"redirect_page_id": row.page_id, "automatically_created": True},
            )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_former_addresses"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [migrations.RunPython(take_redirects, give_back)]
