"""What stands before the first section is part of an edition: read, compared, downloaded."""

from datetime import timedelta
from io import BytesIO

import docx
import pypdf
import pytest
from django.utils import timezone
from lxml import etree

from policies.models import PolicyPage
from policies.publishing.services import change_window
from tests.factories import make_policy
from tests.policies.readers_sample import close, get, next_edition, served, translated
from texts.writers.akn_writer import NAMESPACE

pytestmark = pytest.mark.django_db

WHOLE = "/en/policy/water/editions/{}/text/"
COMPARE = "/en/policy/water/compare/1/2/"
DOWNLOAD = "/en/policy/water/editions/{}/download/{}/"
FOREWORD = "Water is life, says the foreword."
CHANGED = "Water is life and dignity, says the foreword."


def front(text: str) -> list:
    return [("paragraph", f"<p>{text}</p>")]


def publish(policy: PolicyPage, text: str) -> PolicyPage:
    """Publish the policy's page as an editor does, with another beginning."""
    policy = PolicyPage.objects.get(pk=policy.pk)
    policy.front_matter = front(text)
    policy.save_revision().publish()
    return PolicyPage.objects.get(pk=policy.pk)


@pytest.fixture
def policy() -> PolicyPage:
    return make_policy(sections=2, slug="water", title="Water Policy", front_matter=front(FOREWORD))


def test_front_matter__stands_before_the_first_section_of_the_whole_text(policy):
    text = served(WHOLE.format(1)).select_one("main").get_text(" ", strip=True)
    assert text.index(FOREWORD) < text.index("The county shall do Section 1")


def test_front_matter__of_an_edition_stays_when_the_next_one_begins_otherwise(policy):
    close(policy.current_edition)
    policy = publish(policy, CHANGED)
    assert FOREWORD in served(WHOLE.format(1)).select_one("#front").get_text()
    next_edition(policy)
    assert FOREWORD in served(WHOLE.format(1)).select_one("#front").get_text()
    assert CHANGED in served(WHOLE.format(2)).select_one("#front").get_text()


def test_front_matter__corrected_while_the_window_is_open_joins_the_edition(policy):
    publish(policy, CHANGED)
    assert CHANGED in served(WHOLE.format(1)).select_one("#front").get_text()


def test_front_matter__corrected_while_the_edition_was_closed_joins_it_when_it_opens_again(policy):
    edition = policy.current_edition
    close(edition)
    publish(policy, CHANGED)
    assert FOREWORD in served(WHOLE.format(1)).select_one("#front").get_text()
    later = timezone.now() + timedelta(days=2)
    change_window(edition=edition, closes_at=later, reason="More time", user=None)
    assert CHANGED in served(WHOLE.format(1)).select_one("#front").get_text()


def test_front_matter__draft_of_it_is_nowhere_in_public(policy):
    policy.front_matter = front(CHANGED)
    policy.save_revision()
    close(policy.current_edition)
    next_edition(PolicyPage.objects.get(pk=policy.pk))
    assert FOREWORD in served(WHOLE.format(2)).select_one("#front").get_text()


def test_front_matter__is_compared(policy):
    close(policy.current_edition)
    next_edition(publish(policy, CHANGED))
    page = served(COMPARE)
    assert "and dignity" in page.select_one("#c-front ins").get_text()
    assert [each["id"] for each in page.select(".change:has(details[open])")] == ["c-front"]
    assert "No section changed" in page.select_one(".page-head").get_text()


def test_front_matter__that_is_the_same_is_not_in_the_comparison(policy):
    close(policy.current_edition)
    next_edition(PolicyPage.objects.get(pk=policy.pk))
    assert not served(COMPARE).select("#c-front")


def test_front_matter__is_in_every_download(policy):
    def content(name: str) -> bytes:
        return get(DOWNLOAD.format(1, name)).body

    assert FOREWORD in content("txt").decode()
    word = docx.Document(BytesIO(content("docx")))
    texts = [each.text for each in word.paragraphs]
    assert texts.count(FOREWORD) == 1
    assert texts.index(FOREWORD) < texts.index("The county shall do Section 1.")
    pdf = pypdf.PdfReader(BytesIO(content("pdf")))
    assert FOREWORD in " ".join(page.extract_text() for page in pdf.pages).replace("\n", " ")
    preamble = etree.fromstring(content("akn")).find(f".//{{{NAMESPACE}}}preamble")
    assert FOREWORD in "".join(preamble.itertext())


def test_front_matter__download_is_made_anew_when_it_is_corrected(policy):
    assert FOREWORD in get(DOWNLOAD.format(1, "txt")).body.decode()
    publish(policy, CHANGED)
    assert CHANGED in get(DOWNLOAD.format(1, "txt")).body.decode()


def test_front_matter__is_read_in_the_readers_language_where_there_is_one(policy):
    close(policy.current_edition)
    translated(policy, title="Sera ya Maji", front_matter=front("Maji ni uhai."))
    next_edition(policy)
    kiswahili = served("/sw/policy/water/editions/2/text/").select_one("#front")
    assert "Maji ni uhai." in kiswahili.get_text()
    earlier = served("/sw/policy/water/editions/1/text/").select_one("#front .law")
    assert FOREWORD in earlier.get_text()
    assert earlier["lang"] == "en"
    assert FOREWORD in served(WHOLE.format(2)).select_one("#front").get_text()
