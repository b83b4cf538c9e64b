"""What is done to many comments at once, from their list."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import HiddenReason, State
from comments.models import ChosenComments, Comment, ModerationAction
from comments.moderation import choosing, services
from comments.moderation.moderation_job import work_on_moderation
from comments.moderation.services import moderate
from comments.register.services import withdraw
from tests.choosing import LIST, act, choose, look_at, mark_shown
from tests.factories import make_comment, make_many_comments, make_user

REASON = {"hidden_reason": HiddenReason.OFF_TOPIC}
CHOOSE = "wagtailsnippets_comments_comment:choose"


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


def words(response):
    return BeautifulSoup(response.content, "lxml").main.get_text(" ", strip=True)


def test_hide__those_ticked_with_a_reason(client, moderator, policy):
    comments = [make_comment(policy) for _n in range(3)]
    response = act(client, "hide", comments[:2], REASON)
    assert response.url == reverse(LIST)
    assert Comment.objects.filter(state=State.HIDDEN).count() == 2
    assert ModelLogEntry.objects.filter(action="comments.hidden", user=moderator).count() == 2
    assert not ChosenComments.objects.exists()


def test_hide__without_a_reason_shows_the_form_again(client, moderator, policy):
    response = act(client, "hide", [make_comment(policy)])
    assert "Choose the reason" in words(response)
    assert Comment.objects.waiting().count() == 1


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("?stance=oppose", "the wanted words"), ("?q=wanted&state=received", "the wanted words")],
)
def test_all__is_what_the_narrowed_list_found(client, moderator, policy, query, wanted):
    make_comment(policy, section=1, stance="oppose", text="the wanted words")
    make_comment(policy, section=2, stance="support", text="other things")
    act(client, "publish", [], query=query, mark=mark_shown(client, query))
    assert [comment.text for comment in Comment.objects.published()] == [wanted]


def test_all__leaves_what_came_since_and_says_so(client, moderator, policy):
    early = make_comment(policy)
    mark = mark_shown(client)
    late = make_comment(policy, received_at=timezone.now() - timedelta(days=9))
    chosen = choose(client, "publish", [], mark=mark)["Location"]
    assert "1 comment came since the list was opened" in words(client.get(chosen))
    make_comment(policy)
    client.post(chosen)
    assert list(Comment.objects.published()) == [early]
    late.refresh_from_db()
    assert late.state == State.RECEIVED


@pytest.mark.parametrize("ticked", [True, False])
def test_chosen__what_another_changed_since_the_list_was_opened_is_left(
    client, moderator, policy, ticked
):
    mine, theirs = make_comment(policy), make_comment(policy)
    mark = mark_shown(client)
    moderate(comments=[theirs], state=State.HIDDEN, **REASON, user=make_user("Moderators"))
    chosen = choose(client, "publish", [mine, theirs] if ticked else [], mark=mark)["Location"]
    assert "1 comment was changed by somebody else" in words(client.get(chosen))
    client.post(chosen)
    assert list(Comment.objects.published()) == [mine]


def test_chosen__what_another_changes_before_it_is_confirmed_is_stopped_and_shown(
    client, moderator, policy
):
    mine, theirs, taken_back = (make_comment(policy) for _n in range(3))
    chosen = choose(client, "publish", [])["Location"]
    moderate(comments=[theirs], state=State.HIDDEN, **REASON, user=make_user("Moderators"))
    withdraw(comment=taken_back)
    page = words(client.post(chosen, follow=True))
    assert "1 comment published" in page
    assert "2 comments were left alone" in page
    assert theirs.ref in page
    assert list(Comment.objects.published()) == [mine]


def test_chosen__is_done_once(client, moderator, policy):
    comment = make_comment(policy)
    chosen = choose(client, "publish", [comment])["Location"]
    client.post(chosen)
    again = client.post(chosen, follow=True)
    assert "That was done already" in again.content.decode()
    assert ModerationAction.objects.count() == 1


def test_chosen__by_somebody_else_is_not_shown(client, moderator, policy):
    chosen = choose(client, "publish", [make_comment(policy)])["Location"]
    client.force_login(make_user("Moderators"))
    assert client.get(chosen).url == reverse(LIST)


def test_chosen__leaves_withdrawn_comments_and_says_so(client, moderator, policy):
    withdrawn, waiting = make_comment(policy, state=State.WITHDRAWN), make_comment(policy)
    assert "they were withdrawn" not in words(look_at(client, "publish", [waiting]))
    assert "it was withdrawn" in words(look_at(client, "publish", [withdrawn, waiting]))
    act(client, "publish", [withdrawn, waiting])
    assert list(Comment.objects.published()) == [waiting]


@pytest.mark.parametrize("role", ["Editors", "Analysts", "Clerks", ""])
def test_choose__is_refused_to_who_may_not_moderate(client, policy, role):
    comment = make_comment(policy)
    client.force_login(make_user(role))
    response = choose(client, "publish", [comment])
    assert "chosen" not in response.get("Location", "")
    assert not ChosenComments.objects.exists()


@pytest.mark.parametrize("mark", ["", "x", "a:b:c"])
def test_choose__without_a_mark_of_ours_is_refused(client, moderator, policy, mark):
    make_comment(policy)
    sent = {"all": "1", "action": "publish", "mark": mark}
    client.post(reverse(CHOOSE), sent)
    assert not ChosenComments.objects.exists()


def test_choose__from_a_list_of_yesterday_is_refused(client, moderator, policy, monkeypatch):
    mark = mark_shown(client) if make_comment(policy) else ""
    monkeypatch.setattr(choosing, "KEPT", timedelta(seconds=-1))
    assert choose(client, "publish", [], mark=mark).url == reverse(LIST)
    assert not ChosenComments.objects.exists()


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 40], ["²"]])
def test_choose__nothing_goes_back_to_the_list(client, moderator, policy, keys):
    mark = choosing.ListMark.now("stance=oppose").signed
    sent = {"id": keys, "action": "publish", "mark": mark}
    assert client.post(reverse(CHOOSE), sent).url == reverse(LIST) + "?stance=oppose"


def test_choose__leads_to_no_other_site(client, moderator, policy):
    comment, mark = make_comment(policy), choosing.ListMark.now("").signed
    sent = {"id": comment.pk, "action": "publish", "mark": mark, "next": "https://example.org/"}
    chosen = client.post(reverse(CHOOSE), sent).url
    assert client.post(chosen).url == reverse(LIST)


def test_thousands__are_chosen_without_a_long_address_and_done_by_a_job(
    client, moderator, policy, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(services, "AT_ONCE", 50)
    monkeypatch.setattr(services, "BATCH", 40)
    make_many_comments(policy, 100, state=State.RECEIVED)
    chosen = choose(client, "publish", []).url
    assert len(chosen) < 100
    acted = client.post(chosen).url
    action = ModerationAction.objects.get()
    assert "Waiting for a worker" in words(client.get(acted))
    assert work_on_moderation(action.pk)
    assert Comment.objects.published().count() == 100
    assert "100 comments published" in words(client.get(acted))
    client.post(reverse("wagtailsnippets_comments_comment:undo", args=[action.pk]))
    undoing = ModerationAction.objects.get(undoes=action)
    assert work_on_moderation(undoing.pk)
    assert Comment.objects.waiting().count() == 100


def test_all__takes_as_many_queries_for_many(client, moderator, policy, django_assert_num_queries):
    make_many_comments(policy, 300, state=State.RECEIVED)
    chosen = choose(client, "publish", []).url
    with django_assert_num_queries(25, exact=False):
        client.post(chosen)
    assert Comment.objects.published().count() == 300
