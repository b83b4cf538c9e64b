"""PolicyIndexPage > PolicyPage > SectionPage, sections nested at any depth."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from consult.language.word_forms import forms_in
from home.models.site_pages import RICH_TEXT, MaoniPage
from home.routing import link_translations
from policies.models.editions import Edition, WindowChange
from policies.models.section_blocks import SectionBlocks
from policies.models.versions import SectionVersion
from policies.phases import Phase, phase_of
from texts.linking_words import initials
from texts.plain import body_text


class PolicyIndexPage(MaoniPage):
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*MaoniPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["policies.PolicyPage"]
    template = "policies/policy_index_page.html"

    class Meta:
        verbose_name = _("list of policies")


WITHDRAWAL = ("withdrawn_at", "withdrawal_reason", "withdrawal_reason_sw")


class PolicyPage(MaoniPage):
    """One document under consultation; its sections lie below it."""

    class Outcome(models.TextChoices):
        PENDING = "", _("Still in process")
        ADOPTED = "adopted", _("Adopted")

    class Views(models.TextChoices):
        WRITTEN = "written", _("in writing")
        ORAL = "oral", _("by word of mouth")
        BOTH = "both", _("in writing or by word of mouth")

    reference = models.CharField(
        _("reference"),
        max_length=12,
        blank=True,
        help_text=_(
            "Short letters that begin every comment's number, as PPP in PPP-0012."
            " Made from the title where left empty."
        ),
    )
    summary = models.TextField(
        _("summary"),
        max_length=1000,
        blank=True,
        help_text=_("In plain words: what it is and why it matters."),
    )
    what_happens_next = RichTextField(
        _("what happens to the comments"),
        features=RICH_TEXT,
        blank=True,
        help_text=_(
            "Who reads them, by when there is an answer, who decides. Page, notice and poster say"
            " this and nothing else of it."
        ),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    responsible_body = models.CharField(_("responsible body"), max_length=160, blank=True)
    views = models.CharField(
        _("how views are given"),
        max_length=12,
        choices=Views.choices,
        blank=True,
        help_text=_("As the notice says it. By word of mouth: in a meeting, or by telephone."),
    )
    illustrative = models.BooleanField(
        _("illustrative"),
        default=False,
        help_text=_("Sample content: every page and report says that it is not a real policy."),
    )
    themes = ParentalManyToManyField("home.Theme", verbose_name=_("themes"), blank=True)
    tags = ClusterTaggableManager(
        through="policies.TaggedPolicy",
        verbose_name=_("tags offered to commenters"),
        blank=True,
        help_text=_("Five to twelve topics that people may choose from."),
    )
    front_matter = StreamField(
        SectionBlocks(),
        verbose_name=_("front matter"),
        blank=True,
        help_text=_("What stands before the first section: cover, long title, enacting words."),
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome.choices, blank=True, default=Outcome.PENDING
    )
    outcome_note = models.CharField(_("note on the outcome"), max_length=300, blank=True)
    # Of the page, whatever text of it is published: see `policies.publishing.withdrawal`.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason = models.CharField(
        _("reason for the withdrawal"), max_length=300, blank=True, editable=False
    )
    withdrawal_reason_sw = models.CharField(
        _("reason for the withdrawal, in Kiswahili"), max_length=300, blank=True, editable=False
    )

    content_panels = [
        HelpPanel(
            heading=_("Saving and publishing a policy"), template="policies/admin/policy_help.html"
        ),
        TitleFieldPanel(
            "title", help_text=_("As on its cover. Notice, poster and reports bear it too.")
        ),
        FieldPanel("summary"),
        FieldPanel("what_happens_next"),
        FieldPanel("front_matter"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("reference"),
                        FieldPanel(
                            "responsible_body",
                            help_text=_(
                                "The authority that asks for comments and answers for it, as the"
                                " notice names it: Office of the Governor; Clerk of the County"
                                " Assembly."
                            ),
                        ),
                    ]
                ),
                FieldPanel(
                    "legal_basis",
                    help_text=_(
                        "The law under which people are asked, as the notice names it: article 196"
                        " of the Constitution; section 87 of the County Governments Act, 2012."
                    ),
                ),
                FieldPanel("views"),
                FieldPanel(
                    "themes", help_text=_("The network's thematic areas that it belongs to.")
                ),
                FieldPanel("tags"),
                FieldPanel("illustrative"),
            ],
            heading=_("About this policy"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "outcome",
                    help_text=_(
                        "Set it when the county has decided. It ends the consultation: no comment"
                        " is taken after. To withdraw a policy, use the button above the page."
                    ),
                ),
                FieldPanel("outcome_note", help_text=_("Shown beside it: by whom, and when.")),
            ],
            heading=_("Outcome"),
        ),
    ]
    # A copy gets a reference of its own, and begins anew.
    exclude_fields_in_copy = ["reference", *WITHDRAWAL]
    admin_default_ordering = "ord"  # of the sections below, which can be dragged
    parent_page_types = ["policies.PolicyIndexPage"]
    subpage_types = ["policies.SectionPage", "home.UpdatePage", "home.MeetingPage"]
    search_auto_update = False  # policies.publishing.indexing does it, many pages at a time
    search_fields = [
        *MaoniPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("word_forms"),
        index.FilterField("outcome"),
    ]
    template = "policies/policy_page.html"

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    @property
    def word_forms(self) -> str:
        """By which search knows the words in their other forms."""
        return forms_in(f"{self.title} {self.summary}")

    def clean(self) -> None:
        super().clean()
        named = PolicyPage.objects.filter(translation_key=self.translation_key)
        kept = named.exclude(reference="").values_list("reference", flat=True).first()
        self.reference = (self.reference or kept or free_reference(self.title)).upper()
        editions = Edition.objects.filter(policy__translation_key=self.translation_key)
        if kept and kept != self.reference and editions.exists():
            stays = _("Comments are known by %(reference)s: it stays.")
            raise ValidationError({"reference": ValidationError(stays, params={"reference": kept})})
        if not self.reference.isalnum():
            raise ValidationError({"reference": _("Use letters and digits only.")})
        others = PolicyPage.objects.filter(reference=self.reference)
        if others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError(
                {"reference": _("Another policy has this reference: choose a different one.")}
            )

    def with_content_json(self, content: dict[str, Any]) -> "PolicyPage":
        """An earlier text of the page does not bring back a policy that is withdrawn."""
        page = super().with_content_json(content)
        for name in WITHDRAWAL:
            setattr(page, name, getattr(self, name))
        if page.outcome not in self.Outcome.values:  # as it was called before it had a date
            page.outcome = self.Outcome.PENDING
        return page

    @property
    def final_phase(self) -> str:
        """Of the canonical page: the phase that no window changes any more; empty before."""
        return Phase.WITHDRAWN if self.withdrawn_at else self.outcome

    @property
    def withdrawal(self) -> tuple[str, str]:
        """``(why it is withdrawn, language)``, in the reader's language if it has one in it."""
        canonical = self.canonical
        if get_language() == "sw" and canonical.withdrawal_reason_sw:
            return canonical.withdrawal_reason_sw, "sw"
        return canonical.withdrawal_reason, canonical.language

    @property
    def canonical(self) -> "PolicyPage":
        """The page that editions and comments belong to: the one in the default language."""
        return self.source

    @cached_property
    def current_edition(self) -> Edition | None:
        """The newest published edition, or None before the first."""
        return self.public_editions[0] if self.public_editions else None

    @cached_property
    def public_editions(self) -> list[Edition]:
        """The published editions, the newest first.

        ``newest_version_id`` on each is the newest text on record of any section of the policy,
        ``has_window_changes`` whether its window was moved.
        """
        texts = SectionVersion.objects.filter(policy=models.OuterRef("policy")).order_by("-pk")
        editions = self.canonical.editions.published().order_by("-number")
        changes = WindowChange.objects.filter(edition=models.OuterRef("pk"))
        found = editions.defer("front_matter").annotate(
            newest_version_id=models.Subquery(texts.values("pk")[:1]),
            has_window_changes=models.Exists(changes),
        )
        for edition in found:
            edition.policy = self.canonical
        return list(found)

    @property
    def phase(self) -> Phase:
        """An edition that was never open for comments leaves the consultation where it stood."""
        consulted = (edition for edition in self.public_editions if edition.opens_at)
        edition = self.current_edition
        if edition and not edition.answered_at:
            edition = next(consulted, edition)
        return phase_of(outcome=self.canonical.final_phase, edition=edition)

    @property
    def accepts_comments(self) -> bool:
        return self.phase == Phase.OPEN


class SectionPage(MaoniPage):
    """One numbered, addressable part of a policy."""

    hides_what_is_below = False  # the parts of a part that a new text leaves out go elsewhere

    number = models.CharField(
        _("number"),
        max_length=40,
        blank=True,
        help_text=_("As printed: 4, 4.2, Part II, First Schedule."),
    )
    summary = models.TextField(
        _("in plain words"),
        max_length=600,
        blank=True,
        help_text=_("One or two sentences for readers who are not lawyers."),
    )
    summary_sw = models.TextField(
        _("in plain words, in Kiswahili"),
        max_length=600,
        blank=True,
        help_text=_("Shown to readers of Kiswahili, also while the text itself is not translated."),
    )
    body = StreamField(SectionBlocks(), verbose_name=_("text"), blank=True)

    content_panels = [
        HelpPanel(
            template="policies/admin/section_help.html",
            heading=_("Saving and publishing a section"),
        ),
        FieldPanel("number"),
        TitleFieldPanel("title", help_text=_("The heading as printed, without its number.")),
        FieldPanel("summary"),
        FieldPanel("summary_sw"),
        FieldPanel(
            "body",
            help_text=_(
                "One block for each paragraph, list or table: each has an address of its own, that"
                " comments refer to. What you save is a draft until you publish it."
            ),
        ),
    ]
    admin_default_ordering = "ord"
    parent_page_types = ["policies.PolicyPage", "policies.SectionPage"]
    subpage_types = ["policies.SectionPage"]
    search_auto_update = False  # policies.publishing.indexing does it, many pages at a time
    search_fields = [
        *MaoniPage.search_fields,
        index.SearchField("number"),
        index.SearchField("summary"),
        index.SearchField("summary_sw"),
        index.SearchField("body"),
        index.SearchField("word_forms"),
    ]
    template = "policies/section_page.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def heading(self) -> str:
        """Number and title as one line."""
        return f"{self.number} {self.title}".strip()

    def get_admin_display_title(self) -> str:
        return f"{self.number} {super().get_admin_display_title()}".strip()

    @property
    def word_forms(self) -> str:
        words = (self.title, self.summary, self.summary_sw, body_text(self.body.raw_data))
        return forms_in(" ".join(words))

    @property
    def plain_summary(self) -> tuple[str, str]:
        """``(summary, language)`` in the reader's language where there is one in it."""
        if get_language() == "sw" and self.summary_sw:
            return self.summary_sw, "sw"
        return self.summary, self.language

    @cached_property
    def policy(self) -> PolicyPage:
        """The policy this section is part of, in the section's own language.

        Raises `PolicyPage.DoesNotExist` where the page has been moved out of every policy.
        """
        above = PolicyPage.objects.ancestor_of(self).order_by().values("translation_key")
        pages = PolicyPage.objects.filter(translation_key__in=above).select_related("locale")
        for languages in link_translations(pages).values():
            for policy in languages.values():
                if self.path.startswith(policy.path):
                    return policy
        raise PolicyPage.DoesNotExist(f"Section page {self.pk} lies under no policy.")

    @property
    def level(self) -> int:
        """Depth below the policy, from 1."""
        return self.depth - self.policy.depth

    @cached_property
    def current_version(self) -> SectionVersion | None:
        """The text as it stands in public, or None before the first publication."""
        return self.versions.order_by("-ordinal").first()


def free_reference(title: str) -> str:
    """Initials of the title, with a digit where another policy has them."""
    base = initials(title)
    taken = set(PolicyPage.objects.values_list("reference", flat=True))
    candidates = [base, *(f"{base}{n}" for n in range(2, 10_000))]
    return next(candidate for candidate in candidates if candidate not in taken)
