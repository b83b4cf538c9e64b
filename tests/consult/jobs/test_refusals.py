"""What a model refuses while a job works is said in the language of whoever reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, ngettext

from consult.jobs.refusals import kept_refusal
from consult.jobs.work import work_on
from policies.models import Publication
from policies.publishing.publication_job import UNFORESEEN, explained
from tests.factories import make_policy
from texts.kept_words import said

STAYS = "Comments are known by %(reference)s: it stays."
PLAIN = "Use letters and digits only."
MANY = "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d)."
ONE = MANY.replace("characters", "character")


def too_long(at_most: int) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        MaxLengthValidator(at_most)("x" * 90)
    return caught.value


@pytest.mark.parametrize("language", ["en", "sw"])
def test_kept_refusal__is_said_in_the_language_of_who_reads(language):
    of_a_field = ValidationError(gettext_lazy(STAYS), params={"reference": "100%{x}"})
    stored = kept_refusal(
        ValidationError({"reference": [of_a_field, PLAIN], "title": [too_long(80), too_long(1)]})
    )
    with translation.override(language):
        found = said(stored)
        for words, named in (
            (gettext(STAYS), {"reference": "100%{x}"}),
            (gettext(PLAIN), {}),
            (ngettext(ONE, MANY, 80), {"limit_value": 80, "show_value": 90}),
            (ngettext(ONE, MANY, 1), {"limit_value": 1, "show_value": 90}),
        ):
            assert words % named in found
        assert (STAYS.partition("%")[0] in found) == (language == "en")


def test_kept_refusal__is_said_in_its_first_language_where_the_reader_has_another():
    with translation.override("de"):
        assert said(kept_refusal(ValidationError(PLAIN))) == PLAIN


def test_job__that_a_model_refuses_says_why_in_the_language_of_who_looks(db):
    row = Publication.objects.create(policy=make_policy(1), label="One")

    def refuse(job: Publication) -> None:
        raise ValidationError({"title": too_long(80)})

    work_on(Publication.objects.all(), refuse, explain=explained, unforeseen=UNFORESEEN)
    row.refresh_from_db()
    named = {"limit_value": 80, "show_value": 90}
    for language in ("en", "sw"):
        with translation.override(language):
            assert row.failure == ngettext(ONE, MANY, 80) % named
