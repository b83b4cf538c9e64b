"""What happened is kept once, and said in the language of who reads it."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from consult.jobs.job import JobState
from policies.models import PolicyImport
from texts.kept_words import KeptWords, kept, said

OPEN = "“%(edition)s” is still open for comments: close it before a new edition."
PLAIN = gettext_noop("Two sections of the new text cannot continue the same section.")
MANY = "%(n)d sections kept the words that were corrected by hand."


@pytest.mark.parametrize("language", ["en", "sw"])
def test_said__is_in_the_language_of_who_reads_whoever_kept_it(language):
    stored = [
        kept(KeptWords(OPEN, {"edition": "Rasimu 100% {x}"})),
        kept(KeptWords(MANY, {"n": 3})),
        kept(PLAIN),
    ]
    with translation.override(language):
        assert [said(each) for each in stored] == [
            gettext(OPEN) % {"edition": "Rasimu 100% {x}"},
            gettext(MANY) % {"n": 3},
            gettext(PLAIN),
        ]
        assert (said(stored[2]) == PLAIN) == (language == "en")


def test_said__of_nothing_or_of_what_no_catalogue_knows_is_itself():
    assert said("") == ""
    assert said("100 % of {x} \u201cyes\u201d") == "100 % of {x} \u201cyes\u201d"


def test_job__that_fails_says_so_in_the_language_of_who_looks(db):
    row = PolicyImport(state=JobState.FAILED, error=kept(KeptWords(OPEN, {"edition": "A"})))
    with translation.override("sw"):
        assert row.failure == gettext(OPEN) % {"edition": "A"}
        assert row.failure != OPEN % {"edition": "A"}
