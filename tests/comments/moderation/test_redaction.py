"""Words taken out of the public's sight: who may, what is logged, and that none is left."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from comments.choices import RedactionReason, State
from comments.flagged_words import FlaggedWords
from comments.models import Comment, Redaction
from comments.moderation.redacting import lift, redact
from comments.moderation.redaction_pages import mark_of_change
from comments.moderation.services import ModerationError, moderate
from comments.public_words import MARK
from comments.register.ledger.entries import verify
from reports.freeze import freeze
from reports.models import Report
from tests.factories import make_comment, make_user

NAME = FlaggedWords("Achieng Wekesa", RedactionReason.PERSON)
SAID = {
    "text": "Achieng  WEKESA of our market took the money. Call 0712 345 678.",
    "proposed": "Nobody like achieng wekesa shall hold office.",
    "reason": "Because <b>Achieng Wekesa</b> did 👍🏽.",
}
PATTERN = re.compile(r"achieng|wekesa", re.IGNORECASE)
INSPECT, REDACT, LIFT, SEALED = (
    f"wagtailsnippets_comments_comment:{name}" for name in ("inspect", "redact", "lift", "sealed")
)


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


@pytest.fixture
def comment(policy):
    return make_comment(policy, state=State.PUBLISHED, **SAID)


def frozen(policy, tmp_path, language="en"):
    report = Report.objects.create(
        policy=policy, edition=policy.current_edition, language=language, filters={}
    )
    made = freeze(report, tmp_path / f"{language}.jsonl.gz", progress=lambda _done: None)
    return json.dumps(list(made.dataset.rows()), ensure_ascii=False)


def inspected(client, comment):
    return client.get(reverse(INSPECT, args=[comment.pk])).content.decode()


def test_redact__no_public_output_shows_the_words(
    client, policy, comment, moderator, tmp_path, django_capture_on_commit_callbacks
):
    section = comment.version.section
    assert PATTERN.search(Client().get(section.url).content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        redact(comment=comment, chosen=[NAME], user=moderator)
    text = reverse(
        "policies:section_text", args=[policy.slug, comment.edition.number, comment.version_id]
    )
    public = [Client().get(url).content.decode() for url in (section.url, text)]
    for shown in (*public, frozen(policy, tmp_path), frozen(policy, tmp_path, "sw")):
        assert not PATTERN.search(shown)
    assert public[0].count(f"{MARK} [name of a private person]") == 3
    assert "of our market took the money" in public[0]
    staff = [reverse("wagtailsnippets_comments_comment:list"), reverse(INSPECT, args=[comment.pk])]
    for url in staff:
        assert not PATTERN.search(client.get(url).content.decode())


def test_redact__the_author_sees_their_own_words_and_the_ledger_holds(policy, comment, moderator):
    redact(comment=comment, chosen=[NAME], user=moderator)
    receipt = reverse("comments:receipt", args=[comment.submission.printed_receipt])
    assert "Achieng  WEKESA of our market" in Client().get(receipt).content.decode()
    assert verify(policy) == []


def test_redact__says_the_reason_in_the_readers_language(policy, comment, moderator):
    redact(comment=comment, chosen=[NAME], user=moderator)
    comment.refresh_from_db()
    with translation.override("sw"):
        swahili = str(RedactionReason.PERSON.label)
        assert f"{MARK} [{swahili}]" in comment.public.text


def test_redact__is_logged_without_the_words(comment, moderator):
    redact(comment=comment, chosen=[NAME], user=moderator)
    entry = ModelLogEntry.objects.get(action="comments.redacted")
    assert (entry.user, entry.data) == (moderator, {"reasons": ["person"], "places": 3})
    assert not PATTERN.search(json.dumps([entry.data, entry.label]))


def test_redact__of_a_text_that_is_another_by_now_veils_all_of_it(comment, moderator):
    redact(comment=comment, chosen=[NAME], user=moderator)
    Comment.objects.filter(pk=comment.pk).update(text="So says Wekesa Achieng of the market.")
    said = Comment.objects.get(pk=comment.pk).public
    assert said.text == f"{MARK} [name of a private person]"
    assert not PATTERN.search(str(said.added))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Choose or type"),
        ([FlaggedWords("Barasa", RedactionReason.PERSON)], "does not stand"),
        ([FlaggedWords("market", "because")], "from the list"),
    ],
)
def test_redact__refuses_what_it_cannot_do(comment, moderator, chosen, said):
    with pytest.raises(ModerationError, match=said):
        redact(comment=comment, chosen=chosen, user=moderator)
    assert not Redaction.objects.exists()


def test_redact__stops_where_the_comment_has_changed_since(comment, moderator):
    stale = Comment.objects.get(pk=comment.pk)
    moderate(comments=[comment], state=State.RECEIVED, user=moderator)
    with pytest.raises(ModerationError, match="has changed"):
        redact(comment=stale, chosen=[NAME], user=moderator)


def test_page__offers_what_stands_out_and_redacts_it(client, policy, comment, moderator):
    assert "0712 345 678 (telephone number or address)" in inspected(client, comment)
    sent = {"seen": mark_of_change(comment), "flagged": "0", "words": "achieng wekesa"}
    client.post(reverse(REDACT, args=[comment.pk]), sent)
    assert not Redaction.objects.exists()
    page = client.post(
        reverse(REDACT, args=[comment.pk]), {**sent, "reason": "person"}, follow=True
    )
    assert "Redacted in 4 places." in page.content.decode()
    assert "0712" not in Client().get(comment.version.section.url).content.decode()


def test_page__that_was_opened_before_a_change_redacts_nothing(client, comment, moderator):
    sent = {"seen": "", "flagged": "0"}
    page = client.post(reverse(REDACT, args=[comment.pk]), sent, follow=True)
    assert "has changed since you opened it" in page.content.decode()
    assert not Redaction.objects.exists()


def test_sealed__are_shown_on_demand_and_that_is_logged(client, comment, moderator):
    redact(comment=comment, chosen=[NAME], user=moderator)
    assert client.get(reverse(SEALED, args=[comment.pk])).status_code == 405
    page = client.post(reverse(SEALED, args=[comment.pk])).content.decode()
    assert "&lt;b&gt;Achieng Wekesa&lt;/b&gt;" in page
    entry = ModelLogEntry.objects.get(action="comments.unsealed")
    assert (entry.user, entry.object_id) == (moderator, str(comment.pk))


def test_lift__shows_all_words_again_and_keeps_the_record(client, comment, moderator):
    redact(comment=comment, chosen=[NAME], user=moderator)
    now = Comment.objects.get(pk=comment.pk)
    client.post(reverse(LIFT, args=[comment.pk]), {"seen": mark_of_change(now)})
    assert Redaction.objects.filter(lifted_at=None).count() == 3
    sure = {"seen": mark_of_change(now), "sure": "yes"}
    client.post(reverse(LIFT, args=[comment.pk]), sure)
    assert PATTERN.search(Comment.objects.get(pk=comment.pk).public.text)
    assert Redaction.objects.filter(lifted_by=moderator).count() == 3
    assert ModelLogEntry.objects.filter(action="comments.unredacted", user=moderator).exists()
    assert lift(comment=comment, user=moderator) == 0


def test_lift__of_nothing_says_so(client, comment, moderator):
    sent = {"sure": "on", "seen": mark_of_change(comment)}
    url = reverse("wagtailsnippets_comments_comment:lift", args=[comment.pk])
    page = client.post(url, sent, follow=True)
    assert "Nothing is shown again" in page.content.decode()


def test_redact_and_lift__leave_alone_what_was_redacted_since_it_was_read(comment, moderator):
    seen = Comment.objects.prefetch_related("redactions").get(pk=comment.pk)
    redact(comment=comment, chosen=[NAME], user=moderator)
    assert lift(comment=seen, user=moderator) == 0
    with pytest.raises(ModerationError, match="has changed"):
        redact(comment=seen, chosen=[NAME], user=moderator)
    assert Redaction.objects.filter(lifted_at=None).count() == 3


@pytest.mark.parametrize("role", ["Editors", "Analysts", "Clerks", ""])
@pytest.mark.parametrize("name", [REDACT, LIFT, SEALED])
def test_redaction__is_for_moderators_alone(client, comment, role, name):
    redact(comment=comment, chosen=[NAME], user=make_user("Moderators"))
    client.force_login(make_user(role))
    sent = {"seen": mark_of_change(comment), "flagged": "0"}
    response = client.post(reverse(name, args=[comment.pk]), sent)
    assert not PATTERN.search(response.content.decode())
    assert Redaction.objects.filter(lifted_at=None).count() == 3


def test_section__asks_once_for_redactions_however_many(policy, comment, moderator):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            _said = [each.public for each in Comment.objects.for_section()]
        return len(asked)

    one = queries()
    for _n in range(3):
        redact(
            comment=make_comment(policy, state=State.PUBLISHED, **SAID),
            chosen=[NAME],
            user=moderator,
        )
    assert queries() == one
