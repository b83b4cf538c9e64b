"""Who speaks: for whom, under which words of consent, and what only figures know of them."""

from collections.abc import Mapping

from django.db.models import F, Sum

from comments.choices import RespondentKind
from comments.models import AskedAbout, ConsentText, RespondentTally, Submission
from comments.models.respondent_questions import ANSWERS
from consult.pages.kept_reads import KeptReads
from policies.models import Edition

Answers = Mapping[str, str]
"""What a respondent answered for the figures, by question; what they left open is not in it."""


def settled_kind(submission: Submission) -> str:
    """For whom it speaks, where nobody said so: whoever names an organisation, for that."""
    if submission.kind == RespondentKind.INDIVIDUAL and submission.organisation_name:
        return RespondentKind.ORGANISATION
    return submission.kind


def _read_consent(_key: str) -> ConsentText | None:
    return ConsentText.objects.order_by("-pk").first()


def _read_questions(policy_id: int) -> tuple[str, ...]:
    asked = AskedAbout.objects.filter(policy_id=policy_id).first()
    return asked.questions if asked else ()


present_consent = KeptReads(_read_consent)
questions_of = KeptReads(_read_questions)
"""What a policy, by its key, asks of respondents for the figures."""


def count_answers(edition: Edition, answers: Answers) -> None:
    """Add one to each answer's figure. Raises `KeyError` or `ValueError` for what is no answer."""
    for question, answer in answers.items():
        tally, _made = RespondentTally.objects.get_or_create(
            edition=edition, question=question, answer=ANSWERS[question](answer).value
        )
        RespondentTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)


def answer_counts(edition: Edition, using: str = "default") -> dict[str, dict[str, int]]:
    """Figures by question and answer, as they are: nobody sees them before `small_cells.told`."""
    found = RespondentTally.objects.using(using).filter(edition=edition).order_by()
    counted = dict(found.values_list("question").annotate(n=Sum("count")))
    figures = {
        question: dict.fromkeys(choices.values, 0)
        for question, choices in ANSWERS.items()
        if counted.get(question)
    }
    for question, answer, count in found.values_list("question", "answer", "count"):
        if question in figures and answer in figures[question]:
            figures[question][answer] = count
    return figures
