"""Readers and editors are told where a text is older than the one it was made from."""

import pytest
from django.urls import reverse

from policies.imports.continuing import continue_policy
from policies.imports.import_plan import Continuation
from policies.models import EditionPlan, PolicyPage, SectionPage
from policies.publishing.services import publish_edition
from tests.factories import make_published_policy, make_user
from tests.policies.publishing.test_checklist import publish_words, remarks, texts
from tests.policies.readers_sample import close, section, served, translated
from texts.outline.model import Outline, Section

TOLD_SW = "Maandishi ya Kiingereza yamebadilika tangu yalipotafsiriwa"
OLDER_WORDS = "was written for the text before it"


@pytest.fixture
def policy(db) -> PolicyPage:
    return make_published_policy(2)


def kiswahili(policy: PolicyPage) -> SectionPage:
    local = translated(section(policy, 1), title="Sehemu ya 1")
    publish_words(local, "Kaunti itafanya.")
    return SectionPage.objects.get(pk=local.pk)


def words(page: SectionPage, prefix: str = "en") -> str:
    return served(page.url.replace("/en/", f"/{prefix}/")).get_text(" ", strip=True)


def test_reader__of_kiswahili_is_told_that_the_english_text_changed_and_shown_how(policy):
    local = kiswahili(policy)
    assert TOLD_SW not in words(local, "sw")
    publish_words(section(policy, 1), "The county shall do something else.")
    page = served(local.url)
    notice = page.select_one(".notice-warning")
    assert TOLD_SW in notice.get_text(" ", strip=True)
    assert "something else" in served(notice.a["href"]).get_text(" ", strip=True)
    assert TOLD_SW not in words(section(policy, 1))


def test_reader__is_told_nothing_where_only_the_translation_was_corrected(policy):
    local = kiswahili(policy)
    publish_words(local, "Kaunti itafanya vyema.")
    assert TOLD_SW not in words(local, "sw")


def test_editor__is_told_what_publishing_the_translation_says(policy, client):
    local = kiswahili(policy)
    client.force_login(make_user("Superuser"))

    def publish() -> str:
        page = SectionPage.objects.get(pk=local.pk)
        page.save_revision()
        data = {
            "number": page.number,
            "title": page.title,
            "slug": page.slug,
            "summary": "",
            "summary_sw": "",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "paragraph",
            "body-0-id": page.body[0].id,
            "body-0-value": '{"blocks":[{"text":"Kaunti","type":"unstyled","key":"a","depth":0,'
            '"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}',
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        }
        address = reverse("wagtailadmin_pages:edit", args=[local.pk])
        return client.post(address, data, follow=True).content.decode()

    assert "follows the English text of today" not in publish()
    publish_words(section(policy, 1), "The county shall do something else.")
    assert "follows the English text of today" in publish()
    assert "follows the English text of today" not in publish()


def test_plain_words__are_older_where_the_new_text_came_from_a_file(policy):
    for number in (1, 2):
        page = section(policy, number)
        page.summary, page.summary_sw = "In plain words.", "Kwa ufupi."
        page.save_revision().publish()
    assert OLDER_WORDS not in words(section(policy, 1))
    close(policy.current_edition)
    pages = [section(policy, 1), section(policy, 2)]
    new = Outline(
        sections=[
            Section("1", "Section 1", blocks=[{"type": "paragraph", "value": "<p>New.</p>"}]),
            Section("2b", pages[1].title, blocks=list(pages[1].body.raw_data)),
        ]
    )
    continue_policy(policy, new, Continuation(matches=[page.pk for page in pages]))
    assert "1 section got a new text from a file" in texts(remarks(policy))
    assert OLDER_WORDS not in words(section(policy, 1))
    publish_edition(policy=PolicyPage.objects.get(pk=policy.pk), plan=EditionPlan(label="Second"))
    assert OLDER_WORDS in words(section(policy, 1))
    assert OLDER_WORDS not in words(section(policy, 2))

    page = section(policy, 1)
    page.summary = "Other plain words."
    page.save_revision().publish()
    assert OLDER_WORDS not in words(section(policy, 1))
    assert "from a file" not in texts(remarks(policy))
