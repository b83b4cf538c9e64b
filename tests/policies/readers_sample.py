"""Policies with a past, and what a reader's browser gets of them."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from policies.models import Edition, EditionPlan, PolicyPage, SectionPage
from policies.publishing.services import publish_edition, record_version
from tests.factories import SectionPageFactory, make_policy

HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\u202e=HYPERLINK(1)"


def get(path: str, *, headers: dict | None = None, **query):
    """The response; that of a file is read to its end, into ``body``."""
    response = Client().get(path, query, headers=headers)
    if response.streaming:
        response.body = b"".join(response.streaming_content)
    return response


def served(path: str, **query) -> BeautifulSoup:
    response = get(path, **query)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "lxml")


def queries(path: str) -> int:
    """How many questions the second showing of a page asks."""
    Client().get(path)
    with CaptureQueriesContext(connection) as captured:
        Client().get(path)
    return len(captured.captured_queries)


def section(policy: PolicyPage, number: int) -> SectionPage:
    return SectionPage.objects.descendant_of(policy).get(slug=f"section-{number}")


def change_text(page: SectionPage, *paragraphs: str, title: str = "") -> None:
    """Publish another text of a section, as far as readers can tell."""
    page = SectionPage.objects.get(pk=page.pk)
    page.body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    page.title = title or page.title
    page.save()
    record_version(page)


def close(edition: Edition) -> None:
    edition.closes_at = timezone.now()
    edition.save()


def next_edition(policy: PolicyPage, label: str = "Final", **fields) -> Edition:
    """Close what is open and publish the texts as they are now."""
    for edition in policy.editions.all():
        if edition.is_open:
            close(edition)
    fields.setdefault("opens_at", timezone.now())
    fields.setdefault("closes_at", timezone.now() + timedelta(days=10))
    return publish_edition(
        policy=policy, plan=EditionPlan(label=label, **fields), publish_drafts=False
    )


def make_two_editions(slug: str = "water") -> PolicyPage:
    """Four sections; then the first is changed, the third removed, the fifth new, two are as is."""
    policy = make_policy(sections=4, slug=slug, title="Water Policy")
    close(policy.current_edition)
    change_text(section(policy, 1), "The county shall do Section 1 within a year.")
    section(policy, 3).unpublish()
    fifth = SectionPageFactory(parent=policy, number="5", title="Section 5", slug="section-5")
    record_version(SectionPage.objects.get(pk=fifth.pk))
    next_edition(PolicyPage.objects.get(pk=policy.pk))
    return PolicyPage.objects.get(pk=policy.pk)


def translated(page, *, title: str, **fields):
    """The page's live translation into Kiswahili, on record where it is a section."""
    kiswahili = Locale.objects.get_or_create(language_code="sw")[0]
    parent = page.get_parent()
    if not parent.has_translation(kiswahili):
        parent.specific.copy_for_translation(kiswahili, copy_parents=True)
    local = page.copy_for_translation(kiswahili, copy_parents=True)
    local.title = title
    for name, value in fields.items():
        setattr(local, name, value)
    local.live = True
    local.save()
    for above in local.get_ancestors().filter(depth__gt=1, live=False):
        above.live = True
        above.save()
    if isinstance(local, SectionPage):
        record_version(local)
    return local
