"""The network's registers: its thematic areas and the organisations that take part."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index


class BilingualName(models.Model):
    """A short name in English with an optional Kiswahili one."""

    name = models.CharField(_("name"), max_length=100)
    name_sw = models.CharField(_("name in Kiswahili"), max_length=100, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, in English where there is no other."""
        return self.name_sw if get_language() == "sw" and self.name_sw else self.name


class Theme(BilingualName):
    """One of the network's thematic areas."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = models.CharField(_("description"), max_length=255, blank=True)
    description_sw = models.CharField(_("description in Kiswahili"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_sw")]),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("description_sw"),
        FieldPanel("position"),
    ]

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    @property
    def about(self) -> str:
        """The description in the active language."""
        if get_language() == "sw" and self.description_sw:
            return self.description_sw
        return self.description


class OrganisationKind(models.TextChoices):
    CIVIL_SOCIETY = "civil_society", _("Civil-society organisation")
    COMMUNITY = "community", _("Community group")
    FAITH = "faith", _("Faith-based organisation")
    PRIVATE = "private", _("Private sector")
    PUBLIC = "public", _("Public body")
    OTHER = "other", _("Other")


class Organisation(index.Indexed, models.Model):
    """An organisation that takes part: a member of the network, or any other respondent."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganisationKind.choices,
        default=OrganisationKind.CIVIL_SOCIETY,
    )
    is_member = models.BooleanField(_("member of the network"), default=False)
    sub_county = models.ForeignKey(
        "home.SubCounty",
        verbose_name=_("sub-county"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True)
    website = models.URLField(_("website"), blank=True)
    illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Made up for the sample content.")
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_member")]),
        FieldPanel("sub_county"),
        FieldPanel("themes"),
        FieldPanel("website"),
        FieldPanel("illustrative"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="home_organisation_once_in_any_case",
                violation_error_message=_("There is an organisation of this name already."),
            )
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name
