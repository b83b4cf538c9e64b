from django.db import migrations
from django.db.migrations.exceptions import IrreversibleError


def make_site(apps, schema_editor):
    """Put our home page in the place of Wagtail's welcome page, and add the second language."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    english, _ = Locale.objects.get_or_create(language_code="en")
    Locale.objects.get_or_create(language_code="sw")
    Page.objects.filter(depth=2, slug="home").delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=content_type,
        locale=english,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        hero_title="Read the draft. Say what you think.",
        hero_text="Comment on county policies section by section, without an account.",
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", root_page=home, is_default_site=True, site_name="Maoni"
    )


def unmake_site(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    if Page.objects.filter(path__startswith="00010001", depth__gt=2).exists():
        raise IrreversibleError("Pages stand below the home page.")
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("home", "HomePage").objects.all().delete()
    Page.objects.filter(depth=2).delete()
    Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_places"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(make_site, unmake_site)]
