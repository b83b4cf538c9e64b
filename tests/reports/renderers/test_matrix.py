"""What a comment's row in Word and PDF says."""

import pytest
from django.utils import translation

from reports.dataset import Dataset, write_dataset
from reports.dataset_row import WORDS
from reports.renderers.matrix import CellText, cells, heads, not_shown
from tests.reports import sample

EMPTY: dict = {**dict.fromkeys(WORDS, ""), "tags": [], "ward": "", "sub_county": ""}
EMPTY |= {"edited_on": "", "erased": ""}
UNDECIDED = {"decision": "", "decision_reason": ""}


@pytest.fixture
def one(tmp_path):
    """A dataset of one comment with these values, and its row."""

    def make(**values) -> tuple[Dataset, dict]:
        row = next(sample.rows(1, hostile=False))
        row |= {"state": "published", **EMPTY, **UNDECIDED, **values}
        dataset = write_dataset(tmp_path / "d.gz", sample.header(), [row])
        return dataset, next(dataset.rows())

    return make


def lines(cell: list[CellText]) -> list[str]:
    return [f"{text.label}|{text.text}" for text in cell]


def test_cells__hold_every_field_in_its_column(one):
    found = cells(
        *one(
            ref="PPP-0001",
            name="Illustrative Person",
            organisation="Group",
            ward="Sheywe",
            sub_county="Lurambi",
            stance="oppose",
            tags=["roads", "cost"],
            quote="every ward",
            text="No.",
            proposed="each ward",
            reason="It is clear.",
            decision="noted",
            decision_reason="Seen.",
        )
    )
    assert [lines(cell) for cell in found] == [
        ["|PPP-0001", "|Illustrative Person", "|Group", "|Sheywe, Lurambi"],
        ["|Oppose", "|roads, cost"],
        ["|every ward", "|No."],
        ["|each ward", "Reason|It is clear."],
        ["|Noted", "|Seen."],
    ]
    assert len(found) == len(heads())
    assert [text.in_language for text in found[2]] == [False, True]


def test_cells__of_a_bare_comment_say_that_no_name_was_given(one):
    found = cells(*one(ref="PPP-0001", stance="", text="No."))
    assert [lines(cell) for cell in found] == [
        ["|PPP-0001", "|Name not given"],
        ["|\u2013"],
        ["|No."],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("place", "shown"),
    [({"sub_county": "Lurambi"}, ["|Lurambi"]), ({"ward": "Sheywe"}, ["|Sheywe"])],
)
def test_cells__have_half_a_place_on_a_line_of_its_own(one, place, shown):
    found = cells(*one(name="Illustrative Person", **place))
    assert lines(found[0])[1:] == ["|Illustrative Person", *shown]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "published"}, ""),
        ({"state": "hidden", "hidden_reason": "hate"}, "Hidden: Hate speech or incitement"),
        ({"state": "hidden", "hidden_reason": ""}, "Hidden: no reason given"),
        ({"state": "withdrawn"}, "Withdrawn by its author"),
        ({"state": "received"}, "Waiting for a moderator"),
    ],
)
def test_not_shown__says_why_words_are_missing(one, values, words):
    with translation.override("en"):
        assert not_shown(*one(**values)) == words
