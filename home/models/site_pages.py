"""The pages of the network's own site."""

from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search import index

from consult.pages import dependencies
from home.models.page_blocks import ContentBlocks
from home.models.page_forms import MaoniPageForm
from home.page_context import provided_context
from home.routing import FallbackRouteMixin, in_reader_language, link_translations
from home.visibility import open_to_all, stands_in

RICH_TEXT = ["bold", "italic", "link", "ol", "ul"]


class MaoniPage(FallbackRouteMixin, Page):
    """What every page of the product shares: routing that never leaves a reader without text."""

    hides_what_is_below = True
    """Whether what lies below is out of public view as well while the page is."""

    promote_panels = [*Page.promote_panels, FieldPanel("takes_over")]
    base_form_class = MaoniPageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With what an app has said that pages of this kind show: see `home.page_context`."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **provided_context(self, request)}

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Those of its source too: a translation is as private as what it translates.

        One query where nothing above the page or its source is private, as is mostly so.
        """
        source = self.source
        above = Page.objects.ancestor_of(self, inclusive=True)
        above |= Page.objects.ancestor_of(source, inclusive=True)
        private = PageViewRestriction.objects.filter(page=models.OuterRef("pk"))
        rows = above.annotate(is_private=models.Exists(private))
        found = list(rows.values_list("pk", "alias_of", "is_private"))
        known = {None, *(pk for pk, _alias_of, _is_private in found)}
        if not any(is_private or alias_of not in known for _pk, alias_of, is_private in found):
            return PageViewRestriction.objects.none()
        own = super().get_view_restrictions()
        return own if source is self else own | source.get_view_restrictions()

    @cached_property
    def in_languages(self) -> dict[str, Self]:
        """``{language: page}``: this page and its translations, live or not."""
        pages = type(self).objects.filter(translation_key=self.translation_key)
        others = pages.exclude(pk=self.pk).select_related("locale")
        return link_translations([self, *others])[self.translation_key]

    @property
    def source(self) -> Self:
        """The page in the default language: itself, or what it translates."""
        if self.language == settings.LANGUAGE_CODE:
            return self
        return self.in_languages.get(settings.LANGUAGE_CODE, self)

    @property
    def localized(self) -> Self:
        """The page in the reader's language where it may be shown instead: see `stands_in`."""
        language = get_language()
        if not language or self.language == language:
            return self
        local = self.in_languages.get(language)
        return local if local is not None and stands_in(local) else self

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
        dependencies.mark_changed(dependencies.SITE)  # once more, after that


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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The children are those of the page in the default language, each as it can be read."""
        context = super().get_context(request, *args, **kwargs)
        if self.lists_children:
            children = open_to_all(self.source.get_children(), within=self)
            children = children.order_by("-first_published_at")
            listed = in_reader_language(children.select_related("locale"))
            pages = Page.objects.filter(pk__in=[page.pk for page in listed]).specific()
            specific = {page.pk: page for page in pages.select_related("locale")}
            context["children"] = [specific[page.pk] for page in listed]
        return context


class UpdatePage(MaoniPage):
    """News. Under a policy it is about that policy; elsewhere it is the network's own.

    It is one page in two languages, unless there is a page of its own for the other: most policies
    have none in Kiswahili that it could stand under.
    """

    date = models.DateField(_("date"), default=timezone.localdate)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("text"), blank=True)
    title_sw = models.CharField(
        _("title in Kiswahili"),
        max_length=255,
        blank=True,
        help_text=_("Readers of Kiswahili are shown these where the title has been given."),
    )
    introduction_sw = models.CharField(_("introduction in Kiswahili"), max_length=300, blank=True)
    body_sw = StreamField(ContentBlocks(), verbose_name=_("text in Kiswahili"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("title_sw"), FieldPanel("introduction_sw"), FieldPanel("body_sw")],
            heading=_("In Kiswahili"),
        ),
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

    @property
    def shown_language(self) -> str:
        """The language it is shown in: the reader's where it has its words in it."""
        return "sw" if self._is_in_kiswahili else self.language

    @property
    def foreign_language(self) -> str:
        return "" if self.shown_language == get_language() else self.shown_language

    @property
    def shown_title(self) -> str:
        return self.title_sw if self._is_in_kiswahili else self.title

    @property
    def shown_introduction(self) -> str:
        return self.introduction_sw if self._is_in_kiswahili else self.introduction

    @property
    def shown_body(self) -> StreamValue:
        return self.body_sw if self._is_in_kiswahili else self.body

    @property
    def _is_in_kiswahili(self) -> bool:
        """A translation of its own says it itself; a mere copy in another tree does not."""
        is_translation = self.language == "sw" and self.alias_of_id is None
        return bool(self.title_sw) and get_language() == "sw" and not is_translation


class MeetingMode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online or by telephone")
    BOTH = "both", _("in person and online")


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
    mode = models.CharField(
        _("how people take part"), max_length=12, choices=MeetingMode.choices, blank=True
    )
    languages = models.CharField(
        _("languages spoken"),
        max_length=120,
        blank=True,
        help_text=_("In which people can follow it and speak: Kiswahili, Luhya, sign language."),
    )
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("text"), blank=True)
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men"), null=True, blank=True)
    youth = models.PositiveIntegerField(
        _("youth"), null=True, blank=True, help_text=_("Of all who came: people of 18 to 34.")
    )
    with_disabilities = models.PositiveIntegerField(
        _("persons with disabilities"), null=True, blank=True, help_text=_("Of all who came.")
    )
    minutes = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("minutes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Public once the page is. Leave out what identifies private people."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("ward")]),
                FieldRowPanel([FieldPanel("mode"), FieldPanel("languages")]),
            ],
            heading=_("When and where"),
        ),
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("women"), FieldPanel("men")]),
                FieldRowPanel([FieldPanel("youth"), FieldPanel("with_disabilities")]),
                FieldPanel("minutes"),
            ],
            heading=_("Who came, and the minutes"),
        ),
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
    def attendance(self) -> list[tuple[str, int]]:
        """Who came, by the count that was kept, under its name; nothing that was not counted."""
        counted = ("women", "men", "youth", "with_disabilities")
        fields = (self._meta.get_field(name) for name in counted)
        named = ((str(field.verbose_name), getattr(self, field.name)) for field in fields)
        return [(name, count) for name, count in named if count is not None]

    @property
    def is_past(self) -> bool:
        end = self.ends_at or self.starts_at
        dependencies.valid_until(end)
        return end < timezone.now()
