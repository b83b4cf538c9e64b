"""What an editor finds on the admin's home page."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from consult.jobs.job import JobState
from policies.models import Edition, PolicyImport, PolicyPage, Publication, SectionPage
from policies.staff.dashboard import PoliciesPanel, lines_for
from tests.factories import PolicyPageFactory, SectionPageFactory, make_policy, make_user
from tests.policies.importing import url

HOME = "/admin/"


def page(client) -> str:
    return client.get(HOME).content.decode()


def only_line(user):
    (line,) = lines_for(user)
    return line


def window(**days: int) -> None:
    now = timezone.now()
    Edition.objects.update(**{name: now + timedelta(days=n) for name, n in days.items()})


@pytest.mark.parametrize("role", ["Moderators", "Analysts", "Clerks"])
def test_panel__is_nothing_for_those_who_may_not_edit_policies(client, db, role):
    make_policy(1)
    client.force_login(make_user(role))
    assert "policies-in-process" not in page(client)


def test_panel__shows_each_policy_with_state_deadline_and_checklist(client, editor):
    policy = make_policy(1, title="Water Policy")
    window(closes_at=10)
    shown = page(client)
    assert "Water Policy" in shown
    assert "closes in 10 days" in shown
    assert "remarks on the checklist" in shown
    assert url("publish", policy.pk) in shown


@pytest.mark.parametrize(
    ("days", "words", "late"),
    [
        ({"opens_at": -2, "closes_at": 1}, "closes in 1 day", True),
        ({"opens_at": 2, "closes_at": 30}, "opens in 2 days", False),
        ({"opens_at": -20, "closes_at": -1}, "", False),
    ],
)
def test_line__counts_the_days(editor, days, words, late):
    make_policy(1)
    window(**days)
    line = only_line(editor)
    assert (line.deadline, line.is_late) == (words, late)


def test_line__without_a_closing_time_says_so(editor):
    make_policy(1)
    Edition.objects.update(closes_at=None)
    assert only_line(editor).deadline == "open without an end"


def test_line__the_most_urgent_first_and_none_that_is_over(editor):
    titles = ["Later", "Soon"]
    for title, days in zip(titles, (20, 5), strict=True):
        policy = make_policy(1, title=title)
        closes_at = timezone.now() + timedelta(days=days)
        Edition.objects.filter(policy=policy).update(closes_at=closes_at)
    PolicyPageFactory(title="In preparation", live=False)
    make_policy(1, title="Over", outcome="adopted")
    listed = [line.policy.title for line in lines_for(editor)]
    assert listed == ["Soon", "Later", "In preparation"]


def test_next_action__follows_the_life_of_a_policy(editor):
    policy = PolicyPageFactory(live=False)
    assert only_line(editor).next_action.url == url("reimport", policy.pk)

    SectionPageFactory(parent=policy, live=False, first_published_at=None)
    line = only_line(editor)
    assert line.drafts == 2
    assert line.next_action.url == url("publish", policy.pk)

    row = Publication.objects.create(policy=policy, label="First draft")
    assert only_line(editor).next_action.url == url("publication", row.pk)


def test_next_action__while_open_and_after(editor):
    policy = make_policy(1)
    assert only_line(editor).next_action.label == "Mend: Legal basis"
    window(closes_at=2)
    assert only_line(editor).next_action.url == url("window", policy.pk)
    window(closes_at=-1)
    assert only_line(editor).next_action.url == url("reimport", policy.pk)
    row = PolicyImport.objects.create(
        target=policy, file_name="new.docx", size=1, stage="review", state=JobState.DONE
    )
    line = only_line(editor)
    assert line.next_action.url == url("import", row.pk)


def test_next_action__of_those_who_may_not_publish_is_to_look(client, db):
    policy = make_policy(1)
    user = make_user("Editors")
    user.groups.get().permissions.filter(codename="add_edition").delete()
    assert only_line(user).next_action.url == reverse("wagtailadmin_explore", args=[policy.pk])
    assert only_line(user).checklist_url == ""


def test_panel__shows_imports_of_new_policies(client, editor):
    row = PolicyImport.objects.create(
        file_name="bill<1>.docx", size=1, stage="review", state=JobState.DONE, created_by=editor
    )
    shown = page(client)
    assert "bill&lt;1&gt;.docx" in shown
    assert url("import", row.pk) in shown


def test_panel__takes_the_same_queries_for_many_policies(client, editor):
    def count() -> int:
        PoliciesPanel(make_user("Editors")).get_context_data()  # content types are known now
        user = make_user("Editors")
        with CaptureQueriesContext(connection) as captured:
            PoliciesPanel(user).get_context_data()
        return len(captured)

    def add(sections: int) -> None:
        policy = make_policy(sections, summary="In plain words.")
        for each in [policy, *SectionPage.objects.descendant_of(policy)]:
            each.save_revision()
        PolicyImport.objects.create(target=policy, file_name="new.docx", size=1, stage="review")

    add(2)
    few = count()
    add(9)
    add(3)
    assert PolicyPage.objects.count() == 3
    assert count() == few


def test_line__tells_nothing_of_an_import_to_those_who_may_not_see_it(db):
    policy = make_policy(1)
    user = make_user()
    group = Group.objects.create(name="Proof-readers")
    user.groups.add(group)
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=policy, permission=change)
    PolicyImport.objects.create(
        file_name="secret.docx", size=1, target=policy, stage=PolicyImport.Stage.REVIEW
    )
    line = only_line(get_user_model().objects.get(pk=user.pk))
    assert line.imports == []
