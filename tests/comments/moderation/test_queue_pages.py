"""The queue: one comment at a time, for each moderator another."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import SecondView, State
from comments.models import Comment, CommentClaim, ModerationAction
from comments.moderation.claims import claim, claim_next, leave
from comments.moderation.redaction_pages import mark_of_change
from comments.moderation.second_looks import ask_second_look, decide_second_look
from comments.moderation.services import moderate
from tests.factories import make_comment, make_many_comments, make_user

NAMES = "wagtailsnippets_comments_comment:"


def address(name, comment=None, query=""):
    args = [comment.pk] if comment else []
    return reverse(NAMES + name, args=args) + (f"?{query}" if query else "")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def amina(db):
    return make_user("Moderators", first_name="Amina", last_name="W.")


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


@pytest.fixture
def three(policy):
    now = timezone.now()
    moments = (now - timedelta(hours=n) for n in (3, 2, 1))
    return [make_comment(policy, received_at=moment) for moment in moments]


def act(client, comment, query="", **data):
    sent = {"seen": mark_of_change(comment), **data}
    return client.post(address("queue_act", comment, query), sent)


def test_queue__begins_with_who_waits_longest_and_goes_on(client, moderator, three):
    first, second, _third = three
    assert client.get(address("queue")).url == address("queued", first)
    after = client.get(address("queue", query=f"after={first.pk}"))
    assert after.url == address("queued", second)
    before = client.get(address("queue", query=f"before={second.pk}"))
    assert before.url == address("queued", first)


def test_queue__keeps_to_what_the_list_was_narrowed_by(client, moderator, policy):
    make_comment(policy, stance="support")
    wanted = make_comment(policy, stance="oppose")
    query = "stance=oppose&state=published&p=2"
    assert client.get(address("queue", query=query)).url.startswith(address("queued", wanted))
    page = client.get(address("queued", wanted, "stance=oppose")).content.decode()
    assert "stance=oppose&amp;after=" in page


def test_queue__at_its_end_says_what_is_left(client, moderator, three):
    page = client.get(address("queue", query=f"after={three[-1].pk}"))
    assert "3 comments wait" in page.content.decode()
    assert not CommentClaim.objects.exists()
    for comment in three:
        moderate(comments=[comment], state=State.PUBLISHED, user=moderator)
    assert "Nothing waits." in client.get(address("queue")).content.decode()


@pytest.mark.parametrize("value", ["\u00b2", "9" * 30, "x", "0"])
def test_queue__a_place_that_nobody_has_is_the_beginning(client, moderator, three, value):
    answer = client.get(address("queue"), {"after": value, "done": value})
    assert answer.status_code == 302
    assert address("queued", three[0]) in answer.url
    assert client.get(answer.url).status_code == 200


def test_queue__two_moderators_never_get_the_same(amina, client, moderator, three):
    other = signed_in(amina)
    assert client.get(address("queue"), follow=True).context["comment"] == three[0]
    assert other.get(address("queue"), follow=True).context["comment"] == three[1]
    assert client.get(address("queue", query=f"after={three[0].pk}")).url == (
        address("queued", three[2])
    )


def test_page__says_who_else_reads_it_and_hinders_nobody(amina, client, moderator, three):
    signed_in(amina).get(address("queued", three[0]))
    for name in ("queued", "inspect"):
        page = client.get(address(name, three[0])).content.decode()
        assert "Amina W. is looking at it." in page
    assert CommentClaim.objects.get().moderator == amina
    act(client, three[0], state="published")
    three[0].refresh_from_db()
    assert three[0].state == State.PUBLISHED


def test_page__shows_clause_quote_and_what_stands_out(client, moderator, policy):
    version = make_comment(policy).version
    address_of, text = next(iter(version.paragraphs.items()))
    words = " ".join(text.split()[:2])
    comment = make_comment(
        policy,
        block_id=address_of,
        quote=words,
        text="Call 0712 345 678 <b>now</b>",
        proposed=f"{words} always",
    )
    soup = BeautifulSoup(client.get(address("queued", comment)).content, "html.parser")
    assert soup.select_one(".queue-text .is-meant mark").text == words
    assert soup.select_one(".queue-words mark").text == "0712 345 678"
    assert "<b>now</b>" in soup.select_one(".queue-words").text
    assert "What would change" in soup.text


def test_act__publishes_logs_and_goes_on_to_the_next(client, moderator, three):
    client.get(address("queued", three[0]))
    answer = act(client, three[0], state="published")
    assert f"after={three[0].pk}" in answer.url
    page = client.get(answer.url, follow=True)
    assert page.context["comment"] == three[1]
    assert page.context["undone"] == three[0].ref
    entry = ModelLogEntry.objects.get(action="comments.published")
    assert entry.user == moderator
    claims = CommentClaim.objects.values_list("comment", flat=True)
    assert list(claims) == [three[1].pk]


def test_act__hiding_without_a_reason_says_so_beside_the_reasons(client, moderator, three):
    for name in ("queue_act", "moderate"):
        sent = {"seen": mark_of_change(three[0]), "state": "hidden"}
        answer = client.post(address(name, three[0]), sent)
        assert answer.status_code == 422
        error = BeautifulSoup(answer.content, "html.parser").select_one(
            ".w-field__errors:not(:empty)"
        )
        assert "Choose the reason" in error.text
    three[0].refresh_from_db()
    assert three[0].state == State.RECEIVED


def test_act__on_what_another_changed_is_stopped_and_shown(amina, client, moderator, three):
    sent = {"seen": mark_of_change(three[0]), "state": "hidden", "hidden_reason": "test"}
    moderate(comments=[Comment.objects.get(pk=three[0].pk)], state="published", user=amina)
    page = client.post(address("queue_act", three[0]), sent, follow=True)
    assert page.context["comment"] == three[0]
    assert "has changed since you opened it" in page.content.decode()
    assert Comment.objects.get(pk=three[0].pk).state == State.PUBLISHED


def test_act__says_so_where_a_second_look_bars_it(amina, client, moderator, policy):
    comment = make_comment(policy)
    moderate(comments=[comment], state=State.HIDDEN, hidden_reason="test", user=moderator)
    ask_second_look(comment=comment, words="")
    decide_second_look(comment=comment, view=SecondView.SHOWN, user=amina)
    comment = Comment.objects.get(pk=comment.pk)
    sent = {"state": "hidden", "hidden_reason": "test"}
    page = client.get(act(client, comment, **sent).url)
    assert f"{comment.ref} was left alone" in page.content.decode()
    assert page.context["comment"] == comment
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED


def test_undo__takes_back_the_last_one_and_shows_it_again(client, moderator, three):
    answer = act(client, three[0], state="hidden", hidden_reason="test")
    page = client.get(answer.url, follow=True)
    sent = {"action": page.context["undone_action"]}
    back = client.post(page.context["undo_url"], sent, follow=True)
    assert back.context["comment"] == three[0]
    assert Comment.objects.get(pk=three[0].pk).state == State.RECEIVED
    again = client.post(page.context["undo_url"], sent, follow=True)
    assert "only once" in again.content.decode()
    assert Comment.objects.get(pk=three[0].pk).state == State.RECEIVED


def test_undo__is_not_undone_so_that_nothing_hidden_comes_back(client, moderator, three):
    moderate(comments=[three[0]], state="published", user=moderator)
    act(client, three[0], state="hidden", hidden_reason="test")
    page = client.get(address("queued", three[0]))
    undone = {"action": page.context["undone_action"]}
    page = client.post(page.context["undo_url"], undone, follow=True)
    assert Comment.objects.get(pk=three[0].pk).state == State.PUBLISHED
    assert "undo_url" not in page.context
    assert "You did nothing here that could be undone." in page.content.decode()
    for last in ModerationAction.objects.all():
        client.post(address("queue_undo", three[0]), {"action": last.pk})
    assert Comment.objects.get(pk=three[0].pk).state == State.PUBLISHED


def test_undo__leaves_alone_what_a_colleague_did_and_says_who(amina, client, moderator, three):
    answer = act(client, three[0], state="published")
    page = client.get(answer.url, follow=True)
    moderate(
        comments=[Comment.objects.get(pk=three[0].pk)],
        state="hidden",
        hidden_reason="test",
        user=amina,
    )
    sent = {"action": page.context["undone_action"]}
    for each in (sent, {"action": ModerationAction.objects.filter(made_by=amina).get().pk}):
        back = client.post(page.context["undo_url"], each, follow=True)
        assert "Nothing is undone" in back.content.decode()
        assert Comment.objects.get(pk=three[0].pk).state == State.HIDDEN
    back = client.post(page.context["undo_url"], sent, follow=True)
    assert "Amina W. has changed" in back.content.decode()
    assert (
        "undo_url"
        not in signed_in(make_user("Moderators")).get(address("queued", three[0])).context
    )


def test_undo__does_not_speak_of_a_colleague_where_the_author_changed_it(client, moderator, three):
    action = moderate(comments=[three[0]], state="published", user=moderator)
    Comment.objects.filter(pk=three[0].pk).update(changed_at=timezone.now())
    page = client.post(address("queue_undo", three[0]), {"action": action.pk}, follow=True)
    assert f"{three[0].ref} has changed since" in page.content.decode()


def test_undo__of_many_at_once_is_not_the_queues(client, moderator, three):
    action = moderate(comments=three, state="published", user=moderator)
    page = client.post(address("queue_undo", three[0]), {"action": action.pk}, follow=True)
    assert "Nothing is undone" in page.content.decode()
    assert not Comment.objects.exclude(state=State.PUBLISHED).exists()


@pytest.mark.parametrize("value", ["", "x", "9" * 30])
def test_undo__of_no_action_says_that_nothing_is_left(client, moderator, three, value):
    page = client.post(address("queue_undo", three[0]), {"action": value}, follow=True)
    assert "Nothing is undone" in page.content.decode()


def test_redacting__comes_back_to_the_place_in_the_queue(client, moderator, policy):
    comment = make_comment(policy, text="Call 0712 345 678 now")
    place = address("queued", comment, "stance=support")
    sent = {"seen": mark_of_change(comment), "flagged": ["0"], "next": place}
    assert client.post(address("redact", comment), sent).url == place
    sent |= {"next": "https://elsewhere.example/"}
    assert client.post(address("redact", comment), sent).url == address("inspect", comment)


def test_leaving__gives_the_comment_back(client, moderator, three):
    until = client.get(address("queued", three[0])).context["until"]
    client.post(address("queue_leave", three[0]), {"until": "2026-01-01T00:00:00+00:00"})
    client.post(address("queue_leave", three[1]), {"until": "2026-13-41T00:00:00+00:00"})
    assert CommentClaim.objects.exists()
    client.post(address("queue_leave", three[0]), {"until": until})
    assert not CommentClaim.objects.exists()


def test_leaving__takes_nothing_from_another(amina, client, moderator, three):
    claim(comment=three[0], user=amina)
    client.post(address("queue_leave", three[0]))
    assert CommentClaim.objects.get().moderator == amina


def test_claim__ends_by_itself_and_then_anybody_has_it(amina, moderator, three):
    held = claim(comment=three[0], user=amina)
    assert claim(comment=three[0], user=moderator).moderator == amina
    CommentClaim.objects.filter(pk=held.pk).update(until=timezone.now())
    assert claim(comment=three[0], user=moderator).moderator == moderator


def test_claim__a_moderator_has_one_at_a_time(moderator, three):
    claim(comment=three[0], user=moderator)
    claim(comment=three[1], user=moderator)
    assert CommentClaim.objects.get().comment == three[1]
    leave(user=moderator)
    assert claim_next(waiting=Comment.objects.none(), user=moderator) is None


def test_page__takes_few_queries(client, moderator, policy, django_assert_max_num_queries):
    make_many_comments(policy, 40, state=State.RECEIVED)
    page = client.get(address("queue"), follow=True)
    with django_assert_max_num_queries(17):
        step = client.get(page.context["next_url"])
    with django_assert_max_num_queries(17):
        client.get(step.url)


def test_pages__are_for_moderators_alone(client, three):
    client.force_login(make_user("Analysts"))
    asked = [client.get(address("queue")), client.get(address("queued", three[0]))]
    asked += [
        client.post(address(name, three[0])) for name in ("queue_act", "queue_leave", "queue_undo")
    ]
    assert {each.status_code for each in asked} <= {302, 403}
    assert not any("queue" in each.headers.get("Location", "") for each in asked)
    assert not CommentClaim.objects.exists()
