"""From an outline to draft pages."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from policies.imports.making import MAX_LEVEL, create_policy
from policies.models import EditionPlan, PolicyPage, SectionPage
from policies.publishing.services import PolicyError, publish_edition
from tests.factories import make_user
from texts.nesting import child_counts
from texts.outline.model import Outline, Section


def paragraph(text: str) -> dict:
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def section(number: str, title: str, level: int = 1, text: str = "The county shall.") -> Section:
    return Section(number=number, title=title, level=level, blocks=[paragraph(text)])


def outline(*sections: Section) -> Outline:
    return Outline(title="Illustrative Water Policy", sections=list(sections))


@pytest.fixture
def imported(db):
    return create_policy(
        outline(
            section("PART I", "Preliminary"),
            section("1", "Title", 2, "This is the unmistakable title."),
            section("2", "Meaning", 2),
            section("PART II", "Water", 1),
            section("3", "Wells", 4),
        )
    )


def test_create_policy__nests_drafts_as_the_outline_does(imported):
    policy = PolicyPage.objects.get(pk=imported.policy.pk)
    pages = list(SectionPage.objects.descendant_of(policy).order_by("path"))
    assert [(page.number, page.depth - policy.depth) for page in pages] == [
        ("PART I", 1),
        ("1", 2),
        ("2", 2),
        ("PART II", 1),
        ("3", 2),
    ]
    assert not any(page.live for page in pages)
    assert all(page.has_unpublished_changes for page in pages)
    assert all(page.url_path.startswith(policy.url_path) for page in pages)


def test_create_policy__leaves_a_sound_tree(imported):
    assert Page.find_problems() == ([], [], [], [], [])
    child = imported.policy.add_child(instance=SectionPage(title="One more", live=False))
    assert Page.find_problems() == ([], [], [], [], [])
    assert child.get_parent().pk == imported.policy.pk


def test_create_policy__gives_each_page_a_revision_that_publishes(imported):
    page = SectionPage.objects.get(number="1")
    assert page.latest_revision.content["title"] == "Title"
    page.latest_revision.publish()
    page.refresh_from_db()
    assert page.live
    assert page.current_version.text == "This is the unmistakable title."


def test_create_policy__each_page_has_its_first_text_in_its_history(imported, client):
    client.force_login(make_user("Editors"))
    for section in SectionPage.objects.all():
        address = reverse("wagtailadmin_pages:history", args=[section.pk])
        page = client.get(address).content.decode()
        view = ["wagtailadmin_pages:revisions_view", section.pk, section.latest_revision_id]
        assert reverse(view[0], args=view[1:]) in page


def test_create_policy__pages_are_found_by_search_once_published(imported):
    publish_edition(policy=imported.policy, plan=EditionPlan(label="First draft"))
    found = get_search_backend().search("unmistakable", SectionPage)
    assert [page.number for page in found] == ["1"]


def test_publish_edition__takes_over_references(imported, django_capture_on_commit_callbacks):
    target = SectionPage.objects.get(number="2")
    page = SectionPage.objects.get(number="1")
    page.body = [("paragraph", f'<p>See <a linktype="page" id="{target.pk}">2</a>.</p>')]
    page.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        publish_edition(policy=imported.policy, plan=EditionPlan(label="First draft"))
    assert ReferenceIndex.get_references_to(target).count() == 1


@pytest.mark.parametrize("bad", [Outline(title="Empty"), Outline()])
def test_create_policy__without_text_makes_nothing(db, bad):
    with pytest.raises(PolicyError):
        create_policy(bad)
    assert not PolicyPage.objects.exists()


def test_create_policy__interrupted_leaves_nothing(db):
    def interrupt(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_policy(outline(*[section(str(n), "Same") for n in range(4)]), progress=interrupt)
    assert not PolicyPage.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_create_policy__repeated_numbers_and_titles_get_addresses_of_their_own(db):
    result = create_policy(outline(*[section("1", "Same") for _n in range(3)]))
    assert [page.slug for page in result.sections] == ["1-same", "1-same-2", "1-same-3"]


def test_create_policy__hostile_titles_stay_text(db):
    hostile = ["<script>alert(1)</script>", "=HYPERLINK()", "مرحبا بالعالم", "x" * 400, "", "💧"]
    result = create_policy(outline(*[section("", title) for title in hostile]))
    titles = [page.title for page in result.sections]
    assert titles[:3] == hostile[:3]
    assert titles[3] == "x" * 254 + "…"
    assert "x" * 400 in str(result.sections[3].body[0].value)
    assert titles[4:] == ["Untitled", "💧"]


@given(st.lists(st.integers(1, 15), max_size=40))
def test_child_counts__count_every_node_once(levels):
    counts = child_counts(levels, MAX_LEVEL)
    assert len(counts) == len(levels) + 1
    assert sum(counts) == len(levels)


def test_create_policy__deeper_than_the_tree_goes_stands_side_by_side(db):
    result = create_policy(outline(*[section(str(n), "Deep", n) for n in range(1, MAX_LEVEL + 4)]))
    assert max(page.depth for page in result.sections) - result.policy.depth == MAX_LEVEL
    assert Page.find_problems() == ([], [], [], [], [])


def far_too_long() -> Section:
    return Section("7", "Names", 1, [paragraph("So it is.")] * 2_100)


UNBOUNDED = {
    "3001 sections": outline(*[section(str(n), "Well") for n in range(3_001)]),
    "“7 Names” is too long": outline(section("1", "Wells"), far_too_long()),
    "What stands before the first": Outline(
        title="Wells", sections=[section("1", "Wells")], front_matter=far_too_long().blocks
    ),
}


@pytest.mark.parametrize("said", UNBOUNDED)
def test_create_policy__of_more_than_a_policy_may_hold_makes_nothing(db, said):
    with pytest.raises(PolicyError, match=said):
        create_policy(UNBOUNDED[said])
    assert not PolicyPage.objects.exists()
