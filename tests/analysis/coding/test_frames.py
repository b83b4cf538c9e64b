"""A coding frame: its order, its files, and the codes that are given."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.frame_files import (
    FrameError,
    code_slug,
    frame_csv,
    import_frame,
    read_frame,
    said_of,
)
from analysis.coding.frames import circle_in, codes_by_comment, frame_of, in_order
from analysis.coding.services import CodingError, give_codes, take_codes_off
from analysis.models import Code, CodedComment
from comments.choices import State
from comments.models import Comment
from tests.factories import make_comment, make_policy, make_user

pytestmark = pytest.mark.django_db

FRAME = """code,parent,definition
Time,,How long people have
Notice,Time,The days before a forum
Market days,Notice,
Money,,"What it costs, and who pays"
"""


@pytest.fixture
def policy(db):
    return make_policy(2)


def rows(text: str, tmp_path: Path, name: str = "frame.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_frame(file)


def taken_over(policy, text, tmp_path, **how):
    return import_frame(policy=policy, rows=rows(text, tmp_path), user=None, **how)


def shape(policy) -> list[tuple[str, int]]:
    return [(line.code.name, line.depth) for line in frame_of(policy)]


def test_frame__stands_as_a_tree_by_name(policy, tmp_path):
    change = taken_over(policy, FRAME, tmp_path)
    assert said_of(change) == "4 new codes, 0 changed, 0 as they were"
    assert shape(policy) == [("Money", 0), ("Time", 0), ("Notice", 1), ("Market days", 2)]


def test_frame__written_out_is_read_again_and_changes_nothing(policy, tmp_path):
    taken_over(policy, FRAME, tmp_path)
    change = taken_over(policy, frame_csv(policy), tmp_path)
    assert change == (0, 0, 4)


def test_frame__of_a_file_changes_what_is_there_and_takes_nothing_away(policy, tmp_path):
    taken_over(policy, FRAME, tmp_path)
    file = "definition;code;parent\nDays;NOTICE;\nNew;Place;Money\n"
    planned = taken_over(policy, file, tmp_path, dry=True)
    assert (planned.new, planned.changed) == (1, 1)
    assert shape(policy)[-1] == ("Market days", 2)
    assert taken_over(policy, file, tmp_path) == planned
    assert shape(policy) == [
        *(("Money", 0), ("Place", 1), ("NOTICE", 0), ("Market days", 1), ("Time", 0)),
    ]
    assert Code.objects.get(name="NOTICE").definition == "Days"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\nTime\n", "code"),
        ("code,parent\n,Time\n", "Line 2 has no code"),
        ("code,parent\nTime,time\n", "cannot be part of itself"),
        ("code,parent\nTime,Nowhere\n", "Line 2: “Nowhere”"),
        ("code\nTime\nMoney\nTIME\n", "Line 4: “TIME” stands on line 2 already"),
        ("code,parent\nA,B\nB,C\nC,A\n", "part of one another: A → B → C → A"),
        ("code\n" + "x" * 101 + "\n", "longer than 100"),
        ("code,definition\nA," + "x" * 2001 + "\n", "longer than 2000"),
        ("code\n" + "\n".join(f"c{n}" for n in range(501)) + "\n", "at most 500"),
    ],
)
def test_frame__that_is_none_says_why_and_changes_nothing(policy, tmp_path, text, said):
    with pytest.raises(FrameError) as refused:
        taken_over(policy, text, tmp_path)
    assert said in str(refused.value)
    assert not Code.objects.exists()


def test_frame__cannot_close_a_circle_with_what_is_there(policy, tmp_path):
    taken_over(policy, FRAME, tmp_path)
    with pytest.raises(FrameError, match="part of one another"):
        taken_over(policy, "code,parent\nTime,Market days\n", tmp_path)


def test_frame__of_two_policies_may_have_the_same_names(policy, tmp_path):
    other = make_policy(1, slug="other", title="Other")
    for each in (policy, other):
        taken_over(each, FRAME, tmp_path)
    assert shape(policy) == shape(other)
    assert len(set(Code.objects.values_list("slug", flat=True))) == 8


def test_slug__is_free_whatever_the_name(policy):
    slugs = []
    for name in ("水", "水 ", "Time", "time!", "Time"):
        slug = code_slug(policy, name)
        Code.objects.create(policy=policy, name=f"{name}{len(slugs)}", slug=slug)
        slugs.append(slug)
    assert len(set(slugs)) == 5


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])))
def test_circle__is_found_where_there_is_one(parents):
    def ends(name: str) -> bool:
        for _step in range(len(parents) + 1):
            name = parents.get(name, "")
        return not name

    circle = circle_in(parents)
    assert bool(circle) == (not all(map(ends, parents)))
    for place, name in enumerate(circle):
        assert parents[name] == circle[(place + 1) % len(circle)]


@given(st.lists(st.integers(0, 8), max_size=8))
def test_order__leaves_no_code_out(above):
    codes = [
        Code(pk=key, name=f"c{key}", parent_id=parent or None)
        for key, parent in enumerate(above, start=1)
    ]
    lines = in_order(codes)
    assert Counter(line.code.pk for line in lines) == Counter(code.pk for code in codes)


def test_code__is_part_of_one_of_its_own_policy_and_not_of_itself(policy, tmp_path):
    taken_over(policy, FRAME, tmp_path)
    time, days = Code.objects.get(name="Time"), Code.objects.get(name="Market days")
    time.parent = days
    with pytest.raises(ValidationError, match="part of itself"):
        time.full_clean()
    elsewhere = make_policy(1, slug="other", title="Other")
    with pytest.raises(ValidationError, match="same policy"):
        Code(policy=elsewhere, name="A", slug="a", parent=days).full_clean()


@pytest.fixture
def codes(policy, tmp_path) -> list[Code]:
    taken_over(policy, FRAME, tmp_path)
    return list(Code.objects.filter(name__in=("Money", "Time")).order_by("name"))


def test_codes__are_each_coders_own(policy, codes):
    one, other = make_user("Analysts"), make_user("Analysts")
    comments = [make_comment(policy) for _n in range(3)]
    assert give_codes(comments=comments, codes=codes, user=one) == 6
    assert give_codes(comments=comments, codes=codes[:1], user=one) == 0
    assert give_codes(comments=comments[:1], codes=codes[:1], user=other) == 1
    assert take_codes_off(comments=comments, codes=codes[:1], user=one) == 3
    given_to_first = codes_by_comment([comments[0].pk])[comments[0].pk]
    assert given_to_first == [("Money", 1), ("Time", 1)]
    assert set(CodedComment.objects.values_list("coder", "tag__name")) == {
        (one.pk, "Time"),
        (other.pk, "Money"),
    }


def test_codes__count_comments_once_and_none_that_was_withdrawn(policy, codes):
    comments = [make_comment(policy) for _n in range(3)]
    for _coder in range(2):
        give_codes(comments=comments, codes=codes[:1], user=make_user("Analysts"))
    Comment.objects.filter(pk=comments[0].pk).update(state=State.WITHDRAWN)
    assert {line.code.name: line.comments for line in frame_of(policy)}["Money"] == 2


def test_codes__are_not_given_to_what_has_changed_since(policy, codes):
    seen = make_comment(policy)
    Comment.objects.filter(pk=seen.pk).update(changed_at=timezone.now())
    with pytest.raises(CodingError, match="has changed"):
        give_codes(comments=[seen], codes=codes, user=make_user("Analysts"))
    assert not CodedComment.objects.exists()


def test_codes__of_another_policy_are_refused(policy, codes):
    elsewhere = make_comment(make_policy(1, slug="other", title="Other"))
    with pytest.raises(CodingError, match="the policy"):
        give_codes(comments=[elsewhere], codes=codes, user=make_user("Analysts"))


def test_codes__are_given_in_a_constant_number_of_queries(
    policy, codes, django_assert_max_num_queries
):
    comments, analyst = [make_comment(policy) for _n in range(30)], make_user("Analysts")
    with django_assert_max_num_queries(11):
        give_codes(comments=comments, codes=codes, user=analyst)
