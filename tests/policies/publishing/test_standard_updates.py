"""The updates that the system posts itself: what, when, in which languages, and once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from home.models import UpdatePage
from policies.models import (
    Edition,
    EditionPlan,
    PolicyIndexPage,
    PolicyPage,
    StandardUpdate,
    UpdateKind,
)
from policies.publishing import standard_updates
from policies.publishing.services import change_window, publish_edition
from tests.factories import make_policy, make_user
from tests.policies.readers_sample import get, translated

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(2, title="Illustrative Water Policy"))


@pytest.fixture
def kiswahili(policy):
    """The policy's live page in Kiswahili."""
    locale, _made = Locale.objects.get_or_create(language_code="sw")
    index = PolicyIndexPage.objects.get(locale__language_code="en")
    if not index.get_parent().has_translation(locale):
        index.get_parent().specific.copy_for_translation(locale).save_revision().publish()
    if not index.has_translation(locale):
        index.copy_for_translation(locale).save_revision().publish()
    page = policy.copy_for_translation(locale)
    page.title = "Sera ya Maji (mfano)"
    page.save_revision().publish()
    return PolicyPage.objects.get(pk=page.pk)


def set_window(policy, opens_at=None, closes_at=None, **fields):
    """Move the newest edition's window without telling anybody."""
    edition = policy.editions.order_by("-number").first()
    moments = {"opens_at": opens_at, "closes_at": closes_at, **fields}
    Edition.objects.filter(pk=edition.pk).update(**moments)
    return Edition.objects.get(pk=edition.pk)


def posted(policy):
    """The kinds of what has been posted, in order, and the pages by kind."""
    rows = StandardUpdate.objects.filter(policy=policy).order_by("pk")
    return [row.kind for row in rows]


def newest_page(policy):
    return UpdatePage.objects.child_of(policy).order_by("-pk").first()


def body_html(page):
    return "".join(str(block.value.source) for block in page.body)


def test_post_due__posts_that_a_window_opened_once(policy):
    now = timezone.now()
    set_window(policy, now - HOUR, now + 5 * DAY)

    assert standard_updates.post_due() == 1
    assert standard_updates.post_due() == 0

    (page,) = UpdatePage.objects.child_of(policy)
    assert page.live
    assert page.title == "Illustrative Water Policy is open for comments"
    assert page.date == timezone.localdate(now - HOUR)
    assert f'linktype="page" id="{policy.pk}"' in body_html(page)


def test_post_due__ends_a_sentence_with_a_time_in_one_full_stop(policy):
    opened, closes = timezone.now() - timedelta(minutes=5), timezone.now() + 9 * DAY
    edition = set_window(policy, opened, closes)
    standard_updates.post_due()
    assert newest_page(policy).introduction.endswith((" a.m.", " p.m."))
    change_window(edition=edition, closes_at=closes + DAY, reason="Rain.", user=None)
    standard_updates.post_due()
    assert "m. Reason: Rain." in newest_page(policy).introduction


def test_post_due__is_silent_before_the_moment(policy):
    now = timezone.now()
    set_window(policy, now + HOUR, now + DAY)
    assert standard_updates.post_due(now) == 0
    assert standard_updates.post_due(now + 2 * HOUR) == 1
    assert posted(policy) == [UpdateKind.OPENED]


def test_post_due__leaves_old_news_alone(policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - 8 * DAY)
    assert standard_updates.post_due() == 0


def test_post_due__posts_that_a_window_closed(policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - HOUR)
    standard_updates.post_due()
    assert posted(policy) == [UpdateKind.CLOSED]
    assert newest_page(policy).title == "Illustrative Water Policy is closed for comments"


def test_post_due__says_nothing_of_a_policy_that_is_not_public(policy):
    now = timezone.now()
    set_window(policy, now - HOUR, now + DAY)
    policy.unpublish()
    assert standard_updates.post_due() == 0


def test_post_due__posts_an_extension_with_its_reason_and_then_the_close(policy):
    now = timezone.now()
    edition = set_window(policy, now - 20 * DAY, now + HOUR)
    reason = "Floods <b>kept</b> people at home & away."
    change_window(edition=edition, closes_at=now + 3 * DAY, reason=reason, user=make_user())

    standard_updates.post_due(timezone.now())
    assert posted(policy) == [UpdateKind.EXTENDED]
    page = newest_page(policy)
    assert "more time" in page.title
    assert reason in page.introduction

    standard_updates.post_due(now + 4 * DAY)
    assert posted(policy) == [UpdateKind.EXTENDED, UpdateKind.CLOSED]


def test_post_due__tells_every_extension(policy):
    now = timezone.now()
    edition = set_window(policy, now - 20 * DAY, now + HOUR)
    for days in (1, 2):
        change_window(edition=edition, closes_at=now + days * DAY, reason="More.", user=None)
        standard_updates.post_due(timezone.now())
    assert posted(policy) == [UpdateKind.EXTENDED, UpdateKind.EXTENDED]


def test_post_due__tells_a_second_close_after_a_window_was_opened_again(policy):
    now = timezone.now()
    edition = set_window(policy, now - 20 * DAY, now - HOUR)
    standard_updates.post_due()
    change_window(edition=edition, closes_at=now + DAY, reason="Too short.", user=None)
    standard_updates.post_due(timezone.now())
    standard_updates.post_due(now + 2 * DAY)
    assert posted(policy) == [UpdateKind.CLOSED, UpdateKind.EXTENDED, UpdateKind.CLOSED]


def test_post_due__tells_a_close_at_once_with_its_reason_and_only_once(policy):
    now = timezone.now()
    edition = set_window(policy, now - 20 * DAY, now + 5 * DAY)
    change_window(edition=edition, closes_at=now, reason="A court said so.", user=None)
    standard_updates.post_due(timezone.now() + HOUR)
    assert posted(policy) == [UpdateKind.CLOSED_EARLY]
    assert "A court said so." in newest_page(policy).introduction


def test_post_due__keeps_a_reason_whole_that_the_introduction_cannot_hold(policy):
    now = timezone.now()
    edition = set_window(policy, now - 20 * DAY, now + HOUR)
    reason = "<i>" + "r" * 294 + "end"
    change_window(edition=edition, closes_at=now + DAY, reason=reason, user=None)
    standard_updates.post_due(timezone.now())
    page = newest_page(policy)
    assert len(page.introduction) <= 300
    assert "&lt;i&gt;" in body_html(page)
    assert "rend" in body_html(page)


def second_edition(policy, **window):
    section = policy.get_children().first().specific
    section.body = [("paragraph", "<p>Another text altogether.</p>")]
    section.save_revision()
    return publish_edition(
        policy=policy, plan=EditionPlan(label="Second draft", note="Shorter.", **window)
    )


def test_post_due__leads_from_a_new_edition_to_its_comparison(policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - 10 * DAY)
    second_edition(policy, opens_at=now + HOUR, closes_at=now + DAY)
    standard_updates.post_due(timezone.now())
    page = newest_page(policy)
    assert posted(policy) == [UpdateKind.EDITION]
    assert "Second draft" in page.title
    href = reverse("policies:compare", args=[policy.slug, 1, 2])
    assert f'href="{href}"' in body_html(page)
    assert "Shorter." in body_html(page)


def test_comparison__answers_at_the_address_that_the_update_gives(client, policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - 10 * DAY)
    second_edition(policy)
    assert client.get(reverse("policies:compare", args=[policy.slug, 1, 2])).status_code == 200


def test_post_due__tells_an_edition_that_opens_at_once_as_one_thing(policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - 10 * DAY)
    second_edition(policy, opens_at=now - timedelta(minutes=1), closes_at=now + DAY)
    standard_updates.post_due(timezone.now())
    assert posted(policy) == [UpdateKind.EDITION]


def test_post_due__posts_the_answers(policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - 10 * DAY, answered_at=now - HOUR)
    standard_updates.post_due()
    assert posted(policy) == [UpdateKind.ANSWERS]


def in_kiswahili(page):
    """Title, introduction, language and the address that the text leads to."""
    with translation.override("sw"):
        link = BeautifulSoup(page.shown_body[0].value.source, "lxml").a
        return page.shown_title, page.shown_introduction, page.shown_language, link.attrs


def test_post_due__writes_in_both_languages_whatever_pages_there_are(policy):
    set_window(policy, timezone.now() - HOUR, timezone.now() + 5 * DAY)
    standard_updates.post_due()
    page = newest_page(policy)
    title, introduction, language, link = in_kiswahili(page)
    assert title == "Illustrative Water Policy inapokea maoni"
    assert introduction.startswith("Isome sehemu kwa sehemu")
    assert (language, link["href"]) == ("sw", f"/sw/policies/{policy.slug}/")
    assert page.title == "Illustrative Water Policy is open for comments"


def test_post_due__names_the_policy_as_its_page_in_kiswahili_does(policy, kiswahili):
    set_window(policy, timezone.now() - HOUR, timezone.now() + 5 * DAY)
    standard_updates.post_due()
    title, _introduction, _language, link = in_kiswahili(newest_page(policy))
    assert kiswahili.title in title
    assert link["id"] == str(kiswahili.pk)


def test_post_due__gives_the_note_of_an_edition_in_both_languages(policy):
    now = timezone.now()
    set_window(policy, now - 20 * DAY, now - 10 * DAY)
    second_edition(policy, note_sw="Fupi zaidi.", label_sw="Rasimu ya pili")
    standard_updates.post_due(timezone.now())
    page = newest_page(policy)
    with translation.override("sw"):
        assert "Rasimu ya pili" in page.shown_title
        assert "Fupi zaidi." in str(page.shown_body[0].value.source)
    assert "Fupi zaidi." not in body_html(page)


def test_update__with_a_translation_of_its_own_is_read_in_that(policy):
    page = standard_updates.post(kind=UpdateKind.ANSWERS, edition=policy.current_edition)
    local = translated(page, title="Majibu haya hapa")
    shown = get("/sw/updates.atom").content.decode()
    assert local.title_sw
    assert "Majibu haya hapa" in shown
    assert "majibu yametoka" not in shown


@pytest.mark.parametrize(
    "path", ["/policies/water/", "/updates.atom", "/", "/policies/water/{slug}/"]
)
def test_update__is_read_in_the_language_of_the_address(path):
    policy = make_policy(1, slug="water", title="Water Policy")
    page = standard_updates.post(kind=UpdateKind.ANSWERS, edition=policy.current_edition)
    path = path.format(slug=page.slug)
    told = {"en": "Water Policy: the answers are out", "sw": "Water Policy: majibu yametoka"}
    for language, other in (("en", "sw"), ("sw", "en")):
        text = get(f"/{language}{path}").content.decode()
        assert told[language] in text
        assert told[other] not in text


def test_post_due__goes_on_after_one_that_cannot_be_posted(policy, monkeypatch):
    now = timezone.now()
    set_window(policy, now - HOUR, now + 5 * DAY)
    other = make_policy(1)
    set_window(other, now - HOUR, now + 5 * DAY)
    real = standard_updates._page

    def failing(event):
        if event.edition.policy == policy:
            raise RuntimeError("no page today")
        return real(event)

    with monkeypatch.context() as patch:
        patch.setattr(standard_updates, "_page", failing)
        assert standard_updates.post_due() == 1
    assert not StandardUpdate.objects.filter(policy=policy).exists()
    assert standard_updates.post_due() == 1
    assert posted(policy) == [UpdateKind.OPENED]


def test_post__is_open_to_other_apps_and_posts_each_occurrence_once(policy):
    edition = policy.current_edition

    def link():
        return f"/{translation.get_language()}/report/7/"

    told = {"kind": UpdateKind.REPORT, "edition": edition, "occurrence": "report-7", "link": link}
    page = standard_updates.post(**told)
    assert page.live
    assert 'href="/en/report/7/"' in body_html(page)
    assert standard_updates.post(**told) is None
    assert standard_updates.post(**told | {"occurrence": "report-8"}) is not None


def test_post__is_stopped_by_the_database_if_two_processes_post_at_once(policy):
    edition = policy.current_edition
    row = {"policy": policy, "edition": edition, "kind": UpdateKind.ANSWERS, "occurrence": ""}
    StandardUpdate.objects.create(**row)
    assert standard_updates.post(kind=UpdateKind.ANSWERS, edition=edition) is None
    with pytest.raises(IntegrityError):
        StandardUpdate.objects.create(**row)


def test_post__leaves_an_update_that_editors_have_removed_removed(policy):
    page = standard_updates.post(kind=UpdateKind.ANSWERS, edition=policy.current_edition)
    page.delete()
    assert standard_updates.post(kind=UpdateKind.ANSWERS, edition=policy.current_edition) is None


def test_update__can_be_edited_and_unpublished_like_any(client, policy):
    page = standard_updates.post(kind=UpdateKind.ANSWERS, edition=policy.current_edition)
    client.force_login(make_user("Superuser"))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    page.unpublish()
    assert client.get(page.url).status_code == 404
