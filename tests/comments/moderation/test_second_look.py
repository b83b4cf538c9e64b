"""A second look at a hidden comment, and what the public is told of moderation."""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.choices import HiddenReason, RedactionReason, SecondView, State
from comments.flagged_words import FlaggedWords
from comments.models import ModerationAction, SecondLook
from comments.moderation.redacting import redact
from comments.moderation.redaction_pages import mark_of_change
from comments.moderation.second_looks import ask_second_look, decide_second_look
from comments.moderation.services import ModerationError, moderate, undo
from tests.factories import make_comment, make_user

OFF_TOPIC = HiddenReason.OFF_TOPIC
INSPECT = "wagtailsnippets_comments_comment:inspect"
DECIDE = "wagtailsnippets_comments_comment:second_view"


@pytest.fixture
def moderator(db):
    return make_user("Moderators")


@pytest.fixture
def hidden(policy, moderator):
    comment = make_comment(policy, text="Words of theirs.")
    moderate(comments=[comment], state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=moderator)
    return comment


def asking(comment, language="en"):
    args = [comment.submission.printed_receipt, comment.number]
    return reverse("comments:second_look", args=args).replace("/en/", f"/{language}/")


def receipt(comment, language="en"):
    url = reverse("comments:receipt", args=[comment.submission.printed_receipt])
    return Client().get(url.replace("/en/", f"/{language}/")).content.decode()


def test_receipt__leads_to_asking_once(hidden):
    assert asking(hidden) in receipt(hidden)
    assert "Not about this policy" in Client().get(asking(hidden)).content.decode()
    sent = Client().post(asking(hidden), {"words": "It is about <b>water</b>."})
    assert sent.status_code == 302
    assert SecondLook.objects.get(comment=hidden).words == "It is about <b>water</b>."
    assert "another moderator will decide" in receipt(hidden)
    assert asking(hidden) not in receipt(hidden)
    assert Client().post(asking(hidden), {"words": "Again!"}).status_code == 302
    assert SecondLook.objects.get().words == "It is about <b>water</b>."
    entry = ModelLogEntry.objects.get(action="comments.second_look")
    assert "water" not in str(entry.data)


@pytest.mark.parametrize("state", [State.RECEIVED, State.PUBLISHED, State.WITHDRAWN])
def test_asking__of_what_is_not_hidden_leads_back(policy, state):
    comment = make_comment(policy, state=state)
    assert asking(comment) not in receipt(comment)
    assert "/receipt/" in Client().post(asking(comment), {"words": "x"}).url
    assert not SecondLook.objects.exists()
    with pytest.raises(ModerationError):
        ask_second_look(comment=comment, words="x")


def test_asking__too_much_is_shown_again(hidden):
    page = Client().post(asking(hidden), {"words": "Word. " * 200})
    assert page.status_code == 422
    assert "Word. Word." in page.content.decode()


def test_asking__with_another_receipt_is_not_found(policy, hidden):
    other = make_comment(policy)
    url = reverse("comments:second_look", args=[other.submission.printed_receipt, hidden.number])
    assert Client().get(url).status_code == 404


def test_decide__is_for_another_moderator(client, hidden, moderator):
    ask_second_look(comment=hidden, words="It is about <b>water</b>.")
    client.force_login(moderator)
    page = client.get(reverse(INSPECT, args=[hidden.pk])).content.decode()
    assert "another moderator decides" in page
    assert "It is about &lt;b&gt;water&lt;/b&gt;." in page
    with pytest.raises(ModerationError, match="You hid it yourself"):
        decide_second_look(comment=hidden, view=SecondView.SHOWN, user=moderator)
    other = make_user("Moderators")
    client.force_login(other)
    assert "Second looks asked for" in client.get("/admin/").content.decode()
    sent = {"view": "shown", "seen": mark_of_change(hidden)}
    client.post(reverse(DECIDE, args=[hidden.pk]), sent)
    look = SecondLook.objects.select_related("comment").get()
    assert (look.decided_by, look.view, look.comment.state) == (other, "shown", State.PUBLISHED)
    assert ModelLogEntry.objects.filter(action="comments.second_view", user=other).exists()
    assert "Second looks asked for" not in client.get("/admin/").content.decode()


def test_decide__is_for_nobody_who_ever_hid_it(hidden, moderator):
    other, third = make_user("Moderators"), make_user("Moderators")
    reason = next(each for each in HiddenReason if each != OFF_TOPIC)
    moderate(comments=[hidden], state=State.HIDDEN, hidden_reason=reason, user=other)
    ask_second_look(comment=hidden, words="")
    for user in (moderator, other):
        with pytest.raises(ModerationError, match="You hid it yourself"):
            decide_second_look(comment=hidden, view=SecondView.HIDDEN, user=user)
    assert decide_second_look(comment=hidden, view=SecondView.SHOWN, user=third).decided_by == third


def test_moderate__who_hid_it_does_not_hide_again_what_a_second_look_showed(hidden, moderator):
    ask_second_look(comment=hidden, words="")
    decide_second_look(comment=hidden, view=SecondView.SHOWN, user=make_user("Moderators"))
    hidden.refresh_from_db()
    shown = ModerationAction.objects.order_by("pk").last()
    again = {"comments": [hidden], "state": State.HIDDEN, "hidden_reason": OFF_TOPIC}
    undo(action=shown, user=moderator)
    stopped = moderate(**again, user=moderator)
    hidden.refresh_from_db()
    assert hidden.state == State.PUBLISHED
    assert stopped.moderated.get().changed_at is None
    moderate(**again, user=make_user("Moderators"))
    assert hidden.state == State.HIDDEN


def test_decide__locks_the_comment_before_what_belongs_to_it(hidden, locked_rows):
    """As erasing does: each waits for the other's first row, and neither for its second."""
    ask_second_look(comment=hidden, words="")
    with locked_rows() as locked:
        decide_second_look(comment=hidden, view=SecondView.SHOWN, user=make_user("Moderators"))
    assert locked[:2] == ["comments_comment", "comments_secondlook"]


@pytest.fixture
def locked_rows(monkeypatch):
    """The tables of which rows are locked, in order; SQLite locks them all at once."""
    evaluated = QuerySet._fetch_all

    @contextmanager
    def watched():
        tables = []

        def fetch(self):
            if self._result_cache is None and self.query.select_for_update:
                tables.append(self.model._meta.db_table)
            return evaluated(self)

        monkeypatch.setattr(QuerySet, "_fetch_all", fetch)
        yield tables

    return watched


def test_decide__it_stays_hidden_and_the_author_is_told(hidden):
    ask_second_look(comment=hidden, words="")
    other = make_user("Moderators")
    decide_second_look(comment=hidden, view=SecondView.HIDDEN, user=other)
    assert "it stays hidden" in receipt(hidden)
    with pytest.raises(ModerationError, match="no second look"):
        decide_second_look(comment=hidden, view=SecondView.SHOWN, user=other)


def test_decide__what_changed_meanwhile_is_looked_at_first(hidden, moderator):
    ask_second_look(comment=hidden, words="")
    moderate(comments=[hidden], state=State.PUBLISHED, user=moderator)
    with pytest.raises(ModerationError, match="has changed"):
        decide_second_look(comment=hidden, view="hidden", user=make_user("Moderators"))


@pytest.mark.parametrize("role", ["Editors", "Analysts", "Clerks", ""])
def test_decide__is_refused_to_other_roles(client, hidden, role):
    ask_second_look(comment=hidden, words="")
    client.force_login(make_user(role))
    sent = {"view": "shown", "seen": mark_of_change(hidden)}
    client.post(reverse(DECIDE, args=[hidden.pk]), sent)
    assert SecondLook.objects.get().decided_at is None


def test_log__counts_by_reason_and_role_and_names_nobody(policy, hidden, moderator):
    action = moderate(
        comments=[make_comment(policy), make_comment(policy)],
        state=State.PUBLISHED,
        user=moderator,
    )
    undo(action=action, user=moderator)
    ask_second_look(comment=hidden, words="Secret words.")
    words = FlaggedWords("theirs", RedactionReason.PERSON)
    redact(comment=hidden, chosen=[words], user=moderator)
    page = Client().get(reverse("comments:moderation_log", args=[policy.slug])).content.decode()
    for said in ("Not about this policy: 1", "name of a private person: 1", "Asked for: 1"):
        assert said in page
    for kept in (moderator.username, moderator.email, "Secret words", "theirs"):
        assert kept not in page
    rows = [row.split("</td>")[:3] for row in page.split("<tr>")[2:]]
    told = [[cell.rpartition(">")[2].strip() for cell in row] for row in rows]
    assert ["Published", "Moderators", "2"] in told
    assert ["Undone", "Moderators", "2"] in told
    assert ["Hidden: Not about this policy", "Moderators", "1"] in told


def test_log__is_kept_until_something_is_moderated(
    policy, moderator, django_capture_on_commit_callbacks
):
    cache.clear()
    url = reverse("comments:moderation_log", args=[policy.slug])
    assert "No comment is hidden." in Client().get(url).content.decode()
    comment = make_comment(policy)
    with django_capture_on_commit_callbacks(execute=True):
        moderate(comments=[comment], state=State.HIDDEN, hidden_reason=OFF_TOPIC, user=moderator)
    assert "Not about this policy: 1" in Client().get(url).content.decode()
    assert Client().get(url.replace("/en/", "/sw/")).status_code == 200


def test_log__of_a_policy_that_is_not_public_is_not_found(policy):
    policy.unpublish()
    assert Client().get(reverse("comments:moderation_log", args=[policy.slug])).status_code == 404
