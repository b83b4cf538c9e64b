"""What Wagtail gives pages works for policies and their sections too."""

from datetime import timedelta

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowPage
from wagtail.snippets.models import get_snippet_models

from policies.models import Edition, PolicyPage, PolicyTag, SectionPage
from policies.tasks import publish_scheduled
from tests.factories import (
    PolicyPageFactory,
    SectionPageFactory,
    make_policy,
    make_published_policy,
    make_user,
)
from tests.factories.policies import policy_index


def test_delete__of_what_stood_in_public_is_refused_with_the_reason(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    client.force_login(make_user("Superuser"))
    for page in (section, policy, policy_index()):
        response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "stood in public" in response.content.decode()
        assert Page.objects.filter(pk=page.pk).exists()


def test_delete__in_bulk_is_refused_too(client, editor):
    policy = make_policy(2)
    client.force_login(make_user("Superuser"))
    section = SectionPage.objects.descendant_of(policy).first()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = client.post(f"{address}?id={section.pk}", {"next": "/admin/"}, follow=True)
    assert "has stood in public" in response.content.decode()
    assert SectionPage.objects.filter(pk=section.pk).exists()


def test_delete__of_a_draft_is_done(client, editor):
    policy = PolicyPageFactory(live=False)
    SectionPageFactory(parent=policy, live=False)
    client.force_login(make_user("Superuser"))
    client.post(reverse("wagtailadmin_pages:delete", args=[policy.pk]))
    assert not PolicyPage.objects.exists()


def test_explorer__shows_number_and_title_and_our_buttons(client, editor):
    policy = make_policy(1, open=False)
    page = client.get(reverse("wagtailadmin_explore", args=[policy.pk])).content.decode()
    assert "1 Section 1" in page
    for name in ("publish", "reimport", "window"):
        assert reverse(f"policies_admin:{name}", args=[policy.pk]) in page
    index = client.get(reverse("wagtailadmin_explore", args=[policy_index().pk])).content.decode()
    assert reverse("policies_admin:upload") in index


def test_explorer__shows_moderators_none_of_our_buttons(client, db):
    client.force_login(make_user("Moderators"))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("policies_admin:upload") not in page


def test_preview__shows_the_draft(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    section.body = [("paragraph", "<p>A draft that nobody has read.</p>")]
    section.save_revision()
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[section.pk]))
    assert "A draft that nobody has read." in page.content.decode()
    assert "A draft" not in client.get(section.url).content.decode()


def test_preview__of_a_draft_policy_works(client, editor):
    policy = PolicyPageFactory(live=False, title="Not yet public")
    section = SectionPageFactory(parent=policy, live=False)
    for page in (policy, section):
        page.save_revision()
        response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200


def test_schedule__publishes_at_its_time_and_puts_the_text_on_record(db):
    policy = make_published_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    section.body = [("paragraph", "<p>The text of tomorrow.</p>")]
    section.go_live_at = timezone.now() + timedelta(days=1)
    section.save_revision().publish()
    assert section.versions.count() == 1
    publish_scheduled()
    assert section.versions.count() == 1

    section.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    revision = section.revisions.latest("created_at")
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    publish_scheduled()

    assert section.versions.count() == 2
    assert section.versions.last().text == "The text of tomorrow."
    standing = policy.editions.get().entries.filter(replaced_at=None)
    assert standing.get().version == section.versions.last()


def test_schedule__command_is_what_the_task_runs(db):
    call_command("publish_scheduled")


def test_history__shows_who_changed_a_section(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    section.title = "Another title"
    section.save_revision(user=editor, log_action=True)
    page = client.get(reverse("wagtailadmin_pages:history", args=[section.pk])).content.decode()
    assert "Draft saved" in page
    assert editor.username in page


def test_history__compares_two_revisions(client, editor):
    policy = make_published_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    first = section.latest_revision
    section.body = [("paragraph", "<p>Unheard of.</p>")]
    second = section.save_revision()
    address = reverse(
        "wagtailadmin_pages:revisions_compare", args=[section.pk, first.pk, second.pk]
    )
    assert "Unheard of." in client.get(address).content.decode()


def test_lock__keeps_others_from_editing(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    client.post(reverse("wagtailadmin_pages:lock", args=[section.pk]))
    section.refresh_from_db()
    assert section.locked
    other = make_user("Editors")
    assert section.get_lock().for_user(other)
    assert not section.get_lock().for_user(editor)


def test_workflow__publishes_and_records_when_approved(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    workflow = Workflow.objects.filter(active=True).first()
    WorkflowPage.objects.update_or_create(page=section, defaults={"workflow": workflow})
    section.body = [("paragraph", "<p>Approved words.</p>")]
    section.save_revision(user=editor)
    section = SectionPage.objects.get(pk=section.pk)
    state = workflow.start(section, editor)
    superuser = make_user("Superuser")
    while state.status == "in_progress":
        state.current_task_state.approve(user=superuser)
        state.refresh_from_db()
    assert section.versions.last().text == "Approved words."


def test_order__is_changed_by_drag_and_drop(client, editor):
    policy = make_policy(3)
    last = SectionPage.objects.descendant_of(policy).order_by("path").last()
    address = reverse("wagtailadmin_pages:set_page_position", args=[last.pk])
    client.post(f"{address}?position=0")
    titles = SectionPage.objects.descendant_of(policy).order_by("path")
    assert list(titles.values_list("title", flat=True)) == ["Section 3", "Section 1", "Section 2"]


def test_explorer__lists_sections_in_the_order_of_the_policy(client, editor):
    policy = make_policy(3)
    last = SectionPage.objects.descendant_of(policy).order_by("path").last()
    last.move(policy, pos="first-child")
    page = client.get(reverse("wagtailadmin_explore", args=[policy.pk])).content.decode()
    places = [page.index(f"{n} Section {n}") for n in (3, 1, 2)]
    assert places == sorted(places)
    assert "w-orderable" in page


def test_edit__form_explains_itself(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[section.pk])).content.decode()
    for words in ("As printed", "readers who are not lawyers", "an address of its own"):
        assert words in page


def test_edit__publishing_in_the_editor_records_and_indexes(client, editor):
    policy = make_policy(1)
    section = SectionPage.objects.descendant_of(policy).get()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[section.pk]))
    assert page.status_code == 200
    section.title = "Rainwater"
    section.save_revision().publish()
    assert [found.pk for found in SectionPage.objects.search("Rainwater")] == [section.pk]
    assert Edition.objects.get().entries.count() == 2


def test_tags__are_a_snippet_of_editors(client, editor):
    assert PolicyTag in get_snippet_models()
    address = reverse(PolicyTag.snippet_viewset.get_url_name("list"))
    assert client.get(address).status_code == 200
    client.force_login(make_user("Clerks"))
    assert client.get(address).status_code in (302, 403)
