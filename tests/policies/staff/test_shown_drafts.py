"""What goes public with an edition is what was looked at, and no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from policies.models import Edition, PolicyPage, Publication, SectionPage
from policies.publishing.publication_job import work_on_publication
from policies.staff.shown_drafts import drafts_of
from tests.factories import SectionPageFactory, make_published_policy, make_user
from tests.policies.readers_sample import section
from tests.policies.staff.test_edition import publish, seen, send, url

pytestmark = pytest.mark.usefixtures("woken")


def make_with_drafts() -> PolicyPage:
    """Three public sections, whose window is over; the first two have drafts."""
    policy = make_published_policy(3, open=False)
    write(section(policy, 1), "Every ward holds a forum.")
    write(section(policy, 2), "Notice is given in time.")
    return policy


@pytest.fixture(scope="module")
def made(make_once) -> PolicyPage:
    return make_once(make_with_drafts)


def write(page: SectionPage, words: str, user=None) -> None:
    page.body = [("paragraph", f"<p>{words}</p>")]
    page.save_revision(user=user)


def words(policy: PolicyPage) -> list[str]:
    """What stands in the newest edition."""
    entries = Edition.objects.latest("number").entries.filter(replaced_at=None)
    return [entry.version.text for entry in entries.select_related("version")]


def test_publish__lists_each_draft_with_its_author_and_its_change(client, editor, policy):
    write(section(policy, 1), "Every ward holds <script>one</script> forum.", user=editor)
    page = client.get(url("publish", policy.pk)).content.decode()
    for name in seen(policy):
        assert f'value="{name}"' in page
    assert page.count('name="leave_out"') == 2
    assert editor.username in page
    assert "<ins" in page
    assert "<script>one" not in page


def test_publish__leaves_out_what_is_ticked(client, editor, policy):
    left = section(policy, 2)
    row = publish(client, policy, label="Second", leave_out=[left.pk])
    assert row.state == "done"
    assert words(policy)[0] == "Every ward holds a forum."
    assert words(policy)[1] == "The county shall do Section 2."
    left.refresh_from_db()
    assert left.has_unpublished_changes
    entry = PageLogEntry.objects.filter(action="policies.publish_edition").latest("pk")
    assert entry.user == editor


def test_publish__publishes_no_word_that_was_written_after_it_was_asked_for(client, editor, policy):
    send(client, policy)
    write(section(policy, 1), "Sneaked in.")
    write(section(policy, 3), "Sneaked in too.")
    work_on_publication(Publication.objects.get().pk)
    assert words(policy)[0] == "Every ward holds a forum."
    assert words(policy)[2] == "The county shall do Section 3."
    assert section(policy, 1).has_unpublished_changes


@pytest.mark.parametrize("meanwhile", ["edited", "added", "published"])
def test_publish__refuses_where_the_drafts_changed_meanwhile(client, editor, policy, meanwhile):
    looked_at = {"label": "Second", "seen": seen(policy)}
    asked = client.post(url("publish", policy.pk), looked_at)
    page = section(policy, 1)
    if meanwhile == "added":
        SectionPageFactory(parent=policy, title="Section 1b", live=False, first_published_at=None)
    elif meanwhile == "edited":
        write(page, "Other words.", user=make_user("Editors"))
    else:
        page.get_latest_revision().publish()
    sent = {**looked_at, "confirmed": asked.context["confirmed"]}
    response = client.post(url("publish", policy.pk), sent)
    assert response.status_code == 409
    assert "Section 1" in response.content.decode()
    assert "Drafts changed since this page was shown" in response.content.decode()
    assert not Publication.objects.exists()


def test_publish__without_having_seen_the_drafts_publishes_none(client, editor, policy):
    response = send(client, policy, seen=[])
    assert response.context["effects"]
    assert policy.editions.count() == 1


def test_publish__a_later_text_published_by_hand_is_not_rolled_back(client, editor, policy):
    send(client, policy)
    page = section(policy, 1)
    write(page, "Later words.")
    page.get_latest_revision().publish()
    row = Publication.objects.get()
    work_on_publication(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "published meanwhile" in row.error
    assert policy.editions.count() == 1


def test_publish__a_policy_that_is_not_public_cannot_leave_out_its_own_page(client, editor, policy):
    PolicyPage.objects.filter(pk=policy.pk).update(live=False, first_published_at=None)
    response = send(client, policy, leave_out=[policy.pk])
    assert response.status_code == 422
    assert "It goes with the first edition." in response.content.decode()


def test_drafts__name_other_words_that_change(policy):
    page = section(policy, 3)
    page.summary = "In short."
    page.save_revision()
    (draft,) = [draft for draft in drafts_of(policy) if draft.page.pk == page.pk]
    assert draft.fields == ("in plain words",)
    assert not draft.redline


def test_publish__is_asked_about_in_a_number_of_queries_that_does_not_grow(client, editor, policy):
    client.get(url("publish", policy.pk))
    with CaptureQueriesContext(connection) as few:
        client.get(url("publish", policy.pk))
    for number in range(4, 12):
        page = SectionPageFactory(parent=policy, title=f"Added {number}", live=False)
        write(SectionPage.objects.get(pk=page.pk), f"More words {number}.")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url("publish", policy.pk)).context["drafts"]) > 8
    assert len(many) <= len(few) + 2
