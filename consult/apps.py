from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.urls import register_converter

# What frameworks write that no page shows; of pages, what saving a draft changes.
HIDDEN_TABLES = (
    "account_",
    "auth_",
    "django_",
    "mfa_",
    "wagtailadmin_",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_taskstate",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflowstate",
    "wagtailimages_rendition",
    "wagtailsearch_",
    "wagtailusers_",
)
DRAFT_COLUMNS = (
    "draft_title",
    "has_unpublished_changes",
    "latest_revision_created_at",
    "latest_revision_id",
    "locked",
    "locked_at",
    "locked_by_id",
)


def are_root_paths(value: object) -> bool:
    """Whether it is what Wagtail keeps: of each site its id, path, address and language."""
    return isinstance(value, list) and all(
        isinstance(row, list | tuple) and [type(each) for each in row] == [int, str, str, str]
        for row in value
    )


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "Maoni"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_reset
        from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY

        from consult import checks  # noqa: F401
        from consult.accounts import used_codes
        from consult.accounts.second_factor import confirm_new
        from consult.converters import NumberConverter
        from consult.pages import dependencies, withheld
        from consult.pages.caches import expect
        from consult.site_address import take_over_public_url

        register_converter(NumberConverter, "number")
        dependencies.ignore_tables(*HIDDEN_TABLES)
        dependencies.ignore_tables("wagtailcore_page", columns=DRAFT_COLUMNS)
        for made in (authenticator_added, authenticator_reset):
            made.connect(confirm_new, dispatch_uid="consult.accounts")
        expect(SITE_ROOT_PATHS_CACHE_KEY, are_root_paths)
        used_codes.connect()
        withheld.connect()
        post_migrate.connect(take_over_public_url, sender=self)
        connection_created.connect(
            dependencies.watch_writes, dispatch_uid="consult.pages.dependencies"
        )
