"""A policy before and after its consultation, as two editions of one policy."""

import io
from copy import deepcopy
from datetime import timedelta

import PIL.Image
import pytest
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page

from policies.imports.continuing import continue_policy
from policies.imports.import_plan import Continuation, NewPolicy
from policies.imports.making import ImageStore, create_policy
from policies.imports.section_matches import existing_sections, propose_matches
from policies.models import Edition, EditionPlan, SectionPage
from policies.publishing.indexing import indexed_together
from policies.publishing.services import PolicyError, publish_edition
from tests.factories import make_comment, make_policy
from tests.texts.sections import DRAFT, FINAL
from texts.outline.model import Outline, Section
from texts.read import read_document
from texts.source import ImageData


@pytest.fixture
def policies():
    return [read_document(DRAFT), read_document(FINAL)]


def continued(policy, outline, label: str) -> Edition:
    proposals, _removed = propose_matches(outline, existing_sections(policy))
    matches = [proposal.page and proposal.page.pk for proposal in proposals]
    with indexed_together():
        continue_policy(policy, outline, Continuation(matches=matches))
        return publish_edition(policy=policy, plan=EditionPlan(label=label))


def make_editions(draft: Outline, final: Outline):
    policy = create_policy(draft, NewPolicy(title="Springs and Wells Policy")).policy
    now = timezone.now()
    plan = EditionPlan(label="Draft", opens_at=now - timedelta(1), closes_at=now + timedelta(1))
    first = publish_edition(policy=policy, plan=plan)
    comments = [make_comment(policy, section=n + 1) for n in range(first.entries.count())]
    said = {comment.pk: comment.version.text for comment in comments}
    Edition.objects.update(closes_at=now)
    second = continued(policy, final, "Final")
    return policy, first, second, comments, said


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_editions(read_document(DRAFT), read_document(FINAL)))


@pytest.fixture
def two_editions(db, made):
    return deepcopy(made)


def test_reimport__every_comment_keeps_its_words_and_its_section(two_editions):
    _policy, first, _second, comments, said = two_editions
    assert len(comments) == first.entries.count() > 5
    for comment in comments:
        comment.refresh_from_db()
        assert comment.version.text == said[comment.pk]
        assert first.entries.filter(version=comment.version, replaced_at=None).exists()
        assert SectionPage.objects.filter(pk=comment.version.section_id).exists()


def test_reimport__follows_the_order_and_nesting_of_the_new_text(two_editions, policies):
    policy, _first, second, _comments, _said = two_editions
    live = SectionPage.objects.live().descendant_of(policy).order_by("path")
    wanted = [(section.number, section.title, section.level) for section in policies[1].sections]
    assert [(p.number, p.title, p.depth - policy.depth) for p in live] == wanted
    entries = second.entries.select_related("version").order_by("position")
    assert [(e.version.number, e.version.title, e.level) for e in entries] == wanted
    assert Page.find_problems() == ([], [], [], [], [])


def test_reimport__sections_of_one_title_are_one_page(two_editions):
    _policy, first, second, _comments, _said = two_editions
    before = {e.version.title: e.version.section_id for e in first.entries.all()}
    after = {e.version.title: e.version.section_id for e in second.entries.all()}
    both = set(before) & set(after)
    assert len(both) >= 5
    assert {title for title in both if before[title] != after[title]} == set()


def test_reimport__back_to_the_first_text_takes_the_removed_pages_up_again(two_editions, policies):
    policy, first, _second, _comments, _said = two_editions
    pages = {page.pk: page for page in existing_sections(policy)}
    matches = list(first.entries.order_by("position").values_list("version__section_id", flat=True))
    with indexed_together():
        continue_policy(policy, policies[0], Continuation(matches=matches))
        third = publish_edition(policy=policy, plan=EditionPlan(label="Draft again"))
    again = third.entries.order_by("position").values_list("version__section_id", flat=True)
    assert list(again) == matches
    assert set(matches) <= set(pages)
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("wrong", ["twice", "unknown", "too few"])
def test_reimport__impossible_matches_change_nothing(db, policies, wrong):
    draft, final = policies
    policy = create_policy(draft, NewPolicy(title="Springs Policy")).policy
    publish_edition(policy=policy, plan=EditionPlan(label="Draft"))
    before = list(SectionPage.objects.order_by("path").values_list("pk", "title", "live"))
    pk = before[0][0]
    count = len(final.sections)
    matches = {
        "twice": [pk, pk, *[None] * (count - 2)],
        "unknown": [999_999, *[None] * (count - 1)],
        "too few": [None],
    }[wrong]
    with pytest.raises(PolicyError), indexed_together():
        continue_policy(policy, final, Continuation(matches=matches))
    assert before == list(SectionPage.objects.order_by("path").values_list("pk", "title", "live"))


def again(policy, number: str, title: str) -> SectionPage:
    """The policy's first section after a new text that gives it this number and title."""
    page = SectionPage.objects.descendant_of(policy).order_by("path").first()
    text = [{"type": "paragraph", "value": "<p>Other words.</p>", "id": "a"}]
    outline = Outline(sections=[Section(number, title, 1, text)])
    with indexed_together():
        continue_policy(policy, outline, Continuation(matches=[page.pk]))
    return SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize(
    ("number", "title", "kept"),
    [
        ("1", "SECTION 1", ("1", "Section 1")),
        ("1", "", ("1", "Section 1")),
        ("2", "SECTION 1", ("2", "Section 1")),
        ("1", "Purpose", ("1", "Purpose")),
    ],
)
def test_reimport__keeps_a_title_that_the_new_text_lacks_or_has_in_capitals(
    db, number, title, kept
):
    policy = make_policy(1, open=False)
    section = again(policy, number, title)
    assert (section.number, section.title) == kept


def test_reimport__same_image_is_stored_once(db):
    content = io.BytesIO()
    PIL.Image.new("RGB", (3, 2)).save(content, "PNG")
    block = {"type": "image", "value": ImageData("one.png", content.getvalue(), "")}
    stored = [ImageStore(None, []).store(dict(block)) for _time in range(2)]
    assert stored[0] == stored[1]
    assert get_image_model().objects.count() == 1
