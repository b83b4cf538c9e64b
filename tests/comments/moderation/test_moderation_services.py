"""Publishing, hiding and undoing, as a service."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.choices import Done, HiddenReason, HoldReason, State
from comments.models import Comment, ModerationAction
from comments.moderation import services
from comments.moderation.moderation_job import work_on_moderation
from comments.moderation.services import ModerationError, moderate, moderate_chosen, undo
from comments.register.services import withdraw
from consult.jobs.job import JobState
from tests.factories import make_comment, make_user

OFF_TOPIC = HiddenReason.OFF_TOPIC


@pytest.fixture
def moderator(db):
    return make_user("Moderators")


def states():
    return list(Comment.objects.order_by("number").values_list("state", "hidden_reason"))


def test_moderate__is_one_action_with_who_when_what_and_how_many(policy, moderator):
    comments = [make_comment(policy) for _n in range(3)]
    action = moderate(
        comments=comments, state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=moderator
    )
    assert (action.made_by, action.role, action.done) == (moderator, "Moderators", Done.HIDDEN)
    assert action.changed.count() == 3
    assert action.is_finished
    entries = ModelLogEntry.objects.filter(action="comments.hidden")
    assert {entry.data["action"] for entry in entries} == {action.pk}
    assert len({entry.uuid for entry in entries}) == 1
    assert {entry.label for entry in entries} == {comment.ref for comment in comments}


def test_moderate__stops_at_what_changed_since_it_was_read(policy, moderator):
    comment = make_comment(policy)
    stale = Comment.objects.get(pk=comment.pk)
    moderate(comments=[comment], state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=None)
    action = moderate(comments=[stale], state=State.PUBLISHED, user=moderator)
    assert states() == [("hidden", OFF_TOPIC)]
    assert [each.comment for each in action.stopped] == [comment]
    assert not action.changed.exists()


@pytest.mark.parametrize(
    ("state", "reason"),
    [("hidden", ""), ("published", "off_topic"), ("hidden", "rude"), ("withdrawn", ""), ("x", "")],
)
def test_moderate__what_does_not_fit_changes_nothing(policy, moderator, state, reason):
    comment = make_comment(policy)
    with pytest.raises(ModerationError):
        moderate(comments=[comment], state=state, hidden_reason=reason, user=moderator)
    assert not ModerationAction.objects.exists()


def test_undo__puts_each_back_to_what_it_was(policy, moderator):
    comments = [
        make_comment(policy, hold_reason=HoldReason.VISIT),
        make_comment(policy, state=State.PUBLISHED),
        make_comment(policy, state=State.HIDDEN, hidden_reason=HiddenReason.TEST),
    ]
    before = states()
    action = moderate(
        comments=comments, state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=moderator
    )
    undone = undo(action=action, user=moderator)
    assert states() == before
    assert Comment.objects.get(pk=comments[0].pk).is_held
    assert (undone.undoes, undone.changed.count()) == (action, 3)
    assert ModelLogEntry.objects.filter(action="comments.received").count() == 1
    undo(action=undone, user=moderator)
    assert states() == [("hidden", OFF_TOPIC)] * 3


def test_undo__touches_only_what_is_still_as_it_was_left(policy, moderator):
    still, hidden, withdrawn = (make_comment(policy) for _n in range(3))
    action = moderate(comments=[still, hidden, withdrawn], state=State.PUBLISHED, user=moderator)
    moderate(comments=[hidden], state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=None)
    withdraw(comment=withdrawn)
    undone = undo(action=action, user=moderator)
    assert [state for state, _reason in states()] == ["received", "hidden", "withdrawn"]
    assert (undone.changed.count(), undone.stopped.count()) == (1, 2)
    with pytest.raises(ModerationError, match="Nothing is left"):
        undo(action=action, user=moderator)


def test_undo__of_one_leaves_the_others(policy, moderator):
    one, other = make_comment(policy), make_comment(policy)
    action = moderate(comments=[one, other], state=State.PUBLISHED, user=moderator)
    undo(action=action, user=moderator, comments=[one])
    assert [state for state, _reason in states()] == ["received", "published"]


def test_undo__what_was_published_once_is_not_taken_for_untouched(policy, moderator):
    comment = make_comment(policy)
    action = moderate(comments=[comment], state=State.PUBLISHED, user=moderator)
    undo(action=action, user=moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.is_untouched) == (State.RECEIVED, False)


def test_job__goes_on_where_the_last_worker_stopped(policy, moderator, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 1)
    monkeypatch.setattr(services, "BATCH", 2)
    comments = [make_comment(policy) for _n in range(5)]
    seen = {comment.pk: None for comment in comments}
    action = moderate_chosen(seen=seen, state=State.PUBLISHED, user=moderator)
    assert action.state == JobState.QUEUED
    with pytest.raises(ModerationError, match="under way"):
        undo(action=action, user=moderator)
    [first, *_rest] = services.batches(action)
    services.apply_batch(action, first[1])
    ModerationAction.objects.filter(pk=action.pk).update(at=2)
    work_on_moderation(action.pk)
    action.refresh_from_db()
    assert (action.state, action.at, action.changed.count()) == (JobState.DONE, 5, 5)
    assert not work_on_moderation(action.pk)


@pytest.mark.parametrize("role", ["Editors", "Analysts", "Clerks", ""])
@pytest.mark.parametrize("name", ["acted", "acted_status", "actions", "undo"])
def test_actions__are_for_moderators_alone(client, policy, moderator, role, name):
    action = moderate(comments=[make_comment(policy)], state=State.PUBLISHED, user=moderator)
    client.force_login(make_user(role))
    args = [] if name == "actions" else [action.pk]
    url = reverse(f"wagtailsnippets_comments_comment:{name}", args=args)
    response = client.post(url) if name == "undo" else client.get(url)
    assert response.status_code != 200
    assert states() == [("published", "")]


def test_comment__is_undone_from_its_page(client, policy, moderator):
    client.force_login(moderator)
    one, other = make_comment(policy), make_comment(policy)
    action = moderate(comments=[one, other], state=State.PUBLISHED, user=moderator)
    inspect = reverse("wagtailsnippets_comments_comment:inspect", args=[one.pk])
    assert "Undo: back to “Received”" in client.get(inspect).content.decode()
    url = reverse("wagtailsnippets_comments_comment:undo", args=[action.pk])
    assert client.post(url, {"comment": one.pk}).url == inspect
    assert [state for state, _reason in states()] == ["received", "published"]
    listed = reverse("wagtailsnippets_comments_comment:actions")
    assert client.get(listed).content.decode().count("/actions/") >= 2


def test_moderate__one_that_changed_since_its_page_was_opened_is_shown_instead(
    client, policy, moderator
):
    client.force_login(moderator)
    comment = make_comment(policy)
    moderate(comments=[comment], state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=None)
    url = reverse("wagtailsnippets_comments_comment:moderate", args=[comment.pk])
    page = client.post(url, {"state": "published", "seen": ""}, follow=True)
    assert "has changed since you opened it" in page.content.decode()
    assert states() == [("hidden", OFF_TOPIC)]
