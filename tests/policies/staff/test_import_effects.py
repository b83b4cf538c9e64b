"""What an import will make public is said before it is done, and may be kept for later."""

import re

import pytest
from django.db.models.signals import post_init

from policies.models import Follower, KeptPlan, PolicyImport, PolicyPage, SectionPage
from policies.publishing.services import keep_plan
from tests.policies.importing import TEXT, correct, create, plan, read, url

NEVER = {"opening": "never"}
LONG = {"opening": "time", "opens_at": "2030-01-01T08:00", "closes_at": "2030-03-01T17:00"}
NEW = TEXT.replace("## 2. Wells", "## 2. Rain\n\nRain is caught in tanks.\n\n## 3. Wells").split(
    "## 3. Pipes"
)[0]


@pytest.fixture
def policy(client, editor) -> PolicyPage:
    return create(client, read(client), publish="yes", **NEVER).policy


@pytest.fixture
def row(client, policy) -> PolicyImport:
    """A new text that waits for its last step: one section is new, one gone."""
    return read(client, NEW, policy=policy)


def sent(client, row: PolicyImport, **fields) -> dict:
    """The match page as it stands."""
    page = client.get(url("match", row.pk)).content.decode()
    data = dict(re.findall(r'name="(match-\d+)"\s+value="([^"]*)"', page))
    data["seen"] = re.findall(r'name="seen" value="([^"]*)"', page)
    data |= {"label": "Second draft", "revision": row.newest_outline.revision, **NEVER}
    return data | fields


def ask(client, row: PolicyImport, **fields):
    return client.post(url("match", row.pk), sent(client, row, **fields))


def follow(policy: PolicyPage) -> None:
    Follower.objects.create(policy=policy, language="en", frequency="at_once")


def draft_of_taps(policy: PolicyPage) -> SectionPage:
    PolicyPage.objects.get(pk=policy.pk).add_child(instance=SectionPage(title="Taps", live=False))
    return SectionPage.objects.get(title="Taps")


@pytest.mark.parametrize("window", [NEVER, LONG], ids=["no window", "a long window"])
def test_create__says_first_what_it_will_publish(client, editor, window):
    row = read(client)
    page = client.post(url("create", row.pk), plan(row, publish="yes", **window))
    assert "The policy goes public with its 3 sections" in page.content.decode()
    assert not [effect for effect in page.context["effects"] if ".." in effect]
    row.refresh_from_db()
    assert row.stage == PolicyImport.Stage.REVIEW
    assert create(client, row, publish="yes", **window).policy.live


def test_create__of_a_draft_asks_nothing(client, editor):
    row = read(client)
    assert client.post(url("create", row.pk), plan(row)).url == url("import", row.pk)


def test_match__says_first_what_it_will_do(client, policy, row):
    for _reader in range(2):
        follow(policy)
    draft_of_taps(policy)
    page = ask(client, row).content.decode()
    for said in (
        "A text of 3 sections goes public.",
        "One section is new.",
        "One section is taken out; it stays readable in the editions it was in.",
        "One draft that waited before goes public too",
        "It takes the place of “First draft”",
        "Nobody can comment on it.",
        "2 followers are told by e-mail.",
    ):
        assert said in page
    row.refresh_from_db()
    assert row.stage == PolicyImport.Stage.REVIEW


@pytest.mark.parametrize("changed", ["a match", "a draft", "the name", "a follower", "the window"])
def test_match__asks_again_where_it_would_do_something_else(client, policy, row, changed):
    taps = draft_of_taps(policy)
    asked = ask(client, row)
    fields = {
        "a match": {"match-0": ""},
        "a draft": {"leave_out": [taps.pk]},
        "the name": {"label": "Third draft"},
        "a follower": {},
        "the window": LONG,
    }[changed]
    if changed == "a follower":
        follow(policy)
    again = ask(client, row, **fields, confirmed=asked.context["confirmed"])
    assert again.status_code == 200
    assert again.context["effects"]
    done = ask(client, row, **fields, confirmed=again.context["confirmed"])
    assert done.url == url("import", row.pk)


def test_match__keeps_names_window_and_choices_for_later(client, policy, row):
    taps = draft_of_taps(policy)
    pipes = SectionPage.objects.get(title="Pipes")
    choices = {"match-1": f"3 Pipes [{pipes.pk}]", "leave_out": [taps.pk]}
    kept = client.post(url("match", row.pk), sent(client, row, **choices, **LONG, do="keep"))
    assert kept.url == url("match", row.pk)
    page = client.get(kept.url).content.decode()
    assert re.search(rf'name="match-1"\s+value="3 Pipes \[{pipes.pk}\]"', page)
    assert f'name="leave_out" value="{taps.pk}" checked' in page
    assert 'value="Second draft"' in page
    assert 'value="2030-03-01T17:00"' in page
    row.refresh_from_db()
    assert row.stage == PolicyImport.Stage.REVIEW
    assert not SectionPage.objects.filter(title="Rain").exists()


def test_match__proposes_anew_where_the_outline_changed_after_it_was_kept(client, policy, row):
    client.post(url("match", row.pk), sent(client, row, **{"match-0": ""}, do="keep"))
    correct(client, row, "demote", 1)
    page = client.get(url("match", row.pk)).content.decode()
    assert re.search(r'name="match-0"\s+value="1 Scope \[', page)
    assert 'value="Second draft"' in page


def test_match__begins_with_what_was_kept_of_the_next_edition(client, policy, row, editor):
    keep_plan(policy=policy, typed={"label": "After the meetings"}, user=editor)
    assert 'value="After the meetings"' in client.get(url("match", row.pk)).content.decode()
    assert KeptPlan.objects.get().typed == {"label": "After the meetings"}


def test_create__keeps_what_was_typed_for_later(client, editor):
    row = read(client)
    fields = plan(row, publish="yes", label="Zero draft", title="", do="keep")
    assert client.post(url("create", row.pk), fields).url == url("create", row.pk)
    assert 'value="Zero draft"' in client.get(url("create", row.pk)).content.decode()
    assert not PolicyPage.objects.exists()


def test_match__reads_each_page_of_the_policy_once(client, policy, row):
    made = []

    def count(instance, **_sent):
        made.append(instance.pk)

    post_init.connect(count, sender=SectionPage)
    try:
        client.get(url("match", row.pk))
        assert sorted(made) == sorted(SectionPage.objects.values_list("pk", flat=True))
        made.clear()
        ask(client, row)
    finally:
        post_init.disconnect(count, sender=SectionPage)
    assert len(made) <= 2 * SectionPage.objects.count()  # the page, and it sent back
