"""What editors do with sections and policies by Wagtail's own means, from its own pages."""

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page, Site, TaskState, Workflow, WorkflowPage
from wagtail_factories import ImageFactory

from policies.models import Edition, EditionPlan, PolicyPage, SectionPage
from policies.publishing.services import publish_edition
from tests.factories import (
    PolicyPageFactory,
    make_comment,
    make_policy,
    make_published_policy,
    make_user,
)
from tests.policies.readers_sample import close, section, translated


def form_of(page: SectionPage, words: str, **more) -> dict[str, str]:
    """The edit form of a section as a browser sends it, with one paragraph of text."""
    value = (
        '{"blocks":[{"text":"%s","type":"unstyled","key":"a","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}'
    )
    return {
        "number": page.number,
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "summary_sw": page.summary_sw,
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": page.body[0].id,
        "body-0-value": value % words,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def edit(client, page: SectionPage, words: str, **more):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form_of(page, words, **more), follow=True)


def texts(page: SectionPage) -> list[str]:
    return list(page.versions.order_by("ordinal").values_list("text", flat=True))


def test_edit__a_saved_draft_is_not_public_and_a_published_one_is_on_record(client, editor):
    policy = make_published_policy(1)
    page = section(policy, 1)
    edit(client, page, "Other words.")
    assert len(texts(page)) == 1
    assert "Other words." not in client.get(page.url).content.decode()
    edit(client, page, "Other words.", **{"action-publish": "1"})
    assert texts(page)[1:] == ["Other words."]
    assert "Other words." in client.get(page.url).content.decode()


def test_preview__of_what_is_being_typed(client, editor):
    policy = make_published_policy(1)
    page = section(policy, 1)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, form_of(page, "As typed.")).json()["is_valid"]
    assert "As typed." in client.get(address).content.decode()
    assert len(texts(page)) == 1


def test_workflow__a_draft_sent_to_moderation_goes_public_when_it_is_approved(client, editor):
    policy = make_published_policy(1)
    page = section(policy, 1)
    workflow = Workflow.objects.get(active=True)
    WorkflowPage.objects.update_or_create(page=policy, defaults={"workflow": workflow})
    edit(client, page, "Approved words.", **{"action-submit": "1"})
    task = TaskState.objects.get()
    assert len(texts(page)) == 1

    client.force_login(make_user("Superuser"))
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    client.post(address, follow=True)
    assert texts(page)[1:] == ["Approved words."]
    standing = Edition.objects.get().entries.get(replaced_at=None)
    assert standing.version.text == "Approved words."


def test_lock__refuses_the_edits_of_others(client, editor):
    policy = make_published_policy(1)
    page = section(policy, 1)
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    client.force_login(make_user("Editors"))
    edit(client, page, "Sneaked in.", **{"action-publish": "1"})
    assert len(texts(page)) == 1


def test_revert__to_an_earlier_text_makes_it_a_version_again(client, editor):
    policy = make_published_policy(1)
    page = section(policy, 1)
    before = page.latest_revision
    edit(client, page, "Other words.", **{"action-publish": "1"})
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, before.pk])
    assert "The county shall do" in client.get(address).content.decode()
    edit(client, page, "The county shall do Section 1.", **{"action-publish": "1"})
    assert texts(page)[2] == texts(page)[0]


def test_order__a_section_that_is_dragged_keeps_text_and_comments(client, editor):
    policy = make_published_policy(3)
    last = section(policy, 3)
    comment = make_comment(policy, section=3, state="published")
    version = last.current_version
    address = reverse("wagtailadmin_pages:set_page_position", args=[last.pk])
    client.post(f"{address}?position=0")
    last = SectionPage.objects.get(pk=last.pk)
    assert last.current_version == version
    comment.refresh_from_db()
    assert comment.version == version
    assert comment.text in client.get(last.url).content.decode()
    assert [entry.version.title for entry in Edition.objects.get().entries.all()] == [
        "Section 1",
        "Section 2",
        "Section 3",
    ]

    close(policy.current_edition)
    second = publish_edition(
        policy=PolicyPage.objects.get(pk=policy.pk), plan=EditionPlan(label="Second")
    )
    entries = second.entries.select_related("version")
    assert [entry.version.title for entry in entries] == ["Section 3", "Section 1", "Section 2"]
    assert entries[0].version == version


def test_copy__of_a_policy_is_a_new_one_without_editions_and_comments(client, editor):
    policy = make_published_policy(2)
    make_comment(policy)
    data = {
        "new_title": "Another Policy",
        "new_slug": "another",
        "new_parent_page": policy.get_parent().pk,
        "copy_subpages": "on",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[policy.pk]), data)
    copied = PolicyPage.objects.get(slug="another")
    assert copied.reference != policy.reference
    assert not copied.live
    assert not copied.editions.exists()
    sections = SectionPage.objects.descendant_of(copied)
    assert sections.count() == 2
    keys = set(sections.values_list("translation_key", flat=True))
    originals = SectionPage.objects.descendant_of(policy)
    assert keys.isdisjoint(originals.values_list("translation_key", flat=True))

    first = publish_edition(policy=copied, plan=EditionPlan(label="First draft"))
    assert first.entries.count() == 2
    assert not PolicyPage.objects.get(pk=copied.pk).section_versions.filter(comments__isnull=False)
    assert Page.find_problems() == ([], [], [], [], [])


def test_copy__for_translation_keeps_the_reference(client, editor):
    policy = make_policy(1, reference="KPP")
    local = translated(policy, title="Sera")
    assert PolicyPage.objects.get(pk=local.pk).reference == "KPP"


def test_copy__published_at_once_goes_on_record_under_its_own_policy(client, editor):
    policy = make_policy(1)
    data = {
        "new_title": "Another Policy",
        "new_slug": "another",
        "new_parent_page": policy.get_parent().pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[policy.pk]), data)
    copied = PolicyPage.objects.get(slug="another")
    assert copied.live
    (page,) = SectionPage.objects.descendant_of(copied)
    assert client.get(page.url).status_code == 200
    edition = publish_edition(policy=copied, plan=EditionPlan(label="First draft"))
    assert edition.entries.get().version.section == page


def bulk_publish(client, *pages) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.get(address, {"id": [page.pk for page in pages]}).content.decode()


def test_bulk_publish__says_what_becomes_of_comments_and_what_is_lacking(client, editor):
    policy = make_published_policy(2)
    first, second = section(policy, 1), section(policy, 2)
    make_comment(policy, text="Bring water.")
    second.body = [("image", {"image": ImageFactory(), "alt": "", "caption": ""})]
    second.save_revision()
    page = bulk_publish(client, first, second)
    assert "marked as corrected" in page
    assert "1 comment was made on it" in page
    assert page.count("is not described") == 1
    assert "1 picture of this page" in page
    assert "nobody can comment" not in page


def test_bulk_publish__of_a_policy_without_an_edition_leads_to_one(client, editor):
    policy = PolicyPageFactory(live=False)
    page = bulk_publish(client, policy)
    assert "it has no edition" in page
    assert f"/admin/policies/{policy.pk}/publish/" in page
    assert "marked as corrected" not in page


def test_bulk_publish__of_other_pages_says_nothing_of_ours(client, editor):
    page = bulk_publish(client, Site.objects.get(is_default_site=True).root_page)
    assert "help-warning" not in page


def drafts_below():
    """A policy with a section that was taken out, and one that waits with a picture."""
    policy = make_published_policy(2)
    taken_out, waiting = section(policy, 1), section(policy, 2)
    Page.objects.filter(pk__in=[taken_out.pk, waiting.pk]).update(live=False)
    waiting.body = [("image", {"image": ImageFactory(), "alt": "", "caption": ""})]
    waiting.save_revision()
    return policy, waiting


def test_bulk_publish__says_how_many_pages_below_would_go_public(client, editor):
    policy, _waiting = drafts_below()
    page = bulk_publish(client, policy)
    assert "Publish the 2 pages below them too" in page
    assert "2 of these were public before" in page
    assert "1 of these has a picture that is not described" in page


def test_bulk_publish__of_pages_below_only_as_they_were_looked_at(client, editor):
    policy, waiting = drafts_below()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    address += f"?id={policy.pk}"
    for sent in ({}, {"below": "another"}):
        response = client.post(address, {"include_descendants": "on", **sent})
        assert response.url == address
    page = BeautifulSoup(client.get(address).content, "lxml")
    assert "Nothing is published yet" in page.text
    mark = page.select_one("[name=below]")["value"]
    waiting.save_revision()
    client.post(address, {"include_descendants": "on", "below": mark})
    assert not SectionPage.objects.child_of(policy).live().exists()
    mark = BeautifulSoup(client.get(address).content, "lxml").select_one("[name=below]")["value"]
    client.post(address, {"include_descendants": "on", "below": mark})
    assert SectionPage.objects.child_of(policy).live().count() == 2


def test_publish__says_that_a_picture_is_not_described(client, editor):
    policy = make_published_policy(1)
    page = section(policy, 1)
    assert "is not described" not in edit(client, page, "Words.").content.decode()
    image = {
        "body-count": "1",
        "body-0-type": "image",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value-image": ImageFactory().pk,
        "body-0-value-alt": "",
        "body-0-value-caption": "",
        "action-publish": "1",
    }
    assert "is not described" in edit(client, page, "", **image).content.decode()
    described = edit(client, page, "", **{**image, "body-0-value-alt": "A map of wells"})
    assert "is not described" not in described.content.decode()
