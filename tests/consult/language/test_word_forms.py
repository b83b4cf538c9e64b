"""Forms by which one word finds another of its kind."""

import pytest

from consult.language.word_forms import MOST, beginnings, forms, forms_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("notice", "notices"),
        ("policy", "policies"),
        ("borehole", "boreholes"),
        ("consult", "consulted"),
        ("kisima", "visima"),
        ("chama", "vyama"),
        ("mkutano", "mikutano"),
        ("mwezi", "miezi"),
        ("mzee", "wazee"),
        ("mwananchi", "wananchi"),
        ("pendekezo", "mapendekezo"),
    ],
)
def test_forms__of_both_numbers_meet(one, other):
    assert {one, *forms(one)} & {other, *forms(other)}
    assert any(other.startswith(each) for each in beginnings(one))
    assert any(one.startswith(each) for each in beginnings(other))


@pytest.mark.parametrize(("one", "other"), [("water", "well"), ("sera", "sheria"), ("maji", "mji")])
def test_forms__of_words_that_are_not_one_do_not_meet(one, other):
    assert not {one, *forms(one)} & {other, *forms(other)}


@pytest.mark.parametrize("word", ["", "it", "4.2", "mita3", "x" * 41, "well", "being"])
def test_forms__of_what_has_none(word):
    assert forms(word) == ()


def test_forms_in__a_text_are_said_once_and_bounded():
    assert forms_in("Notices, notices and NOTICE.").split() == ["notic"]
    many = " ".join(
        f"{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10] * (n // 100 % 30)}vings"
        for n in range(9000)
    )
    assert len(forms_in(many).split()) <= MOST * 8
