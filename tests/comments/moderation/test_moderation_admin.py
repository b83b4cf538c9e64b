"""The list of comments in the admin, and what may be done from it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.models import ModelLogEntry

from comments.choices import HoldReason, State
from comments.models import ChosenComments, Comment
from comments.models.comment import ADDED
from comments.moderation.redaction_pages import mark_of_change
from comments.moderation.services import moderate
from comments.moderation.viewsets import CommentIndexView
from tests.choosing import choose, mark_shown
from tests.factories import make_comment, make_policy, make_user

LIST = "wagtailsnippets_comments_comment:list"
INSPECT = "wagtailsnippets_comments_comment:inspect"
HELD = r">\s*Held\s*<"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(tags=("Youth", "Water")))


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


def moderate_one(client, comment, data):
    """As the form on the comment's page sends it."""
    seen = mark_of_change(comment)
    url = reverse("wagtailsnippets_comments_comment:moderate", args=[comment.pk])
    return client.post(url, {"seen": seen, **data})


def test_list__narrows_by_each_filter(client, moderator, policy):
    tag = policy.tags.get(name="Youth")
    by = {"name": "Achieng W.", "organisation": "Market Women (illustrative)"}
    wanted = make_comment(
        policy, section=2, stance="oppose", tags=[tag], text="the wanted one", **by
    )
    make_comment(policy, section=1, stance="support", state=State.PUBLISHED, text="the other one")
    section = wanted.version.section
    for query in (
        {"section": section.pk},
        {"state": "received"},
        {"stance": "oppose"},
        {"tags": tag.pk},
        {"policy": policy.pk, "section": section.pk},
        {"number": wanted.ref},
        {"number": wanted.ref.lower()},
        {"number": str(wanted.number)},
        {"name": "achieng"},
        {"name": "market women"},
    ):
        page = client.get(reverse(LIST), query).content.decode()
        assert "the wanted one" in page, query
        assert "the other one" not in page, query


def test_list__calls_stances_as_reports_do(client, moderator, policy):
    comment = make_comment(policy, stance="support_with_changes")
    filters = client.get(reverse(LIST)).content.decode()
    inspected = client.get(reverse(INSPECT, args=[comment.pk])).content.decode()
    for page in (filters, inspected):
        assert "Support with changes" in page
        assert "I support it with changes" not in page


@pytest.mark.parametrize("name", ["policy", "section", "edition", "number", "tags", "ward"])
@pytest.mark.parametrize("value", ["\u00b2", "9" * 30, "x"])
def test_list__a_filter_that_no_row_has_is_no_error(client, moderator, policy, name, value):
    make_comment(policy)
    assert client.get(reverse(LIST), {name: value}).status_code == 200


def test_list__what_is_done_to_all_is_what_is_shown_where_a_filter_is_wrong(
    client, moderator, policy
):
    for stance in ("oppose", "support"):
        make_comment(policy, stance=stance)
    query = {"stance": "oppose", "ward": "9" * 30}
    shown = client.get(reverse(LIST), query).context["object_list"]
    address = f"?{urlencode(query)}"
    choose(client, "publish", [], query=address, mark=mark_shown(client, address))
    [chosen] = ChosenComments.objects.all()
    assert list(chosen.seen) == [comment.pk for comment in shown]


def test_list__is_sorted_by_moment_and_by_number_either_way(client, moderator, policy):
    now = timezone.now()
    late = make_comment(policy, received_at=now)
    early = make_comment(policy, received_at=now - timedelta(hours=1))
    orders = {
        "": [late, early],
        "received_at": [early, late],
        "-received_at": [late, early],
        "number": [late, early],
        "-number": [early, late],
        "text": [late, early],
    }
    for ordering, expected in orders.items():
        page = client.get(reverse(LIST), {"ordering": ordering})
        assert list(page.context["object_list"]) == expected, ordering


def test_list__leads_to_each_comment(client, moderator, policy):
    comment = make_comment(policy)
    page = client.get(reverse(LIST)).content.decode()
    assert reverse("wagtailsnippets_comments_comment:inspect", args=[comment.pk]) in page


def test_dashboard__tells_a_moderator_what_waits(client, moderator, policy):
    make_comment(policy)
    assert "1 comment waits" in client.get("/admin/").content.decode()


def test_held__is_found_and_its_reason_shown(client, moderator, policy):
    held = make_comment(policy, text="the held one", hold_reason=HoldReason.VISIT)
    make_comment(policy, text="the other one")
    page = client.get(reverse(LIST), {"hold_reason": HoldReason.VISIT}).content.decode()
    assert "the held one" in page
    assert "the other one" not in page
    assert re.search(HELD, page)
    page = client.get(reverse("wagtailsnippets_comments_comment:inspect", args=[held.pk]))
    assert str(HoldReason.VISIT.label) in page.content.decode()


def test_held__once_moderated_it_is_as_any_other(client, moderator, policy):
    held = make_comment(policy, hold_reason=HoldReason.VISIT)
    moderate(comments=[held], state=State.PUBLISHED, user=moderator)
    page = client.get(reverse(LIST)).content.decode()
    assert held.text in page
    assert not re.search(HELD, page)


@pytest.mark.parametrize("name", ADDED)
def test_inspect__shows_what_was_added(client, moderator, policy, name):
    comment = make_comment(policy, **{name: "Words of theirs."})
    page = client.get(reverse("wagtailsnippets_comments_comment:inspect", args=[comment.pk]))
    assert "Words of theirs." in page.content.decode()


def test_inspect__publishes_and_logs(client, moderator, policy):
    comment = make_comment(policy)
    page = client.get(reverse("wagtailsnippets_comments_comment:inspect", args=[comment.pk]))
    assert page.status_code == 200
    assert page.context["form"]
    response = moderate_one(client, comment, {"state": "published"})
    assert response.status_code == 302
    comment.refresh_from_db()
    assert (comment.state, comment.moderated_by) == (State.PUBLISHED, moderator)
    entry = ModelLogEntry.objects.get(action="comments.published")
    assert (entry.object_id, entry.user) == (str(comment.pk), moderator)


def test_moderate__hiding_without_a_reason_changes_nothing(client, moderator, policy):
    comment = make_comment(policy)
    moderate_one(client, comment, {"state": "hidden"})
    comment.refresh_from_db()
    assert comment.state == State.RECEIVED


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("Moderators", {"publish", "hide"}),
        ("Analysts", {"answer", "code"}),
        ("Superuser", {"publish", "hide", "answer", "code"}),
    ],
)
def test_list__offers_each_role_what_it_may_do_and_nothing_else(client, policy, role, offered):
    make_comment(policy)
    client.force_login(make_user(role))
    page = BeautifulSoup(client.get(reverse(LIST)).content, "lxml")
    assert {button["value"] for button in page.select("#chosen button")} == offered
    assert page.select("[data-bulk-action-checkbox]")
    assert not page.select('tbody a[href*="/delete/"], tbody a[href*="/edit/"]')


@pytest.mark.parametrize("role", ["Superuser", "Moderators"])
def test_delete__is_refused_for_everybody(client, policy, role):
    comment = make_comment(policy)
    client.force_login(make_user(role))
    url = reverse("wagtail_bulk_action", args=["comments", "comment", "delete"])
    client.post(f"{url}?id={comment.pk}")
    client.post(reverse("wagtailsnippets_comments_comment:delete", args=[comment.pk]))
    assert Comment.objects.filter(pk=comment.pk).exists()


@pytest.mark.parametrize("role", ["Editors", "Analysts", "Clerks", ""])
def test_moderation__is_refused_to_other_roles(client, policy, role):
    comment = make_comment(policy)
    client.force_login(make_user(role))
    choose(client, "publish", [comment])
    moderate_one(client, comment, {"state": "published"})
    comment.refresh_from_db()
    assert comment.state == State.RECEIVED


@pytest.mark.parametrize("role", ["Editors", "Clerks", ""])
def test_list__is_closed_to_roles_without_comments(client, policy, role):
    make_comment(policy, text="words not for everyone")
    client.force_login(make_user(role))
    response = client.get(reverse(LIST), follow=True)
    assert "words not for everyone" not in response.content.decode()


def listed_days_ago(policy, *days, **fields):
    """Comments that came so many days ago each."""
    return [
        make_comment(policy, received_at=timezone.now() - timedelta(days=each), **fields)
        for each in days
    ]


def links(client, comment, query=""):
    """The ways from a comment's page to its neighbours: what they say, and where they lead."""
    page = client.get(reverse(INSPECT, args=[comment.pk]) + query)
    found = BeautifulSoup(page.content, "lxml").select("nav a[href*='/inspect/']")
    return {link.get_text().split(" ")[0]: link["href"] for link in found}


def test_list__the_day_of_receipt_does_not_break(client, moderator, policy):
    make_comment(policy, received_at=datetime(2026, 11, 26, 14, 46, tzinfo=UTC))
    assert "26\xa0Nov\xa02026 5:46\xa0p.m." in client.get(reverse(LIST)).content.decode()


def test_inspect__leads_to_those_that_wait_in_the_order_of_the_list(client, moderator, policy):
    newest, middle, oldest = listed_days_ago(policy, 1, 3, 5)
    listed_days_ago(policy, 2, 4, state=State.PUBLISHED)
    assert links(client, middle) == {
        "Previous": reverse(INSPECT, args=[newest.pk]),
        "Next": reverse(INSPECT, args=[oldest.pk]),
    }
    assert "Next" not in links(client, oldest)
    assert "Previous" not in links(client, newest)


def test_inspect__of_those_of_one_moment_each_has_its_turn(client, moderator, policy):
    moment = timezone.now() - timedelta(days=1)
    first, second = (make_comment(policy, received_at=moment) for _n in range(2))
    assert links(client, second) == {"Next": reverse(INSPECT, args=[first.pk])}
    assert links(client, first) == {"Previous": reverse(INSPECT, args=[second.pk])}


def test_inspect__the_next_is_of_the_narrowed_list_and_keeps_it(client, moderator, policy):
    _other, here = listed_days_ago(policy, 1, 2, stance="support", text="The wanted words.")
    listed_days_ago(policy, 3, stance="oppose", text="The wanted words.")
    listed_days_ago(policy, 4, stance="support", text="Something else.")
    [wanted] = listed_days_ago(policy, 5, stance="support", text="The wanted words.")
    query = "?stance=support&state=published&q=wanted"
    assert links(client, here, query)["Next"] == reverse(INSPECT, args=[wanted.pk]) + query
    shown = client.get(reverse(INSPECT, args=[here.pk]) + query)
    form = BeautifulSoup(shown.content, "lxml").select_one("form:has([name=hidden_reason])")
    moderated = client.post(form["action"], {"state": "published", "seen": "never []"})
    assert moderated["Location"] == reverse(INSPECT, args=[here.pk]) + query


def test_list__leads_to_a_comment_and_back_with_what_it_is_narrowed_by(client, moderator, policy):
    comment = make_comment(policy, stance="oppose")
    page = BeautifulSoup(client.get(reverse(LIST) + "?stance=oppose&p=1").content, "lxml")
    inspect = reverse(INSPECT, args=[comment.pk])
    assert page.select_one(f'tbody a[href="{inspect}?stance=oppose"]')
    shown = BeautifulSoup(client.get(f"{inspect}?stance=oppose").content, "lxml")
    assert shown.select_one(f'.w-breadcrumbs a[href="{reverse(LIST)}?stance=oppose"]')


@pytest.mark.parametrize("query", ["?policy=x", "?section=" + "9" * 30, "?received_at_after=soon"])
def test_inspect__a_query_that_no_list_has_is_no_error(client, moderator, policy, query):
    [comment] = listed_days_ago(policy, 1)
    assert client.get(reverse(INSPECT, args=[comment.pk]) + query).status_code == 200


def test_inspect__offers_no_neighbours_to_who_may_not_moderate(client, policy):
    _newest, here, _oldest = listed_days_ago(policy, 1, 2, 3)
    client.force_login(make_user("Analysts"))
    assert links(client, here) == {}


def test_list__by_two_tags_shows_what_has_both_once(client, moderator, policy):
    tags = list(policy.tags.all())
    make_comment(policy, tags=tags, text="the wanted one")
    page = client.get(reverse(LIST), {"tags": [tag.pk for tag in tags]}).content.decode()
    assert page.count("the wanted one") == 1


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_list__shows_each_comment_once_newest_first(client, moderator, policy, monkeypatch, page):
    monkeypatch.setattr(CommentIndexView, "get_paginate_by", lambda self, queryset: 2)
    comments = listed_days_ago(policy, *range(9))
    listed = client.get(reverse(LIST), {"p": page}).context["page_obj"]
    assert list(listed) == comments[2 * page - 2 : 2 * page]


def test_list__narrows_by_edition(client, moderator, policy, edition):
    comment = make_comment(policy, text="the wanted one")
    page = client.get(reverse(LIST), {"edition": edition.pk}).content.decode()
    assert comment.text in page


@pytest.mark.parametrize("role", ["Superuser", "Moderators"])
def test_pages__of_comments_do_not_speak_of_snippets(client, policy, role):
    comment = make_comment(policy)
    client.force_login(make_user(role))
    addresses = [reverse(LIST), reverse(INSPECT, args=[comment.pk])]
    addresses += [choose(client, "publish", [comment])["Location"]]
    for address in addresses:
        page = BeautifulSoup(client.get(address).content, "lxml")
        said = [page.title.get_text(), page.main.get_text(" ")]
        assert "nippet" not in " ".join(said), address
