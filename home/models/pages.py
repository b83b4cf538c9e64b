"""The pages of the network's own site."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, Site
from wagtail.search import index

from consult import content
from home.blocks import ContentBlocks
from home.routing import FallbackRouteMixin, in_reader_language

RICH_TEXT = ["bold", "italic", "link", "ol", "ul"]


class MaoniPage(FallbackRouteMixin, Page):
    """What every page of the product shares: routing that never leaves a reader without text."""

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """Those of its source too: a translation is as private as what it translates."""
        own = super().get_view_restrictions()
        if self.language == settings.LANGUAGE_CODE:
            return own
        source = self.get_translation_or_none(Locale.get_default())
        return own | source.get_view_restrictions() if source else own

    @property
    def language(self) -> str:
        """The language the page's own text is in, for its ``lang`` attribute."""
        return self.locale.language_code

    @property
    def foreign_language(self) -> str:
        """Its language where that is not the reader's: what to mark a part of another page with."""
        return "" if self.language == get_language() else self.language


class HomePage(MaoniPage):
    hero_title = models.CharField(_("headline"), max_length=120)
    hero_text = models.CharField(
        _("introduction"),
        max_length=300,
        help_text=_("One or two sentences: what visitors can do here."),
    )
    mission = RichTextField(_("mission"), features=RICH_TEXT, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("further content"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("mission"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("hero_text"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("home page")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Forget the cached roots of the site once more when the page is there for everybody.

        Wagtail does it inside the transaction, and whoever visits before its end caches what was:
        a new translation would then be without addresses for an hour.
        """
        super().save(*args, **kwargs)
        transaction.on_commit(Site.clear_site_root_paths_cache)
        content.changed(content.SITE)  # once more, after that


class StandardPage(MaoniPage):
    """A page of text; with "list what lies below" on, an index of its children too."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("text"), blank=True)
    lists_children = models.BooleanField(
        _("list what lies below"),
        default=False,
        help_text=_("For a page of updates or meetings: the newest first."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("lists_children"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("page")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The children are those of the page in the default language, each as it can be read."""
        context = super().get_context(request, *args, **kwargs)
        if self.lists_children:
            source = self.get_translation_or_none(Locale.get_default()) or self
            children = source.get_children().live().order_by("-first_published_at")
            listed = in_reader_language(children.select_related("locale"))
            pages = Page.objects.filter(pk__in=[page.pk for page in listed]).specific()
            specific = {page.pk: page for page in pages.select_related("locale")}
            context["children"] = [specific[page.pk] for page in listed]
        return context


class UpdatePage(MaoniPage):
    """News. Under a policy it is about that policy; elsewhere it is the network's own."""

    date = models.DateField(_("date"), default=timezone.localdate)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("text"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("update")


class MeetingPage(MaoniPage):
    """A public meeting (baraza). Under a policy it is about that policy."""

    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=200)
    ward = models.ForeignKey(
        "home.Ward",
        verbose_name=_("ward"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
    )
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("text"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("ward")]),
            ],
            heading=_("When and where"),
        ),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("venue"),
        index.FilterField("starts_at"),
    ]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("meeting")

    @property
    def is_past(self) -> bool:
        end = self.ends_at or self.starts_at
        content.differs_at(end)
        return end < timezone.now()
