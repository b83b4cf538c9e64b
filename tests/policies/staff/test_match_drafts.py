"""An import that publishes shows what waited before, and each of it can be left out."""

import re

import pytest
from wagtail.users.models import UserProfile

from policies.imports.import_job import work_on_import
from policies.models import PolicyImport, PolicyPage, SectionPage, SectionVersion
from tests.policies.importing import TEXT, create, post_twice, read, url

NEW = TEXT.replace("lay pipes", "lay long pipes")


@pytest.fixture
def policy(client, editor) -> PolicyPage:
    """A public policy with a section that nobody has published yet, and a changed one."""
    policy = create(client, read(client), publish="yes").policy
    policy.add_child(instance=SectionPage(title="Taps", live=False))
    taps = SectionPage.objects.get(title="Taps")
    write(taps, "Taps drip.")
    return policy


def write(page: SectionPage, words: str) -> None:
    page = page.get_latest_revision_as_object()
    page.body = [("paragraph", f"<p>{words}</p>")]
    page.save_revision()


def send(client, row: PolicyImport, **fields):
    page = client.get(url("match", row.pk)).content.decode()
    data = dict(re.findall(r'name="(match-\d+)"\s+value="([^"]*)"', page))
    data |= dict(re.findall(r'name="(corrected-\w+)" value="([^"]*)"', page))
    data["seen"] = re.findall(r'name="seen" value="([^"]*)"', page)
    data |= {"label": "Second draft", "revision": row.newest_outline.revision}
    return post_twice(client, url("match", row.pk), data | fields)


def made(row: PolicyImport) -> PolicyImport:
    work_on_import(row.pk)
    row.refresh_from_db()
    assert row.stage == PolicyImport.Stage.MADE, row.error
    return row


def public(policy: PolicyPage) -> list[str]:
    edition = policy.editions.order_by("number").last()
    return list(
        SectionVersion.objects.filter(entries__edition=edition).values_list("text", flat=True)
    )


def taps() -> SectionPage:
    return SectionPage.objects.get(title="Taps")


def test_match__lists_what_waits_and_publishes_it_as_it_was_seen(client, policy):
    row = read(client, NEW, policy=policy)
    page = client.get(url("match", row.pk)).content.decode()
    assert "Drafts that waited before" in page
    assert f'name="leave_out" value="{taps().pk}"' in page
    assert send(client, row).status_code == 302
    write(taps(), "Taps leak.")
    made(row)
    assert "Taps drip." in public(policy)
    assert "The county shall lay long pipes." in public(policy)
    assert taps().has_unpublished_changes


def test_match__leaves_out_what_is_ticked(client, policy):
    row = read(client, NEW, policy=policy)
    send(client, row, leave_out=[taps().pk])
    made(row)
    assert not taps().live
    assert len(public(policy)) == 3


def test_match__publishes_nothing_that_was_not_shown(client, policy):
    row = read(client, NEW, policy=policy)
    response = send(client, row, seen=[])
    assert response.status_code == 409
    assert "look at them below" in response.content.decode()
    row.refresh_from_db()
    assert row.stage == PolicyImport.Stage.REVIEW


def test_match__a_draft_that_the_file_gives_its_words_cannot_wait(client, policy):
    pipes = SectionPage.objects.get(title="Pipes")
    write(pipes, "The county shall lay short pipes.")
    row = read(client, NEW, policy=policy)
    page = client.get(url("match", row.pk)).content.decode()
    assert "the file gives it its words" in page
    assert f'name="leave_out" value="{pipes.pk}"' not in page
    send(client, row, leave_out=[pipes.pk])
    made(row)
    assert "The county shall lay long pipes." in public(policy)


def test_match__asks_nothing_where_nothing_waits(client, editor):
    policy = create(client, read(client), publish="yes").policy
    row = read(client, NEW, policy=policy)
    assert "Drafts that waited" not in client.get(url("match", row.pk)).content.decode()


def test_make__that_is_refused_says_so_in_the_language_of_who_looks(client, editor, policy):
    row = read(client, NEW, policy=policy)
    send(client, row)
    write(SectionPage.objects.get(title="Wells"), "The county shall dig safe wells.")
    work_on_import(row.pk)
    page = client.get(url("outline", row.pk)).content.decode()
    assert "was corrected meanwhile: look at the sections again." in page
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "sw"})
    page = client.get(url("outline", row.pk)).content.decode()
    assert "was corrected meanwhile" not in page
    assert "“2 Wells”" in page
