"""Drafts published together: as Wagtail publishes one, and with little done in the transaction."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Comment, PageLogEntry, Workflow, WorkflowState

from home.models import Theme
from policies.models import EditionPlan, SectionPage
from policies.publishing.drafts import PlainDraft, make_ready
from policies.publishing.services import publish_edition
from tests.factories import PolicyPageFactory, SectionPageFactory, make_published_policy, make_user

PLAN = EditionPlan(label="Second")
OF_THE_PAGE = {"id", "page_ptr", "path", "slug", "number", "url_path", "translation_key"}
OF_THE_MOMENT = {"last_published_at", "first_published_at", "latest_revision_created_at"}


def sections_of(policy) -> list[SectionPage]:
    return list(SectionPage.objects.descendant_of(policy).order_by("path"))


def draft(section: SectionPage, title: str = "Anew", text: str = "A new text.") -> None:
    section.title = title
    section.body = [("paragraph", f"<p>{text}</p>")]
    section.save_revision()


def outcome(section: SectionPage) -> dict:
    """What is stored of a page and logged of it, but for what no two pages share."""
    section = SectionPage.objects.get(pk=section.pk)
    fields = [field.name for field in section._meta.concrete_fields]
    stored = {name: getattr(section, name) for name in fields}
    for name in OF_THE_MOMENT:
        stored[name] = stored[name] is not None
    stored["body"] = section.body.render_as_block()
    live, latest = stored.pop("live_revision"), stored.pop("latest_revision")
    log = PageLogEntry.objects.filter(page=section).order_by("pk")[2:]  # those of its making
    version = section.current_version
    return {
        **{name: value for name, value in stored.items() if name not in OF_THE_PAGE},
        "is_latest": live == latest,
        "scheduled": section.revisions.filter(approved_go_live_at__isnull=False).exists(),
        "versions": (section.versions.count(), version.text, version.title, version.language),
        "log": list(log.values_list("action", "label", "user", "content_changed")),
        "log_of": [(entry.revision_id == live.pk, entry.uuid is None) for entry in log],
    }


def test_publish_edition__leaves_a_page_as_wagtails_own_publishing_does(db):
    user = make_user("Superuser")
    policy = make_published_policy(2, open=False)
    by_wagtail, together = sections_of(policy)
    for section in (by_wagtail, together):
        section.number = "1"
        draft(section)
    by_wagtail.get_latest_revision().publish(user=user)
    publish_edition(policy=policy, plan=PLAN, user=user)
    assert outcome(together) == outcome(by_wagtail)
    assert ("wagtail.publish", "1 Anew", user.pk, True) in outcome(together)["log"]


def test_publish_edition__asks_little_a_section_inside_its_transaction(db):
    counts = []
    for sections in (4, 12):
        policy = make_published_policy(sections, open=False)
        for section in sections_of(policy):
            draft(section)
        ready = make_ready(policy, user=None)
        with CaptureQueriesContext(connection) as asked:
            publish_edition(policy=policy, plan=PLAN, ready=ready)
        counts.append(len(asked))
    assert (counts[1] - counts[0]) / 8 <= 4


def test_publish_edition__publishes_what_was_drafted_after_the_drafts_were_made_ready(db):
    policy = make_published_policy(1, open=False)
    (section,) = sections_of(policy)
    draft(section, text="Ready.")
    ready = make_ready(policy, user=None)
    draft(section, text="Even newer.")
    edition = publish_edition(policy=policy, plan=PLAN, ready=ready)
    assert edition.entries.get().version.text == "Even newer."
    assert not SectionPage.objects.get(pk=section.pk).has_unpublished_changes


def test_publish_edition__leaves_what_belongs_to_more_to_wagtail(db):
    user = make_user("Superuser")
    policy = make_published_policy(2, open=False)
    moderated, discussed = sections_of(policy)
    draft(moderated)
    Workflow.objects.get(active=True).start(moderated, user)
    Comment.objects.create(page=discussed, user=user, text="Why?", contentpath="title")
    draft(discussed)
    publish_edition(policy=policy, plan=PLAN, user=user)
    for section in sections_of(policy):
        assert section.title == "Anew"
        assert section.current_workflow_state is None
        assert section.versions.count() == 2


def test_make_ready__workflow_of_something_else_with_the_number_of_a_page_leaves_it_plain(db):
    policy = make_published_policy(1, open=False)
    (section,) = sections_of(policy)
    draft(section)
    state = Workflow.objects.get(active=True).start(section, make_user("Superuser"))
    assert not isinstance(make_ready(policy, user=None).drafts[0], PlainDraft)
    other = ContentType.objects.get_for_model(Theme)
    WorkflowState.objects.filter(pk=state.pk).update(content_type=other, base_content_type=other)
    assert isinstance(make_ready(policy, user=None).drafts[0], PlainDraft)


def test_publish_edition__page_without_a_revision_goes_public(db):
    policy = PolicyPageFactory()
    SectionPageFactory(parent=policy, live=False)
    edition = publish_edition(policy=policy, plan=PLAN)
    assert edition.entries.count() == 1


def test_publish_edition__failure_leaves_every_draft_a_draft(db, monkeypatch):
    policy = make_published_policy(2, open=False)
    for section in sections_of(policy):
        draft(section)

    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("policies.publishing.services._add_edition", fail)
    with pytest.raises(RuntimeError):
        publish_edition(policy=policy, plan=PLAN)
    for section in sections_of(policy):
        assert section.has_unpublished_changes
        assert section.title != "Anew"
        assert section.versions.count() == 1
