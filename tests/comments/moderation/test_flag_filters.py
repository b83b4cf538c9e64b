"""The list narrows by what stands out in a comment's words, and by the language it was sent in."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from comments.choices import RedactionReason
from comments.flagged_words import FlaggedWords
from comments.models import Comment
from comments.moderation.redacting import lift, redact
from comments.register.editing import edit
from comments.register.erasing import erase
from tests.factories import make_comment, make_user

LIST = "wagtailsnippets_comments_comment:list"
CONTACT, IDENTITY, INSULT = (
    RedactionReason.CONTACT,
    RedactionReason.IDENTITY,
    RedactionReason.INSULT,
)
PHONE = "Call 0712 345 678 for more."


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


def found(client, **query) -> set[str]:
    page = client.get(reverse(LIST), query)
    assert page.status_code == 200
    return {comment.text for comment in page.context["object_list"]}


def flags(comment: Comment) -> int:
    return Comment.objects.get(pk=comment.pk).flags


def test_flags__narrow_to_what_stands_out_in_any_of_the_words(client, moderator, policy):
    texts = {
        PHONE: [CONTACT],
        "Write to somebody@example.org please.": [CONTACT],
        "My ID is 12345678, look me up.": [IDENTITY],
        "The clerk is an idiot, mail a@example.org": [CONTACT, INSULT],
        "Nothing to see in this one.": [],
    }
    for text in texts:
        make_comment(policy, text=text)
    make_comment(policy, text="It is in the reason.", reason="You wapumbavu.")
    texts["It is in the reason."] = [INSULT]
    for flag in (CONTACT, IDENTITY, INSULT):
        assert found(client, flags=flag) == {text for text, has in texts.items() if flag in has}
    either = found(client, flags=[IDENTITY, INSULT])
    assert either == {text for text, has in texts.items() if {IDENTITY, INSULT} & set(has)}
    assert found(client) == set(texts)


def test_flags__what_was_redacted_stands_out_no_more_until_it_is_lifted(policy, moderator):
    comment = make_comment(policy, text=PHONE)
    redact(comment=comment, chosen=[FlaggedWords("0712 345 678", CONTACT)], user=moderator)
    assert flags(comment) == 0
    lift(comment=Comment.objects.get(pk=comment.pk), user=moderator)
    assert flags(comment) > 0


def test_flags__follow_the_words_when_they_are_edited_and_go_when_erased(policy, moderator):
    comment = make_comment(policy, text="Nothing here.")
    edit(comment=comment, said=Comment(text=PHONE, stance="oppose"), tags=[], seen=1)
    assert flags(comment) > 0
    erase(submission=comment.submission, reason="asked", user=moderator)
    assert flags(comment) == 0


def test_flags__of_comments_from_before_are_noted_by_the_migration(policy, moderator):
    plain, marked, redacted = (
        make_comment(policy, text=text) for text in ("Nothing here.", PHONE, PHONE + " idiot")
    )
    redact(comment=redacted, chosen=[FlaggedWords("0712 345 678", CONTACT)], user=moderator)
    kept = dict(Comment.objects.values_list("pk", "flags"))
    Comment.objects.update(flags=0)
    import_module("comments.migrations.0024_flag_comments").flag_comments(apps, None)
    assert dict(Comment.objects.values_list("pk", "flags")) == kept
    assert (kept[plain.pk], kept[marked.pk], kept[redacted.pk]) == (0, 1, 4)


def test_language__narrows_to_what_was_sent_in_it(client, moderator, policy):
    for language in ("en", "sw"):
        make_comment(policy, text=f"Sent in {language}", language=language)
    assert found(client, language="sw") == {"Sent in sw"}
    assert found(client, language=["en", "sw"]) == {"Sent in en", "Sent in sw"}
