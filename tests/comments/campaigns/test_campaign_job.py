"""Campaigns are found by a worker, as comments come, and forgotten with the words."""

import pytest
from django.utils import timezone

from comments.campaigns import campaign_job
from comments.campaigns.services import PEOPLE
from comments.models import Campaign, CampaignSearch, Comment, CommentSketch, Submission
from comments.register.editing import edit
from comments.register.erasing import erase
from comments.tasks import find_campaigns, sweep_campaigns
from consult.jobs.job import JobState
from tests.comments.campaigns.letters import LETTER, OTHER
from tests.factories import make_comment, make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    """Rows that workers were woken for."""
    rows: list[int] = []
    monkeypatch.setattr("consult.jobs.work.wake", lambda _task, pk: rows.append(pk))
    return rows


@pytest.fixture
def clerk(django_user_model):
    return django_user_model.objects.create_user("clerk")


def letters(policy, count, **fields):
    return [make_comment(policy, text=f"{LETTER} {n}", **fields) for n in range(count)]


def look_for_campaigns(woken):
    """What beat and a worker do; how many searches there were."""
    woken.clear()
    sweep_campaigns()
    for pk in list(woken):
        find_campaigns(pk)
    return len(woken)


def members(policy):
    """``{first comment's number: numbers of those in its campaign}``."""
    return {
        each.first.number: sorted(each.comments.values_list("number", flat=True))
        for each in Campaign.objects.filter(first__policy=policy)
    }


def test_search__puts_together_what_several_people_say(policy, woken):
    letters(policy, 2)
    make_comment(policy, text=OTHER)
    letters(policy, 1, state="published")
    make_comment(policy, text="I agree.")
    assert look_for_campaigns(woken) == 1
    assert members(policy) == {1: [1, 2, 4]}
    assert Campaign.objects.get().size == 3
    assert CampaignSearch.objects.get().state == JobState.DONE
    assert Comment.objects.get(number=1).changed_at is None


def test_search__goes_on_as_comments_come_and_rests_when_none_did(policy, woken):
    letters(policy, PEOPLE - 1)
    look_for_campaigns(woken)
    assert members(policy) == {}
    assert look_for_campaigns(woken) == 0
    letters(policy, 1)
    assert look_for_campaigns(woken) == 1
    assert members(policy) == {1: [1, 2, 3]}
    letters(policy, 2)
    look_for_campaigns(woken)
    assert members(policy) == {1: [1, 2, 3, 4, 5]}
    assert Campaign.objects.get().size == 5


def test_search__what_one_person_says_often_is_no_campaign(policy, woken):
    submission = Submission.objects.create(policy=policy)
    for section in (1, 2, 3):
        make_comment(policy, section=section, submission=submission, text=LETTER)
    look_for_campaigns(woken)
    assert members(policy) == {}


def test_search__keeps_policies_apart(policy, woken):
    letters(policy, 2)
    other = make_policy()
    letters(other, 2)
    assert look_for_campaigns(woken) == 2
    assert not Campaign.objects.exists()


def test_search__an_edited_comment_leaves_and_another_leads(policy, woken):
    comments = letters(policy, 4)
    look_for_campaigns(woken)
    said = Comment(text=OTHER, stance=comments[0].stance)
    edit(comment=comments[0], said=said, tags=[], seen=1)
    assert Comment.objects.get(number=1).campaign is None
    assert look_for_campaigns(woken) == 1
    assert members(policy) == {2: [2, 3, 4]}


def test_search__an_edited_comment_that_was_short_joins(policy, woken):
    short = make_comment(policy, text="I agree.")
    letters(policy, 3)
    look_for_campaigns(woken)
    edit(comment=short, said=Comment(text=LETTER, stance=short.stance), tags=[], seen=1)
    look_for_campaigns(woken)
    assert members(policy) == {1: [1, 2, 3, 4]}


def test_search__nothing_is_kept_of_erased_words(policy, woken, clerk):
    comments = letters(policy, 3)
    look_for_campaigns(woken)
    erase(submission=comments[0].submission, reason="asked", user=clerk)
    kept = CommentSketch.objects.filter(comment=comments[0])
    assert kept.get().values == b""
    look_for_campaigns(woken)
    assert not kept.exists()
    assert members(policy) == {}


def test_search__reads_on_where_a_worker_stopped(policy, woken, monkeypatch):
    letters(policy, 5)
    monkeypatch.setattr("comments.campaigns.services.BATCH", 2)
    monkeypatch.setattr(campaign_job, "make_move", lambda _move: 1 / 0)
    look_for_campaigns(woken)
    search = CampaignSearch.objects.get()
    assert search.state == JobState.QUEUED
    assert search.read_to == Comment.objects.latest("pk").pk
    monkeypatch.undo()
    find_campaigns(search.pk)
    assert members(policy) == {1: [1, 2, 3, 4, 5]}


def test_search__one_that_failed_is_not_begun_again_at_once(policy, woken):
    letters(policy, 3)
    now = timezone.now()
    CampaignSearch.objects.create(policy=policy, state=JobState.FAILED, finished_at=now)
    assert look_for_campaigns(woken) == 0
    CampaignSearch.objects.update(finished_at=now - campaign_job.REST)
    assert look_for_campaigns(woken) == 1
    assert members(policy) == {1: [1, 2, 3]}


def test_search__after_a_slow_one_a_worker_is_given_a_pause(policy, woken):
    letters(policy, 3)
    look_for_campaigns(woken)
    letters(policy, 1)
    now = timezone.now()
    slow = now - campaign_job.SLOW * 2
    CampaignSearch.objects.update(queued_at=slow, finished_at=now)
    assert look_for_campaigns(woken) == 0
    ended = now - campaign_job.PAUSE
    CampaignSearch.objects.update(queued_at=ended - campaign_job.SLOW * 2, finished_at=ended)
    assert look_for_campaigns(woken) == 1


def test_search__a_large_group_is_moved_in_parts(policy, woken, monkeypatch):
    monkeypatch.setattr("comments.campaigns.services.BATCH", 2)
    letters(policy, 7)
    look_for_campaigns(woken)
    assert members(policy) == {1: [1, 2, 3, 4, 5, 6, 7]}


def test_search__asks_the_same_number_of_queries_whatever_the_number_of_comments(
    policy, woken, django_assert_max_num_queries
):
    letters(policy, 12)
    with django_assert_max_num_queries(50):
        look_for_campaigns(woken)


def test_search__words_that_change_while_it_groups_are_left_to_the_next(policy, woken, monkeypatch):
    comments = letters(policy, 4)
    making = campaign_job.make_move

    def edit_first(move):
        said = Comment(text=OTHER, stance=comments[0].stance)
        edit(comment=comments[0], said=said, tags=[], seen=1)
        making(move)

    monkeypatch.setattr(campaign_job, "make_move", edit_first)
    look_for_campaigns(woken)
    assert members(policy) == {1: [2, 3, 4]}
    monkeypatch.undo()
    monkeypatch.setattr("consult.jobs.work.wake", lambda _task, pk: woken.append(pk))
    assert look_for_campaigns(woken) == 1
    assert members(policy) == {2: [2, 3, 4]}
