from django.db import migrations
from django.db.migrations.exceptions import IrreversibleError


def make_index(apps, schema_editor):
    """The list of policies, below the home page."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    PolicyIndexPage = apps.get_model("policies", "PolicyIndexPage")

    home = HomePage.objects.get(path="00010001")
    content_type, _ = ContentType.objects.get_or_create(
        app_label="policies", model="policyindexpage"
    )
    PolicyIndexPage.objects.create(
        title="Policies",
        draft_title="Policies",
        slug="policies",
        content_type=content_type,
        locale=home.locale,
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/policies/",
        show_in_menus=True,
        introduction="Drafts that are open for your views, and those that have been answered.",
    )
    home.numchild = 1
    home.save(update_fields=["numchild"])


def unmake_index(apps, schema_editor):
    HomePage = apps.get_model("home", "HomePage")
    Page = apps.get_model("wagtailcore", "Page")
    PolicyIndexPage = apps.get_model("policies", "PolicyIndexPage")

    index = PolicyIndexPage.objects.get(path="000100010001")
    if index.numchild:
        raise IrreversibleError("Policies stand below their list.")
    index.delete()
    Page.objects.filter(path="000100010001").delete()
    left = Page.objects.filter(path__startswith="00010001", depth=3).count()
    HomePage.objects.filter(path="00010001").update(numchild=left)


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("home", "0003_site")]
    operations = [migrations.RunPython(make_index, unmake_index)]
