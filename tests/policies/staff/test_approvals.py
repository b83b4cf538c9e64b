"""A text is approved by somebody else, who cannot change it; who keeps comments has no page."""

from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageLogEntry,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
)
from wagtail_factories import ImageFactory

from consult.approvals_panel import ApprovalsPanel
from consult.roles import ROLES
from home.models import MeetingPage, UpdatePage
from policies.models import PolicyPage, SectionPage, TextApproval
from tests.factories import make_published_policy, make_user
from tests.policies.readers_sample import section
from tests.policies.staff.test_wagtail import edit, texts

RIGHTS = (
    "can_add_subpage",
    "can_edit",
    "can_publish",
    "can_publish_subpage",
    "can_delete",
    "can_move",
    "can_lock",
    "can_unlock",
    "can_unpublish",
    "can_copy",
    "can_reorder_children",
    "can_set_view_restrictions",
)


@pytest.fixture
def sent(client, editor) -> TaskState:
    """A section's draft that its editor has sent to be approved."""
    edit(client, section(make_published_policy(1), 1), "Sent words.", **{"action-submit": "1"})
    return TaskState.objects.get()


def page_of(state: TaskState) -> SectionPage:
    return SectionPage.objects.get(pk=state.revision.content_object.pk)


def act(client, state: TaskState, action: str, **words):
    args = [page_of(state).pk, action, state.pk]
    address = reverse("wagtailadmin_pages:workflow_action", args=args)
    return client.post(f"{address}?next=/admin/", words)


def test_approving__says_first_how_many_pictures_are_not_described(client, editor):
    page = section(make_published_policy(1), 1)
    image = {"image": ImageFactory(), "alt": "", "caption": ""}
    page.body = [("image", image), ("image", image | {"alt": "A well"})]
    page.save_revision()
    page.get_workflow().start(page, editor)
    approver = make_user("Approvers")
    task = TaskState.objects.get().task.specific
    labels = [label for name, label, _asks in task.get_actions(page, approver) if name == "approve"]
    assert labels
    assert all("1 picture is not described" in label for label in labels)


def pages_of_each_kind(policy: PolicyPage) -> list[Page]:
    update = policy.add_child(instance=UpdatePage(title="News", date="2026-11-01"))
    moment = "2026-12-01T08:00Z"
    policy.add_child(instance=MeetingPage(title="Forum", starts_at=moment, venue="Hall"))
    kinds = {type(page): page for page in Page.objects.filter(depth__gt=1).specific()}
    assert {SectionPage, PolicyPage, UpdatePage, MeetingPage} <= set(kinds)
    assert update.pk
    return list(kinds.values())


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"Editors"}))
def test_page_rights__only_editors_have_any_on_a_page_of_any_kind(client, sent, role):
    user = make_user(role)
    policy = page_of(sent).policy
    for page in [page_of(sent), *pages_of_each_kind(policy)]:
        rights = page.permissions_for_user(user)
        held = [name for name in RIGHTS if getattr(rights, name)()]
        assert not held, (role, page.specific_class, held)
    client.force_login(user)
    for name in ("edit", "unpublish", "delete", "move", "copy"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page_of(sent).pk])
        assert client.get(address).status_code in (302, 403), name


def test_page_rights__editors_have_them_on_pages_of_every_kind(db, editor):
    for page in pages_of_each_kind(make_published_policy(1)):
        rights = page.permissions_for_user(editor)
        assert rights.can_edit(), page.specific_class
        assert rights.can_publish(), page.specific_class
        assert rights.can_lock(), page.specific_class


@pytest.mark.parametrize("role", ["Editors", "Approvers"])
def test_approval__by_somebody_else_publishes_what_was_sent_and_tells_who_sent_it(
    client, sent, role, django_capture_on_commit_callbacks
):
    author, other = sent.workflow_state.requested_by, make_user(role)
    page = page_of(sent)
    assert len(texts(page)) == 1
    client.force_login(other)
    home = client.get("/admin/").content.decode()
    assert reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", sent.pk]) in home
    preview = reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, sent.task_id])
    assert "Sent words." in client.get(preview).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert act(client, sent, "approve").status_code == 302
    assert texts(page)[1:] == ["Sent words."]
    assert [author.email] in [message.to for message in mail.outbox]
    assert PageLogEntry.objects.filter(action="wagtail.workflow.approve", user=other).exists()


def test_approval__is_given_by_the_forms_of_the_first_page_alone(client, sent):
    """Without JavaScript: a form each, with what it takes."""
    client.force_login(make_user("Approvers"))
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    forms = {form["action"].split("/")[-3]: form for form in page.select("noscript form")}
    assert set(forms) == {"approve", "reject"}
    given = forms["approve"]
    data = {field["name"]: field["value"] for field in given.select("input[name]")}
    assert client.post(given["action"], data).status_code == 302
    assert texts(page_of(sent))[1:] == ["Sent words."]
    assert not BeautifulSoup(client.get("/admin/").content, "html.parser").select("noscript form")


def test_approval__tells_those_who_may_give_it_and_not_who_asked(client, editor):
    approver, moderator = make_user("Approvers"), make_user("Moderators")
    edit(client, section(make_published_policy(1), 1), "Sent.", **{"action-submit": "1"})
    told = {address for message in mail.outbox for address in message.to}
    assert approver.email in told
    assert not told & {moderator.email, editor.email}


def test_approval__sent_back_stays_a_draft_that_its_author_can_change(client, sent):
    author = sent.workflow_state.requested_by
    client.force_login(make_user("Approvers"))
    act(client, sent, "reject", comment="Name the ward.")
    page = page_of(sent)
    assert len(texts(page)) == 1
    client.force_login(author)
    edit(client, page, "With the ward.", **{"action-submit": "1"})
    again = TaskState.objects.order_by("-pk").first()
    client.force_login(make_user("Approvers"))
    act(client, again, "approve")
    assert texts(page)[1:] == ["With the ward."]


@pytest.mark.parametrize("role", ["Moderators", "Analysts", "Clerks", ""])
def test_approval__is_given_by_nobody_who_keeps_comments(client, sent, role):
    client.force_login(make_user(role))
    for action in ("approve", "reject"):
        response = act(client, sent, action)
        assert response.status_code in (302, 403)
    assert len(texts(page_of(sent))) == 1
    assert WorkflowState.objects.get().status == "in_progress"


def test_approval__is_not_given_to_oneself_nor_asked_of_oneself(client, sent):
    assert "Sent words." not in client.get("/admin/").content.decode()
    act(client, sent, "approve")
    assert len(texts(page_of(sent))) == 1
    assert not TaskState.objects.reviewable_by(sent.workflow_state.requested_by).exists()


def test_approval__shows_the_authority_no_page_that_does_not_wait_for_it(client, sent):
    other = section(make_published_policy(1), 1)
    client.force_login(make_user("Approvers"))
    preview = reverse("wagtailadmin_pages:workflow_preview", args=[other.pk, sent.task_id])
    page = client.get(preview, follow=True).content.decode()
    assert "is not currently awaiting" not in page
    for where in (reverse("wagtailadmin_explore", args=[other.pk]), "/admin/choose-page/"):
        assert client.get(where).url == "/admin/"


@pytest.mark.parametrize("role", ["Editors", "Superuser"])
def test_approval__nobody_changes_the_text_while_it_waits(client, sent, role):
    client.force_login(make_user(role))
    page = page_of(sent)
    edit(client, page, "Sneaked in.")
    edit(client, page, "Sneaked in.", **{"action-publish": "1"})
    assert page_of(sent).latest_revision_id == sent.revision_id
    act(client, sent, "approve")
    assert texts(page)[1:] == ["Sent words."]


def test_approval__is_taken_back_by_who_asked(client, sent):
    page = page_of(sent)
    edit(client, page, "Sent words.", **{"action-cancel-workflow": "1"})
    assert WorkflowState.objects.get().status == "cancelled"
    edit(client, page, "Better words.")
    assert page_of(sent).latest_revision_id != sent.revision_id


def test_approval__by_a_workflow_without_a_step_publishes_nothing(db, editor):
    page = section(make_published_policy(1), 1)
    page.title = "Anew"
    page.save_revision()
    Workflow.objects.create(name="Empty").start(page, editor)
    assert SectionPage.objects.get(pk=page.pk).title != "Anew"


@pytest.fixture
def migration():
    return import_module("reports.migrations.0004_approvals")


def test_migration__takes_what_waits_from_the_moderators_and_is_undone(db, migration):
    """A database from before: Wagtail's workflow, with a text on its way through it."""
    migration.unmake_approval(apps, None)
    old = Workflow.objects.get(active=True)
    task = GroupApprovalTask.objects.get()
    assert old.name == "Moderators approval"
    assert list(task.groups.values_list("name", flat=True)) == ["Moderators"]
    page = section(make_published_policy(1), 1)
    page.save_revision()
    old.start(page, make_user("Editors"))
    assert page.permissions_for_user(make_user("Moderators")).can_edit()

    migration.make_approval(apps, None)
    page = SectionPage.objects.get(pk=page.pk)
    assert not page.permissions_for_user(make_user("Moderators")).can_edit()
    assert not page.workflow_in_progress
    assert page.get_workflow().name == "Approval"
    assert list(Workflow.objects.filter(active=True)) == [page.get_workflow()]
    assert not TaskState.objects.filter(status="in_progress").exists()

    migration.unmake_approval(apps, None)
    assert WorkflowPage.objects.get().workflow == old
    assert not TextApproval.objects.exists()


def test_migration__leaves_a_step_to_the_others_who_share_it(db, migration):
    migration.unmake_approval(apps, None)
    task = GroupApprovalTask.objects.get()
    task.groups.add(make_user("Editors").groups.get())
    migration.make_approval(apps, None)
    assert list(task.groups.values_list("name", flat=True)) == ["Editors"]
    task.refresh_from_db()
    assert task.active


def test_panel__asks_as_much_for_three_approvals_as_for_one(client, editor):
    policy, approver = make_published_policy(3), make_user("Approvers")
    counts = []
    for number in (1, 2, 3):
        edit(client, section(policy, number), "Sent words.", **{"action-submit": "1"})
        with CaptureQueriesContext(connection) as asked:
            shown = ApprovalsPanel(User.objects.get(pk=approver.pk)).get_context_data({})
        counts.append((len(shown["waiting"]), len(asked)))
    assert [count for count, _asked in counts] == [1, 2, 3]
    assert counts[0][1] == counts[2][1]
