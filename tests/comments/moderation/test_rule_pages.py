"""Editors say when the comments of a policy are shown; moderators read what was shown at once."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.choices import FirstShown, State
from comments.models import Comment, ModerationRule
from policies.reading.notices.notice import notice_of
from tests.factories import PolicyPageFactory, make_comment, make_policy, make_user
from tests.policies.readers_sample import close

NAMES = "wagtailsnippets_comments_moderationrule:"
LISTED = "wagtailsnippets_comments_comment:"


def rule_url(name, *args):
    return reverse(NAMES + name, args=args)


@pytest.fixture
def editor(client, db):
    user = make_user("Editors")
    client.force_login(user)
    return user


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


@pytest.fixture
def unread(policy):
    """One that waits, and one that is shown and that nobody has read."""
    make_comment(policy, text="One that waits")
    shown = make_comment(policy, text="One that is shown")
    Comment.objects.filter(pk=shown.pk).update(state=State.PUBLISHED, as_it_came=True)
    return Comment.objects.get(pk=shown.pk)


def save(client, policy, shown=FirstShown.AT_ONCE, url="", **more):
    url = url or rule_url("add")
    return client.post(url, {"policy": policy.pk, "shown": shown, **more})


def test_rule__of_an_open_policy_asks_once_and_says_what_it_does(client, editor, policy):
    make_comment(policy)
    make_comment(policy)
    page = save(client, policy).content.decode()
    assert "from now on are shown at once" in page
    assert "The 2 that wait go on waiting" in page
    assert not ModerationRule.objects.exists()
    save(client, policy, sure="on")
    rule = ModerationRule.objects.get()
    assert rule.shown == FirstShown.AT_ONCE
    back = rule_url("edit", rule.pk)
    assert "once a moderator has read" in save(client, policy, "read", back).content.decode()
    save(client, policy, "read", back, sure="on")
    rule.refresh_from_db()
    assert rule.shown == FirstShown.READ


def test_rule__of_a_policy_that_takes_no_comments_is_saved_unasked(client, editor, policy):
    close(policy.current_edition)
    save(client, policy)
    assert ModerationRule.objects.get().shown == FirstShown.AT_ONCE


def test_rule__that_changes_nothing_is_not_asked_about_and_holds_since_before(
    client, editor, policy
):
    save(client, policy, FirstShown.READ)
    rule = ModerationRule.objects.get()
    save(client, policy, FirstShown.READ, rule_url("edit", rule.pk))
    assert ModerationRule.objects.get().since == rule.since
    save(client, policy, FirstShown.AT_ONCE, rule_url("edit", rule.pk), sure="on")
    assert ModerationRule.objects.get().since > rule.since


def test_rule__stays_with_its_policy_and_is_never_deleted(client, policy, editor):
    save(client, policy, sure="on")
    rule = ModerationRule.objects.get()
    other = make_policy()
    save(client, other, "read", rule_url("edit", rule.pk), sure="on")
    client.force_login(make_user("Superuser"))
    client.post(rule_url("delete", rule.pk))
    bulk = reverse("wagtail_bulk_action", args=["comments", "moderationrule", "delete"])
    client.post(f"{bulk}?id={rule.pk}")
    assert ModerationRule.objects.get().policy_id == policy.pk


def test_rule__is_in_the_log_with_what_it_says_and_by_whom(client, editor, policy):
    save(client, policy, sure="on")
    rule = ModerationRule.objects.get()
    save(client, policy, "read", rule_url("edit", rule.pk), sure="on")
    entries = ModelLogEntry.objects.filter(object_id=str(rule.pk)).order_by("timestamp", "pk")
    assert [(each.user, "At once" in each.label) for each in entries] == [
        (editor, True),
        (editor, False),
    ]


def test_list__finds_what_is_shown_as_it_came(client, moderator, unread):
    page = client.get(reverse(LISTED + "list"), {"as_it_came": "true"}).content.decode()
    assert "One that is shown" in page
    assert "One that waits" not in page
    assert "Published, not read yet" in page


def test_queue__of_what_is_shown_as_it_came_goes_on_until_all_is_read(client, moderator, unread):
    queue = reverse(LISTED + "queue")
    at = client.get(queue, {"as_it_came": "true"}).url
    assert f"/{unread.pk}/" in at
    page = BeautifulSoup(client.get(at).content, "html.parser")
    assert "no moderator has read it yet" in page.text
    form = page.select_one(".queue-acts form")
    sent = {"seen": form.select_one("[name=seen]")["value"], "state": State.PUBLISHED}
    end = client.post(form["action"], sent, follow=True)
    unread.refresh_from_db()
    assert (unread.state, unread.as_it_came) == (State.PUBLISHED, False)
    assert unread.moderated_by == moderator
    assert client.get(queue, {"as_it_came": "true"}).status_code == 200
    undo = BeautifulSoup(end.content, "html.parser").select_one("form[action*=undo]")
    client.post(undo["action"], {"action": undo.select_one("[name=action]")["value"]})
    unread.refresh_from_db()
    assert unread.as_it_came


def test_queue__of_what_waits_holds_none_that_is_shown(client, moderator, unread):
    at = client.get(reverse(LISTED + "queue")).url
    assert f"/{unread.pk}/" not in at


def test_dashboard__tells_moderators_of_them_and_leads_there(client, moderator, unread):
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Shown as they came, to read" in page
    assert "as_it_came=true" in page
    Comment.objects.update(as_it_came=False)
    assert "Shown as they came" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_log__tells_the_public_how_many_nobody_has_read(client, policy, unread):
    log = reverse("comments:moderation_log", args=[policy.slug])
    page = client.get(log).content.decode()
    assert "1 comment is shown that no moderator has read yet." in page
    assert "Shown as they came" in page
    Comment.objects.update(as_it_came=False)
    assert "Shown as they came" not in client.get(log).content.decode()


def test_rule__is_reached_from_the_panel_and_from_the_policys_page(client, editor, policy):
    """The first time the policy is chosen already; afterwards the rule itself is opened."""
    address = f"{rule_url('add')}?policy={policy.pk}"
    explored = reverse("wagtailadmin_explore", args=[policy.pk])
    home = reverse("wagtailadmin_home")
    for page in (home, explored):
        assert address in client.get(page).content.decode()
    assert "Comments are read first" in client.get(home).content.decode()
    form = BeautifulSoup(client.get(address).content, "lxml")
    assert form.select_one("#id_policy option[selected]")["value"] == str(policy.pk)
    rule = ModerationRule.objects.create(policy=policy, shown=FirstShown.AT_ONCE)
    for page in (home, explored):
        assert rule_url("edit", rule.pk) in client.get(page).content.decode()
    assert "Comments are shown at once" in client.get(home).content.decode()


def test_rule__is_not_offered_before_there_is_an_edition(client, editor):
    policy = PolicyPageFactory()
    page = client.get(reverse("wagtailadmin_explore", args=[policy.pk])).content.decode()
    assert "Showing comments" not in BeautifulSoup(page, "lxml").main.text


@pytest.mark.parametrize(
    ("shown", "words", "contradicts"),
    [
        ("at_once", "A moderator reads each comment before it is shown.", True),
        ("at_once", "Moderators read every comment first.", True),
        ("at_once", "Msimamizi husoma kila oni kabla ya kuchapishwa.", True),
        ("at_once", "The committee reads them and answers in May.", False),
        ("read", "Your comment is published at once.", True),
        ("read", "Maoni huonyeshwa mara moja.", True),
        ("read", "A moderator reads each comment before it is shown.", False),
        ("read", "", False),
    ],
)
def test_checklist__says_where_rule_and_words_differ(
    client, editor, policy, shown, words, contradicts
):
    ModerationRule.objects.create(policy=policy, shown=shown)
    policy.what_happens_next = f"<p>{words}</p>"
    policy.save_revision()
    page = client.get(reverse("policies_admin:publish", args=[policy.pk])).content.decode()
    assert ("seem to say" in page) == contradicts


@pytest.mark.parametrize("shown", FirstShown.values)
def test_notice__says_when_comments_are_shown(client, policy, shown):
    ModerationRule.objects.create(policy=policy, shown=shown)
    for language, at_once in (("en", "are shown as they come"), ("sw", "")):
        notice = notice_of(policy.current_edition, language)
        assert notice.rule
        assert "<" not in notice.rule
        assert language == "sw" or (at_once in notice.rule) == (shown == "at_once")
    page = client.get(reverse("policies:notice", args=[policy.slug])).content.decode()
    assert ("are shown as they come" in page) == (shown == "at_once")
