"""What is asked of respondents besides their views, under which words, and how many say what."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.choices import AgeBand, Disability, Gender
from policies.models.editions import policy_has_an_edition

ANSWERS: dict[str, type[models.TextChoices]] = {
    "age_band": AgeBand,
    "gender": Gender,
    "disability": Disability,
}
"""What may be asked of a respondent for the figures, in the order of the form."""
QUESTIONS = tuple(ANSWERS)


def asked_about(question: str) -> str:
    """What a question is about, as a head says it."""
    return str(AskedAbout._meta.get_field(question).verbose_name).capitalize()  # type: ignore[union-attr]


class ConsentText(models.Model):
    """What respondents are told as they send: a version of it, which is never changed.

    New words are a new version, so that it stays known under which each submission was sent.
    """

    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    text_en = models.TextField(_("in English"), max_length=1000)
    text_sw = models.TextField(_("in Kiswahili"), max_length=1000)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("words of consent")
        verbose_name_plural = _("words of consent")

    def __str__(self) -> str:
        return str(_("Version %(n)d")) % {"n": self.pk}

    @property
    def text(self) -> str:
        """In the language of the page."""
        return self.text_sw if get_language() == "sw" else self.text_en


class AskedAbout(models.Model):
    """Which sensitive questions a policy asks of respondents: none, unless it has a row."""

    policy = models.OneToOneField(
        "policies.PolicyPage",
        limit_choices_to=policy_has_an_edition,
        on_delete=models.CASCADE,
        related_name="asked_about",
        verbose_name=_("policy"),
    )
    age_band = models.BooleanField(_("age band"), default=False)
    gender = models.BooleanField(_("gender"), default=False)
    disability = models.BooleanField(_("disability"), default=False)

    class Meta:
        verbose_name = _("questions about respondents")
        verbose_name_plural = _("questions about respondents")

    def __str__(self) -> str:
        return str(self.policy)

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(name for name in QUESTIONS if getattr(self, name))


class RespondentTally(models.Model):
    """How many respondents of an edition gave an answer to a question: a number, and no more.

    Nothing leads from it to a submission, nor from one answer of a person to another.
    """

    edition = models.ForeignKey(
        "policies.Edition", on_delete=models.PROTECT, related_name="respondent_tallies"
    )
    question = models.CharField(
        max_length=12, choices=[(name, name) for name in QUESTIONS], editable=False
    )
    answer = models.CharField(max_length=12, editable=False)
    count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "question", "answer"], name="comments_respondent_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
