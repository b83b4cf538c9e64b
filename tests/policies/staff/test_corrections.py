"""A new file for a policy whose sections were corrected by hand since they came from a file."""

import json
import re

import pytest
from wagtail_factories import ImageFactory

from policies.imports.import_job import work_on_import
from policies.models import PolicyImport, PolicyPage, SectionPage
from policies.publishing.translations import with_older_plain_words
from tests.policies.importing import TEXT, create, post_twice, read, url
from texts.plain import body_text

FILED, CORRECTED = "The county shall dig wells.", "The county shall dig safe wells."
OTHER = "The county shall drill boreholes."


@pytest.fixture
def wells(client, editor) -> SectionPage:
    """A published section that came from a file, and was corrected by hand."""
    row = create(client, read(client), publish="yes")
    section = SectionPage.objects.descendant_of(row.policy).get(title="Wells")
    return corrected(section, CORRECTED)


def corrected(section: SectionPage, words: str) -> SectionPage:
    section = section.get_latest_revision_as_object()
    section.body = [("paragraph", f"<p>{words}</p>")]
    section.save_revision().publish()
    return SectionPage.objects.get(pk=section.pk)


def again(client, section: SectionPage, words: str = FILED) -> PolicyImport:
    """The same file once more, with these words in the section."""
    return read(client, TEXT.replace(FILED, words), policy=section.policy)


def send(client, row: PolicyImport, *, shown: bool = True, **fields):
    """The match page as shown, its boxes ticked as they stand unless ``fields`` say otherwise."""
    page = client.get(url("match", row.pk)).content.decode()
    data = dict(re.findall(r'name="(match-\d+)"\s+value="([^"]*)"', page))
    if shown:
        data |= dict(re.findall(r'name="(corrected-\w+)" value="([^"]*)"', page))
    data |= dict.fromkeys(re.findall(r'name="(keep-\w+)" checked', page), "on")
    data |= {"label": "Second draft", "revision": row.newest_outline.revision}
    data = {name: value for name, value in (data | fields).items() if value is not None}
    return post_twice(client, url("match", row.pk), data)


def made(row: PolicyImport) -> PolicyImport:
    work_on_import(row.pk)
    row.refresh_from_db()
    return row


def words_of(section: SectionPage) -> str:
    return body_text(SectionPage.objects.get(pk=section.pk).body.raw_data)


def test_match__of_the_words_from_before_keeps_the_correction_and_says_so(client, wells):
    row = again(client, wells)
    page = client.get(url("match", row.pk)).content.decode()
    assert "1 section was corrected by hand" in page
    assert "The file has the words from before." in page
    assert re.search(r"<del>.*safe", page)

    assert send(client, row).status_code == 302
    row = made(row)
    assert row.stage == PolicyImport.Stage.MADE, row.error
    assert words_of(wells) == CORRECTED
    assert row.said_notes == ["1 section kept the words that were corrected by hand."]


def test_match__takes_the_words_of_the_file_where_the_editor_says_so(client, wells):
    row = again(client, wells)
    send(client, row, **{"keep-1": None})
    (note,) = made(row).said_notes
    assert note.startswith("1 section that was corrected by hand has the words of the file now")
    assert "“2 Wells”" in note
    assert words_of(wells) == FILED


def test_match__of_words_unlike_both_takes_them_and_says_so(client, wells):
    row = again(client, wells, OTHER)
    page = client.get(url("match", row.pk)).content.decode()
    assert "The file has other words than before and after." in page
    assert 'name="keep-1">' in page
    send(client, row)
    made(row)
    assert words_of(wells) == OTHER


def test_match__asks_nothing_of_words_that_only_files_changed(client, wells):
    row = again(client, wells, OTHER)
    send(client, row)
    made(row)
    page = client.get(url("match", again(client, wells).pk)).content.decode()
    assert "corrected by hand" not in page


def test_match__asks_nothing_of_a_title_that_only_files_changed(client, editor):
    row = create(client, read(client), publish="yes")
    section = SectionPage.objects.descendant_of(row.policy).get(title="Wells")
    for title in ("Wells and pumps", "Wells and boreholes"):
        row = read(client, TEXT.replace("2. Wells", f"2. {title}"), policy=section.policy)
        assert "corrected by hand" not in client.get(url("match", row.pk)).content.decode()
        send(client, row)
        made(row)
    assert SectionPage.objects.get(pk=section.pk).title == "Wells and boreholes"
    assert not with_older_plain_words([section.pk])


def test_match__asks_nothing_where_the_file_has_the_correction(client, wells):
    page = client.get(url("match", again(client, wells, CORRECTED).pk)).content.decode()
    assert "corrected by hand" not in page


def with_picture(section: SectionPage) -> SectionPage:
    """The section as it stands, with a picture that somebody put below its words."""
    section = section.get_latest_revision_as_object()
    value = {"image": ImageFactory().pk, "alt": "A map of the wells", "caption": ""}
    blocks = [*section.body.raw_data, {"type": "image", "value": value}]
    section.body = json.dumps(blocks)
    section.save_revision().publish()
    return SectionPage.objects.get(pk=section.pk)


def kinds(section: SectionPage) -> list[str]:
    return [block.block_type for block in SectionPage.objects.get(pk=section.pk).body]


@pytest.mark.parametrize("words", [FILED, CORRECTED])
def test_match__of_a_section_with_a_picture_set_by_hand_keeps_it_and_says_so(client, wells, words):
    with_picture(corrected(wells, words))
    row = again(client, wells, words)
    page = client.get(url("match", row.pk)).content.decode()
    assert "Its pictures were changed by hand" in page
    send(client, row)
    made(row)
    assert kinds(wells) == ["paragraph", "image"]


def test_match__drops_a_picture_set_by_hand_where_the_editor_says_so(client, wells):
    with_picture(wells)
    row = again(client, wells)
    send(client, row, **{"keep-1": None})
    made(row)
    assert (kinds(wells), words_of(wells)) == (["paragraph"], FILED)


def test_match__of_a_title_corrected_by_hand_keeps_it_unless_told_otherwise(client, wells):
    section = wells.get_latest_revision_as_object()
    section.title = "Safe wells"
    section.body = [("paragraph", f"<p>{FILED}</p>")]
    section.save_revision().publish()
    row = again(client, wells)
    page = client.get(url("match", row.pk)).content.decode()
    assert "The file has the words from before." in page
    send(client, row)
    made(row)
    assert SectionPage.objects.get(pk=wells.pk).title == "Safe wells"
    row = again(client, wells)
    send(client, row, **{"keep-1": None, "label": "Third draft"})
    made(row)
    assert SectionPage.objects.get(pk=wells.pk).title == "Wells"


def test_match__shows_the_titles_that_the_sections_will_have(client, wells):
    text = TEXT.replace("## 3. Pipes", "## 3. PIPES").replace("## 1. Scope", "## 1. Reach")
    page = client.get(url("match", read(client, text, policy=wells.policy).pk)).content.decode()
    headings = re.findall(r'<label for="m\d+">([^<]*)</label>', page)
    assert headings == ["1 Reach", "2 Wells", "3 Pipes"]


def test_match__knows_a_correction_by_the_public_texts_where_revisions_were_purged(client, wells):
    wells.revisions.exclude(pk=wells.latest_revision_id).delete()
    page = client.get(url("match", again(client, wells).pk)).content.decode()
    assert "The file has the words from before." in page


FRONT = "# Illustrative Water Policy\n\nWritten with the county's wards.\n"


@pytest.mark.parametrize(("keep", "words"), [("on", "A word before."), (None, "Written with")])
def test_match__of_front_matter_corrected_by_hand_asks_too(client, editor, keep, words):
    text = TEXT.replace("# Illustrative Water Policy\n", FRONT)
    policy = create(client, read(client, text), publish="yes").policy
    policy = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    policy.front_matter = [("paragraph", "<p>A word before.</p>")]
    policy.save_revision().publish()
    row = read(client, text, policy=policy)
    page = client.get(url("match", row.pk)).content.decode()
    assert "What stands before the first section" in page
    assert 'name="keep-front" checked' in page
    send(client, row, **{"keep-front": keep})
    assert made(row).stage == PolicyImport.Stage.MADE, row.error
    assert words in body_text(PolicyPage.objects.get(pk=policy.pk).front_matter.raw_data)


def test_match__asks_again_where_the_words_were_corrected_since_the_page_was_shown(client, wells):
    row = again(client, wells)
    response = send(client, row, shown=False)
    assert response.status_code == 200
    assert "choose which words they get" in response.content.decode()
    row.refresh_from_db()
    assert row.stage == PolicyImport.Stage.REVIEW
    assert wells.policy.editions.count() == 1


def test_make__goes_back_to_the_review_where_the_words_were_corrected_since(client, wells):
    row = again(client, wells)
    send(client, row)
    corrected(wells, OTHER)
    row = made(row)
    assert row.stage == PolicyImport.Stage.REVIEW
    assert "“2 Wells” was corrected meanwhile" in row.failure
    assert words_of(wells) == OTHER


def test_match__of_a_hundred_sections_takes_as_many_queries_as_of_three(
    client, wells, django_assert_max_num_queries
):
    many = TEXT + "".join(f"\n## {n}. More {n}\n\nMore of {n}.\n" for n in range(4, 100))
    row = read(client, many, policy=wells.policy)
    client.get(url("match", row.pk))
    with django_assert_max_num_queries(34):
        client.get(url("match", row.pk))
